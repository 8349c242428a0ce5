import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, ComboBox, Dialog } from '../../../components'
import { useCommand, useCommandAction } from '../../../platform'
import styles from '../people.module.css'

/** Chooses the account of a person where names and addresses did not find it. */
export function LinkDialog({
  target,
  user,
  onClose,
}: {
  target: string
  user: string
  onClose: () => void
}) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const accounts = useCommand(
    'accounts.list',
    { target, which: 'unlinked', text, page: { offset: 0, limit: 50 } },
    { placeholderData: keepPreviousData },
  )
  const linking = useCommandAction('accounts.link', {
    onSuccess: () => {
      toast({ text: t`The account is linked.` })
      onClose()
    },
  })
  return (
    <Dialog
      title={t`Link an account in ${target}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={chosen === null}
            isPending={linking.isPending}
            onPress={() => chosen !== null && linking.mutate({ target, account: chosen, user })}
          >
            <Trans>Link account</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p className={styles.soft}>
          <Trans>
            Accounts that belong to nobody are offered. An account that Rolecall does not manage
            stays so until it is adopted.
          </Trans>
        </p>
        <ComboBox
          label={t`Account`}
          value={chosen}
          inputValue={text}
          onInputChange={setText}
          onChange={(key) => {
            setChosen(key)
            const account = accounts.data?.items.find((one) => one.key === key)
            if (account) setText(account.userName)
          }}
          placeholder={t`Name or address`}
          options={(accounts.data?.items ?? []).map((account) => ({
            value: account.key,
            label: account.userName,
            description: [
              account.email !== account.userName && account.email,
              account.active ? t`active` : t`inactive`,
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
          error={linking.error?.message ?? accounts.error?.message}
        />
      </div>
    </Dialog>
  )
}
