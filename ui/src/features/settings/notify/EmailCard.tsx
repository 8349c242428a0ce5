import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Card, Said, Select, Switch, TextField } from '../../../components'
import { type NotifySettings, toAppError } from '../../../platform'
import styles from '../Settings.module.css'
import { type EmailForm, fromForm, isComplete, isPort, toForm, usualPort } from './email'
import { SecretField } from './SecretField'
import { Trial } from './Trial'
import { useNotifyChange } from './useNotify'

function Fields({
  form,
  edit,
  isKept,
}: {
  form: EmailForm
  edit: (part: Partial<EmailForm>) => void
  isKept: boolean
}) {
  const { t } = useLingui()
  return (
    <>
      <div className={styles.fields}>
        <TextField
          label={t`To`}
          value={form.to}
          onChange={(to) => edit({ to })}
          placeholder="admins@example.com"
          description={t`Several addresses are parted by commas.`}
        />
        <TextField
          label={t`From`}
          value={form.from}
          onChange={(from) => edit({ from })}
          placeholder="rolecall@example.com"
        />
      </div>
      <div className={styles.server}>
        <TextField
          label={t`Mail server`}
          value={form.host}
          onChange={(host) => edit({ host })}
          placeholder="mail.example.com"
        />
        <Select
          label={t`Encryption`}
          value={form.tls}
          onChange={(tls) => edit({ tls })}
          options={[
            { value: 'starttls', label: 'STARTTLS' },
            { value: 'tls', label: 'TLS' },
            { value: 'none', label: t`None`, description: t`Only to this machine.` },
          ]}
        />
        <TextField
          label={t`Port`}
          value={form.port}
          onChange={(port) => edit({ port })}
          placeholder={usualPort[form.tls]}
          error={isPort(form.port) ? undefined : t`From 1 to 65535.`}
        />
      </div>
      <div className={styles.fields}>
        <TextField
          label={t`User`}
          value={form.user}
          onChange={(user) => edit({ user })}
          description={t`Empty where the server asks for none.`}
        />
        {form.user.trim() !== '' && (
          <SecretField
            label={t`Password`}
            value={form.password}
            onChange={(password) => edit({ password })}
            isKept={isKept}
          />
        )}
      </div>
      <TextField
        label={t`Certificates to trust`}
        mono
        value={form.ca}
        onChange={(ca) => edit({ ca })}
        description={t`A PEM file on this machine, for a server with a certificate of your company. Usually empty.`}
      />
    </>
  )
}

/** News by e-mail: to whom, through which server, and a trial. */
export function EmailCard({ settings, isOpen }: { settings: NotifySettings; isOpen: boolean }) {
  const { t } = useLingui()
  const { desktop, email, webhook, last } = settings
  const [isOn, setOn] = useState(email !== null)
  const [form, setForm] = useState(() => toForm(email))
  const saving = useNotifyChange()
  const wanted = fromForm(form, email)
  const isChanged = JSON.stringify(form) !== JSON.stringify(toForm(email))
  const needsPlace = form.password !== '' && !isOpen
  const save = () => {
    if (!isChanged || !isComplete(form) || needsPlace) return
    const secret =
      wanted.secret !== null && form.password !== ''
        ? { name: wanted.secret, value: form.password }
        : null
    saving.mutate(
      { change: { desktop, email: wanted, webhook }, secret },
      { onSuccess: () => setForm((now) => ({ ...now, password: '' })) },
    )
  }
  const turn = (on: boolean) => {
    setOn(on)
    if (on || !email) return
    saving.mutate({ change: { desktop, email: null, webhook }, undo: { desktop, email, webhook } })
  }
  return (
    <Card
      title={t`By e-mail`}
      aside={<Switch label={t`By e-mail`} hideLabel isSelected={isOn} onChange={turn} />}
    >
      {!isOn ? (
        <p className={styles.soft}>
          <Trans>Nothing is mailed. Switch it on to say to whom and through which server.</Trans>
        </p>
      ) : (
        <form
          className={styles.stack}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Fields
            form={form}
            edit={(part) => setForm({ ...form, ...part })}
            isKept={email?.secretKept ?? false}
          />
          {saving.error && <Said tone="bad">{toAppError(saving.error).message}</Said>}
          {needsPlace && (
            <Said tone="warn">
              <Trans>Choose first under Secrets where they are kept.</Trans>
            </Said>
          )}
          <Trial
            channel="email"
            sent={last.find((one) => one.channel === 'email')}
            isReady={email !== null && !isChanged}
          >
            <Button
              type="submit"
              isDisabled={!isChanged || !isComplete(form) || needsPlace}
              isPending={saving.isPending}
            >
              <Trans>Save</Trans>
            </Button>
          </Trial>
        </form>
      )}
    </Card>
  )
}
