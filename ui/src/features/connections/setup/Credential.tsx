import { useLingui } from '@lingui/react/macro'
import { Select, TextArea, TextField } from '../../../components'
import { SignIn } from './SignIn'
import { hasSignIn, orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** What a secret is for this kind, and how it is asked for. */
function Secret({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, secret, setSecret, hasSecret } = setup
  const kept =
    hasSecret && secret === '' ? t`One is kept already; leave this empty to go on using it.` : ''
  if (source.kind === 'google') {
    return (
      <TextArea
        label={t`Key file of the service account (JSON)`}
        description={
          kept || t`Paste all of it. It goes where secrets are kept and is never shown again.`
        }
        mono
        rows={4}
        value={secret}
        onChange={setSecret}
      />
    )
  }
  const label =
    source.kind === 'entra'
      ? t`Client secret`
      : source.kind === 'okta' && source.clientId
        ? t`Private key`
        : t`Token`
  return (
    <TextField
      label={label}
      type="password"
      description={kept || t`It goes where secrets are kept and is never shown again.`}
      value={secret}
      onChange={setSecret}
    />
  )
}

/** The day on which the secret ends, which most vendors tell only when it is made. */
function Expiry({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change } = setup
  const text = source.secretExpires ?? ''
  const isWrong = text !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(text)
  return (
    <TextField
      label={t`Last day of the secret`}
      description={t`Where the provider named one, as year-month-day. Rolecall warns from 30 days before.`}
      placeholder="2027-12-31"
      error={isWrong ? t`A day is written as 2027-12-31.` : undefined}
      value={text}
      onChange={(day) => change({ secretExpires: orNull(day) })}
    />
  )
}

/** How Rolecall proves who asks: a secret of its own, or a sign-in by a browser. */
export function Credential({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change, setSecret } = setup
  return (
    <>
      {hasSignIn(source.kind) && (
        <Select
          label={t`How Rolecall signs in`}
          value={source.signIn ? 'person' : 'secret'}
          onChange={(way) => {
            setSecret('')
            change({ signIn: way === 'person' })
          }}
          options={[
            {
              value: 'secret',
              label:
                source.kind === 'google'
                  ? t`As a service account`
                  : t`As an application with a secret of its own`,
              description: t`Stays when people leave`,
            },
            {
              value: 'person',
              label: t`As you, by the browser`,
              description: t`For set-ups of one person`,
            },
          ]}
        />
      )}
      {source.signIn ? (
        <SignIn setup={setup} />
      ) : (
        <div className={source.kind === 'google' ? styles.form : styles.two}>
          <Secret setup={setup} />
          <Expiry setup={setup} />
        </div>
      )}
    </>
  )
}
