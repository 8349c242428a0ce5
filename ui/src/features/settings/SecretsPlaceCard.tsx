import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { toast } from '../../app'
import { Button, Card, StatusWord, TextField, type Tone } from '../../components'
import { type SecretsState, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

const shortest = 12

function useWords(state: SecretsState): { tone: Tone; title: string; text: string } {
  const { t } = useLingui()
  switch (state.backend) {
    case 'keyring':
      return {
        tone: state.keyring === 'ready' ? 'ok' : 'bad',
        title: t`In the operating system’s keyring`,
        text: t`The safest place: the system unlocks it when you sign in.`,
      }
    case 'vault':
      return {
        tone: 'ok',
        title: t`In a vault file, sealed with your passphrase`,
        text: t`Rolecall asks for the passphrase after each start.`,
      }
    case 'memory':
      return {
        tone: 'warn',
        title: t`In memory, for this session only`,
        text: t`They are gone when Rolecall ends and must be set again.`,
      }
    default:
      return {
        tone: 'warn',
        title: t`Nowhere yet`,
        text: t`Choose below. Secrets are never kept as plain text.`,
      }
  }
}

function useKeyringWords({ keyring, reason }: SecretsState) {
  const { t } = useLingui()
  const because = reason ? ` “${reason}”` : ''
  switch (keyring) {
    case 'ready':
      return null
    case 'missing':
      return t`This machine has no keyring.` + because
    case 'locked':
      return t`The keyring is locked. Unlock it, or choose another place.` + because
    default:
      return t`The keyring cannot be used.` + because
  }
}

/** Says where secrets are kept, why not in the keyring, and offers the vault or this session's memory instead. */
export function SecretsPlaceCard({ state }: { state: SecretsState }) {
  const { t } = useLingui()
  const { tone, title, text } = useWords(state)
  const missing = useKeyringWords(state)
  const offered = [
    ...(state.keyring === 'ready' && state.backend !== 'keyring' ? ['keyring'] : []),
    ...(state.keyring !== 'ready' || state.backend !== 'keyring' ? ['vault', 'memory'] : []),
  ]
  const [choice, setChoice] = useState(offered[0] ?? '')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const choosing = useCommandAction('secrets.choose', {
    refresh: ['connections.list'],
    onSuccess: (now, _, client) => {
      client.setQueryData(['settings.get', {}], now)
      setPassphrase('')
      setAgain('')
      toast({ text: t`Secrets are kept there from now on.` })
    },
  })
  const isNewVault = choice === 'vault' && !state.vaultExists
  const tooShort = isNewVault && passphrase !== '' && [...passphrase].length < shortest
  const differs = isNewVault && again !== '' && again !== passphrase
  const isReady =
    choice !== 'vault' || (passphrase !== '' && !tooShort && (!isNewVault || again === passphrase))
  const labels: Record<string, { title: string; text: string }> = {
    keyring: {
      title: t`The operating system’s keyring`,
      text: t`Unlocked by the system when you sign in.`,
    },
    vault: {
      title: t`A vault file`,
      text: state.vaultExists
        ? t`There is one already; its passphrase opens it.`
        : t`Sealed with a passphrase that only you know. Without it nobody can open the vault, Rolecall included.`,
    },
    memory: {
      title: t`This session’s memory`,
      text: t`Nothing is written. The secrets must be set again after each start.`,
    },
  }
  return (
    <Card title={t`Where secrets are kept`}>
      <div className={styles.stack}>
        <div>
          <StatusWord tone={tone}>
            <b>{title}</b>
          </StatusWord>
          <p className={styles.soft}>{text}</p>
          {missing && <p className={styles.soft}>{missing}</p>}
        </div>
        {offered.length > 0 && (
          <form
            className={styles.stack}
            onSubmit={(event) => {
              event.preventDefault()
              if (!isReady) return
              choosing.mutate({
                backend: choice,
                passphrase: choice === 'vault' ? passphrase : null,
              })
            }}
          >
            <RadioGroup
              aria-label={t`Where to keep secrets`}
              value={choice}
              onChange={setChoice}
              className={styles.radios}
            >
              {offered.map((id) => (
                <Radio key={id} value={id} className={styles.radio}>
                  <span className={styles.dot} />
                  <span>
                    <b>{labels[id]?.title}</b>
                    <span className={styles.soft}>{labels[id]?.text}</span>
                  </span>
                </Radio>
              ))}
            </RadioGroup>
            {choice === 'vault' && (
              <div className={styles.fields}>
                <TextField
                  type="password"
                  label={t`Passphrase`}
                  value={passphrase}
                  onChange={setPassphrase}
                  error={tooShort ? t`Choose at least 12 characters.` : choosing.error?.message}
                />
                {isNewVault && (
                  <TextField
                    type="password"
                    label={t`Passphrase again`}
                    value={again}
                    onChange={setAgain}
                    error={differs ? t`The two differ.` : undefined}
                  />
                )}
              </div>
            )}
            {choosing.error && choice !== 'vault' && (
              <p role="alert" className={styles.error}>
                {choosing.error.message}
              </p>
            )}
            <div>
              <Button type="submit" isDisabled={!isReady} isPending={choosing.isPending}>
                {choice === 'vault' && state.vaultExists ? (
                  <Trans>Open the vault</Trans>
                ) : (
                  <Trans>Keep secrets there</Trans>
                )}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}
