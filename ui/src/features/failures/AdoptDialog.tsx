import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Button, Dialog } from '../../components'
import { useFormat } from '../../i18n'
import { useCommandAction } from '../../platform'
import styles from './Failures.module.css'
import { sayFailure } from './useRetry'

/** Says what adopting means before it is done. `users` empty means everyone of the cause. */
export function AdoptDialog({
  target,
  cause,
  people,
  users,
  onClose,
}: {
  target: string
  cause: string
  people: number
  users: string[]
  onClose: () => void
}) {
  const { t } = useLingui()
  const shown = useFormat().number(people)
  const adopting = useCommandAction('failures.adopt', {
    refresh: ['overview.get', 'failures.list'],
    onSuccess: () => {
      toast({ text: t`Adopted. The sync is retried for these people.` })
      onClose()
    },
    onError: sayFailure,
  })
  return (
    <Dialog
      title={t`Adopt existing accounts`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isPending={adopting.isPending}
            onPress={() => adopting.mutate({ cause, target, users })}
          >
            <Plural value={people} one="Adopt # account" other="Adopt # accounts" />
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          <Plural
            value={people}
            one={
              <Trans>
                {shown} account in <b>{target}</b> comes under Rolecall’s management.
              </Trans>
            }
            other={
              <Trans>
                {shown} accounts in <b>{target}</b> come under Rolecall’s management.
              </Trans>
            }
          />
        </p>
        <ul className={styles.points}>
          <li>
            <Trans>Values that rules give become managed, and missing ones are given.</Trans>
          </li>
          <li>
            <Trans>Other values they hold in slots of many stay, unmanaged.</Trans>
          </li>
          <li>
            <Trans>
              From then on, whoever no rule gives anything any more is suspended. Nothing is ever
              deleted.
            </Trans>
          </li>
        </ul>
        <p className={styles.soft}>
          <Trans>The sync is retried for these people at once.</Trans>
        </p>
      </div>
    </Dialog>
  )
}
