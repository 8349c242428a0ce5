import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Checkbox, Dialog, Said, SkeletonRows, TextField } from '../../../components'
import { type PushListening, useCommand, useCommandAction } from '../../../platform'
import styles from './push.module.css'

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

function Form({ listening, onClose }: { listening: PushListening; onClose: () => void }) {
  const { t } = useLingui()
  const [to, setTo] = useState(listening)
  const saving = useCommandAction('push.listen', {
    onSuccess: (kept) => {
      toast({ text: kept.on ? t`Calls are taken at ${kept.address}.` : t`Calls are not taken.` })
      onClose()
    },
  })
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate(to)
      }}
    >
      <Checkbox
        label={t`Take calls from other machines`}
        isSelected={to.on}
        onChange={(on) => setTo({ ...to, on })}
      />
      {to.on && (
        <>
          <TextField
            label={t`Address and port`}
            mono
            placeholder="0.0.0.0:7443"
            value={to.address}
            onChange={(address) => setTo({ ...to, address })}
          />
          <Checkbox
            label={t`A proxy that speaks TLS stands before it`}
            isSelected={to.behindProxy}
            onChange={(behindProxy) => setTo({ ...to, behindProxy })}
          />
          {!to.behindProxy && (
            <>
              <TextField
                label={t`File with the certificate (PEM)`}
                description={t`With those that signed it. Entra ID asks for a publicly trusted one.`}
                mono
                value={to.certificate ?? ''}
                onChange={(path) => setTo({ ...to, certificate: orNull(path) })}
              />
              <TextField
                label={t`File with its private key (PEM)`}
                mono
                value={to.key ?? ''}
                onChange={(path) => setTo({ ...to, key: orNull(path) })}
              />
            </>
          )}
        </>
      )}
      {saving.error && <Said tone="bad">{saving.error.message}</Said>}
      <div className={styles.buttons}>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" variant="primary" isPending={saving.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Chooses where this machine takes SCIM calls from others, and with which certificate. */
export function ListenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { data, error } = useCommand('push.listening', {})
  return (
    <Dialog title={t`Where this machine listens`} isOpen onClose={onClose}>
      {error && <Said tone="bad">{error.message}</Said>}
      {!data && !error && <SkeletonRows rows={2} height={32} />}
      {data && <Form listening={data} onClose={onClose} />}
    </Dialog>
  )
}
