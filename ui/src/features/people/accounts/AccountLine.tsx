import { Trans, useLingui } from '@lingui/react/macro'
import { Ellipsis, Link2, Unlink } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../app'
import { IconButton, Menu, StatusWord } from '../../../components'
import { type PersonTarget, useCommandAction } from '../../../platform'
import styles from '../people.module.css'
import { LinkDialog } from './LinkDialog'

/** The account that a person has in a target, and ways to link another or to part from it. */
export function AccountLine({ user, target }: { user: string; target: PersonTarget }) {
  const { t } = useLingui()
  const [isLinking, setLinking] = useState(false)
  const { account } = target
  const parting = useCommandAction('accounts.unlink', {
    onSuccess: () => toast({ text: t`The account belongs to nobody now.` }),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  return (
    <div className={styles.account}>
      {account ? (
        <>
          <span className={styles.accountName}>{account.userName}</span>
          {account.active ? (
            <StatusWord tone="ok">{t`Active`}</StatusWord>
          ) : (
            <StatusWord tone="idle">{t`Inactive`}</StatusWord>
          )}
          <span className={styles.faint}>
            {account.managed ? <Trans>managed</Trans> : <Trans>not managed by Rolecall</Trans>}
            {account.byHand && (
              <>
                {' · '}
                <Trans>linked by hand</Trans>
              </>
            )}
          </span>
        </>
      ) : (
        <span className={styles.faint}>
          <Trans>No account</Trans>
        </span>
      )}
      <Menu
        label={t`Account in ${target.target}`}
        trigger={<IconButton label={t`Account in ${target.target}`} icon={Ellipsis} />}
        items={[
          {
            id: 'link',
            label: account ? t`Link another account…` : t`Link an account…`,
            icon: Link2,
            onAction: () => setLinking(true),
          },
          ...(account
            ? [
                {
                  id: 'unlink',
                  label: t`This is not their account`,
                  icon: Unlink,
                  onAction: () => parting.mutate({ target: target.target, account: account.key }),
                },
              ]
            : []),
        ]}
      />
      {isLinking && (
        <LinkDialog target={target.target} user={user} onClose={() => setLinking(false)} />
      )}
    </div>
  )
}
