import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Button, Dialog } from '../../components'
import { type AttributeItem, useCommandAction } from '../../platform'
import styles from './attributes.module.css'

/** Says what deleting an attribute breaks; nothing is deleted that is in use. */
export function DeleteAttribute({
  attribute,
  isOpen,
  onClose,
  onDeleted,
}: {
  attribute: AttributeItem
  isOpen: boolean
  onClose: () => void
  onDeleted: () => void
}) {
  const { t } = useLingui()
  const { uses } = attribute
  const deleting = useCommandAction('attributes.delete', {
    onSuccess: () => {
      toast({ text: t`The attribute “${attribute.name}” is deleted.` })
      onDeleted()
    },
  })
  const kinds: Record<string, string> = {
    rule: t`rule`,
    exception: t`exception`,
    protect: t`protected accounts`,
    send: t`what is sent`,
    expression: t`expression`,
  }
  return (
    <Dialog
      isAlert
      title={t`Delete “${attribute.name}”?`}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            variant="danger"
            isDisabled={uses.length > 0}
            isPending={deleting.isPending}
            onPress={() => deleting.mutate({ name: attribute.name })}
          >
            <Trans>Delete attribute</Trans>
          </Button>
        </>
      }
    >
      {uses.length === 0 ? (
        <Trans>Nothing uses it. The source itself is not touched.</Trans>
      ) : (
        <>
          <p>
            <Trans>It is in use and would break these. Change them first:</Trans>
          </p>
          <ul className={styles.uses}>
            {uses.map((use) => (
              <li key={`${use.kind} ${use.name}`}>
                {use.name} <span className={styles.faint}>{kinds[use.kind] ?? use.kind}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {deleting.error && (
        <p className={styles.bad} role="alert">
          {deleting.error.message}
        </p>
      )}
    </Dialog>
  )
}
