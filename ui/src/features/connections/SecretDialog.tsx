import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Dialog, TextField } from '../../components'
import { useCommandAction } from '../../platform'
import styles from './connections.module.css'

/** Takes a secret in; what is stored is never shown again. */
export function SecretDialog({
  name,
  isPresent,
  onClose,
}: {
  name: string
  isPresent: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const [value, setValue] = useState('')
  const saving = useCommandAction('secrets.set', {
    refresh: ['connections.list', 'overview.get'],
    onSuccess: () => {
      toast({ text: t`The secret ${name} is kept. Test the connection to see whether it works.` })
      onClose()
    },
  })
  const save = () => {
    if (value !== '') saving.mutate({ name, value })
  }
  return (
    <Dialog
      title={isPresent ? t`Replace the secret` : t`Set the secret`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            onPress={save}
            isDisabled={value === ''}
            isPending={saving.isPending}
          >
            {isPresent ? <Trans>Replace secret</Trans> : <Trans>Keep secret</Trans>}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={name}
          type="password"
          value={value}
          onChange={setValue}
          autoFocus
          error={saving.error?.message}
          description={t`It goes where secrets are kept (see Settings) and is never shown again.`}
        />
      </form>
    </Dialog>
  )
}
