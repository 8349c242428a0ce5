import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Dialog, TextField } from '../../../components'
import { type PersonEdits, useCommandAction } from '../../../platform'
import styles from '../people.module.css'

/** What stands now: the edited value where there is one, else the source's. */
export function valuesOf(edits: PersonEdits): Record<string, string> {
  const values = { ...edits.source }
  for (const { attribute, edited } of edits.edits) values[attribute] = edited
  return values
}

/** Edits the values of a person; the source's value stands beside each that differs. */
export function EditDialog({
  name,
  edits,
  labels,
  onClose,
}: {
  name: string
  edits: PersonEdits
  /** What attributes are called. */
  labels: ReadonlyMap<string, string>
  onClose: () => void
}) {
  const { t } = useLingui()
  const before = valuesOf(edits)
  const [values, setValues] = useState(before)
  const editing = useCommandAction('people.edit', {
    onSuccess: () => {
      toast({ text: t`Changes to ${name} are kept.` })
      onClose()
    },
  })
  const changed = Object.entries(values).filter(([key, value]) => value !== (before[key] ?? ''))
  const editable = [...new Set([...Object.keys(before), ...labels.keys()])].filter(
    (attribute) => !edits.fixed.includes(attribute),
  )
  return (
    <Dialog
      title={t`Edit ${name}`}
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={changed.length === 0}
            isPending={editing.isPending}
            onPress={() =>
              editing.mutate({
                directory: edits.directory,
                user: edits.user,
                values: Object.fromEntries(changed),
              })
            }
          >
            {changed.length === 0 ? (
              <Trans>Save changes</Trans>
            ) : (
              <Plural value={changed.length} one="Save # change" other="Save # changes" />
            )}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        {editing.error && <p role="alert">{editing.error.message}</p>}
        <div className={styles.editFields}>
          {editable.map((attribute) => {
            const now = values[attribute] ?? ''
            const source = edits.source[attribute] ?? ''
            const shown = source === '' ? t`nothing` : source
            return (
              <TextField
                key={attribute}
                label={labels.get(attribute) ?? attribute}
                value={now}
                onChange={(value) => setValues({ ...values, [attribute]: value })}
                description={now === source ? undefined : t`At the source: ${shown}`}
              />
            )
          })}
        </div>
      </div>
    </Dialog>
  )
}
