import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Card, Checkbox, Said, Switch, TextField } from '../../../components'
import { type NotifySettings, type NotifyWebhook, toAppError } from '../../../platform'
import styles from '../Settings.module.css'
import { SecretField } from './SecretField'
import { Trial } from './Trial'
import { useNotifyChange } from './useNotify'

/** The name of the secret that signs, where the configuration names none. */
const keyName = 'notify-webhook'

interface Form {
  url: string
  isSigned: boolean
  key: string
  ca: string
}

const toForm = (webhook: NotifyWebhook | null): Form => ({
  url: webhook?.url ?? '',
  isSigned: webhook === null || webhook.secret !== null,
  key: '',
  ca: webhook?.ca ?? '',
})

/** News to an address of the administrator's own: where, signed with what, and a trial. */
export function WebhookCard({ settings, isOpen }: { settings: NotifySettings; isOpen: boolean }) {
  const { t } = useLingui()
  const { desktop, email, webhook, last } = settings
  const [isOn, setOn] = useState(webhook !== null)
  const [form, setForm] = useState(() => toForm(webhook))
  const edit = (part: Partial<Form>) => setForm({ ...form, ...part })
  const saving = useNotifyChange()
  const isKept = webhook?.secretKept ?? false
  const isChanged =
    JSON.stringify(form) !== JSON.stringify(toForm(webhook)) || (webhook === null && isOn)
  const needsKey = form.isSigned && !isKept && form.key === ''
  const needsPlace = form.key !== '' && form.isSigned && !isOpen
  const isReady = isChanged && form.url.trim() !== '' && !needsKey && !needsPlace
  const save = () => {
    if (!isReady) return
    const name = form.isSigned ? (webhook?.secret ?? keyName) : null
    const ca = form.ca.trim() === '' ? null : form.ca.trim()
    const wanted = { url: form.url.trim(), secret: name, secretKept: isKept, ca }
    saving.mutate(
      {
        change: { desktop, email, webhook: wanted },
        secret: name !== null && form.key !== '' ? { name, value: form.key } : null,
      },
      { onSuccess: () => setForm((now) => ({ ...now, key: '' })) },
    )
  }
  const turn = (on: boolean) => {
    setOn(on)
    if (on || !webhook) return
    saving.mutate({ change: { desktop, email, webhook: null }, undo: { desktop, email, webhook } })
  }
  return (
    <Card
      title={t`To a webhook`}
      aside={<Switch label={t`To a webhook`} hideLabel isSelected={isOn} onChange={turn} />}
    >
      {!isOn ? (
        <p className={styles.soft}>
          <Trans>Nothing is posted. Switch it on to say where to.</Trans>
        </p>
      ) : (
        <form
          className={styles.stack}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <TextField
            label={t`Address`}
            value={form.url}
            onChange={(url) => edit({ url })}
            placeholder="https://hooks.example.com/rolecall"
            description={t`The news are posted there as JSON. It must be https, except on this machine.`}
          />
          <Checkbox
            label={t`Sign what is posted (X-Rolecall-Signature)`}
            isSelected={form.isSigned}
            onChange={(isSigned) => edit({ isSigned })}
          />
          <div className={styles.fields}>
            {form.isSigned && (
              <SecretField
                label={t`Signing key`}
                value={form.key}
                onChange={(key) => edit({ key })}
                isKept={isKept}
              />
            )}
            <TextField
              label={t`Certificates to trust`}
              mono
              value={form.ca}
              onChange={(ca) => edit({ ca })}
              description={t`A PEM file on this machine, for a server with a certificate of your company. Usually empty.`}
            />
          </div>
          {saving.error && <Said tone="bad">{toAppError(saving.error).message}</Said>}
          {needsPlace && (
            <Said tone="warn">
              <Trans>Choose first under Secrets where they are kept.</Trans>
            </Said>
          )}
          <Trial
            channel="webhook"
            sent={last.find((one) => one.channel === 'webhook')}
            isReady={webhook !== null && !isChanged}
          >
            <Button type="submit" isDisabled={!isReady} isPending={saving.isPending}>
              <Trans>Save</Trans>
            </Button>
          </Trial>
        </form>
      )}
    </Card>
  )
}
