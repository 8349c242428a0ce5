import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import { Button, Checkbox, Dialog, Said, SkeletonRows, TextField } from '../../../components'
import { useEngineWords } from '../../../i18n'
import { type DeletionPreview, useCommand, useCommandAction } from '../../../platform'
import styles from '../people.module.css'

function Accounts({ preview }: { preview: DeletionPreview }) {
  const said = useEngineWords()
  return (
    <ul className={styles.groups}>
      {preview.accounts.map(({ target, account, deletable, reason: why }) => {
        const reason = said(why)
        return (
          <li key={`${target} ${account}`}>
            {account}
            <span className={styles.faint}>
              {deletable ? (
                target
              ) : (
                <Trans>
                  {target}: stays, {reason}
                </Trans>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Deletes a person for good, after their userName was typed. */
export function DeleteDialog({
  directory,
  user,
  onClose,
}: {
  directory: string
  user: string
  onClose: () => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const [accounts, setAccounts] = useState(false)
  const { data: preview, error } = useCommand('people.delete_preview', { directory, user })
  const said = useEngineWords()
  const deleting = useCommandAction('people.delete', {
    onSuccess: (result) => {
      const left = result.accounts.filter((one) => !one.done)
      const first = left[0]
      if (first) toast({ tone: 'bad', text: `${first.account}: ${said(first.message)}` })
      else if (result.comesBack)
        toast({ text: t`${user} is deleted until the source is read again.` })
      else toast({ text: t`${user} is deleted.` })
      onClose()
      navigate(hrefTo('people'))
    },
  })
  const deletable = preview?.accounts.filter((one) => one.deletable) ?? []
  const name = preview?.user ?? user
  return (
    <Dialog
      title={t`Delete ${preview?.name || user} for good?`}
      isOpen
      isAlert
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Keep them</Trans>
          </Button>
          <Button
            variant="danger"
            isDisabled={!preview?.allowed || typed !== name}
            isPending={deleting.isPending}
            onPress={() => deleting.mutate({ directory, user: name, typed, accounts })}
          >
            {accounts && deletable.length > 0 ? (
              <Trans>Delete person and accounts</Trans>
            ) : (
              <Trans>Delete person</Trans>
            )}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        {!preview && !error && <SkeletonRows rows={3} height={28} />}
        {error && <p role="alert">{error.message}</p>}
        {preview && (
          <>
            <p>
              <Trans>This cannot be undone.</Trans>
            </p>
            {preview.comesBack && (
              <Said tone="warn">
                <Trans>
                  The source still delivers this person: the next reading brings them back. To keep
                  them away, delete them at the source first.
                </Trans>
              </Said>
            )}
            {!preview.allowed && (
              <Said tone="bad">
                <Trans>The directory is read-only. Allow editing first.</Trans>
              </Said>
            )}
            {preview.accounts.length > 0 && <Accounts preview={preview} />}
            {deletable.length > 0 && (
              <Checkbox
                label={t`Delete their accounts and what is in them too`}
                isSelected={accounts}
                onChange={setAccounts}
              />
            )}
            <TextField
              label={t`Type ${name} to confirm`}
              mono
              value={typed}
              onChange={setTyped}
              error={deleting.error?.message}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}
