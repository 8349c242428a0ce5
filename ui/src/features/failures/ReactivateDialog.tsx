import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Button, Dialog } from '../../components'
import { useCommandAction } from '../../platform'
import styles from './Failures.module.css'
import { sayFailure } from './useRetry'

/** Says what reactivating means before it is done. `users` empty means everyone of the cause. */
export function ReactivateDialog({
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
  const reactivating = useCommandAction('failures.reactivate', {
    refresh: ['overview.get', 'failures.list'],
    onSuccess: () => {
      toast({ text: t`The accounts are being reactivated.` })
      onClose()
    },
    onError: sayFailure,
  })
  return (
    <Dialog
      title={t`Reactivate accounts`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isPending={reactivating.isPending}
            onPress={() => reactivating.mutate({ cause, target, users })}
          >
            <Plural value={people} one="Reactivate # account" other="Reactivate # accounts" />
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          <Trans>
            Someone deactivated them in <b>{target}</b>, not Rolecall. Ask who and why before you
            overrule it.
          </Trans>
        </p>
        <ul className={styles.points}>
          <li>
            <Trans>The accounts become active again and get what rules give.</Trans>
          </li>
          <li>
            <Trans>If they are deactivated again there, Rolecall asks again.</Trans>
          </li>
        </ul>
      </div>
    </Dialog>
  )
}
