import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Dialog } from '../../../components'
import { useCommandAction } from '../../../platform'
import styles from '../people.module.css'

/** Asks before a synced directory is opened for editing. */
export function OpenWindowDialog({
  directory,
  onClose,
}: {
  directory: string
  onClose: () => void
}) {
  const { t } = useLingui()
  const opening = useCommandAction('edit_window.open', { onSuccess: onClose })
  return (
    <Dialog
      title={t`Edit people of ${directory}?`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isPending={opening.isPending}
            onPress={() => opening.mutate({ directory })}
          >
            <Trans>Allow editing for 1 hour</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          <Trans>
            {directory} is kept in sync with its source and is read-only. For one hour people in it
            can be edited and deleted here; then it closes by itself.
          </Trans>
        </p>
        <p className={styles.soft}>
          <Trans>
            Edits are never written back to the source. Rules and targets use them until the source
            changes that person: then its values count again.
          </Trans>
        </p>
        {opening.error && <p role="alert">{opening.error.message}</p>}
      </div>
    </Dialog>
  )
}
