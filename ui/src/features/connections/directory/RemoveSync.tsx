import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Dialog, Said } from '../../../components'
import { type DirectoryItem, useCommandAction } from '../../../platform'
import styles from '../connections.module.css'

/** Asks before the source of a directory is removed, and says afterwards what is to be done at the provider. */
export function RemoveSync({
  directory,
  onClose,
}: {
  directory: DirectoryItem
  onClose: () => void
}) {
  const { t } = useLingui()
  const { name, people, kind } = directory
  const removing = useCommandAction('directories.remove_sync')
  const removed = removing.data
  return (
    <Dialog
      title={removed ? t`The sync of ${name} is removed` : t`Remove the sync of ${name}?`}
      isOpen
      isAlert
      onClose={onClose}
      footer={
        removed ? (
          <Button variant="primary" onPress={onClose}>
            <Trans>Done</Trans>
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>
              <Trans>Keep it</Trans>
            </Button>
            <Button
              variant="danger"
              isPending={removing.isPending}
              onPress={() => removing.mutate({ directory: name })}
            >
              <Trans>Remove sync</Trans>
            </Button>
          </>
        )
      }
    >
      {removed ? (
        <div className={styles.form}>
          <p>
            <Plural
              value={removed.people}
              one="# person stays as last read; from now on it can be edited here."
              other="# people stay as last read; from now on they can be edited here."
            />
          </p>
          {removed.switchOffAtProvider && (
            <Said tone="warn">
              <Trans>
                Switch provisioning off at the provider too: its calls are answered 404 from now on,
                and it may pause its side.
              </Trans>
            </Said>
          )}
          {removed.tokens > 0 && (
            <p>
              <Plural
                value={removed.tokens}
                one="# token does not count any more."
                other="# tokens do not count any more."
              />
            </p>
          )}
        </div>
      ) : (
        <div className={styles.form}>
          <p>
            <Plural
              value={people}
              one="The directory, its domains and groups, its # person and all accounts stay."
              other="The directory, its domains and groups, its # people and all accounts stay."
            />
          </p>
          <p>
            {kind === 'scim-push' ? (
              <Trans>
                The settings and the tokens are deleted, and the endpoint answers 404. Attaching a
                source again begins anew.
              </Trans>
            ) : (
              <Trans>
                The settings, the secret and what was remembered of the source are deleted.
                Attaching a source again begins anew.
              </Trans>
            )}
          </p>
          {removing.error && <Said tone="bad">{removing.error.message}</Said>}
        </div>
      )}
    </Dialog>
  )
}
