import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Button, TextField } from '../../components'
import { type ConfigurationCheck, useCommandAction } from '../../platform'
import styles from './Start.module.css'

function Findings({ check }: { check: ConfigurationCheck }) {
  const { t } = useLingui()
  const isWrong = check.errors.length > 0
  const Sign = isWrong ? CircleAlert : CircleCheck
  const lines = isWrong ? check.errors : check.changes
  return (
    <div className={styles.findings} data-tone={isWrong ? 'bad' : 'ok'} role="status">
      <div className={styles.finding}>
        <Sign size={16} strokeWidth={1.75} aria-hidden="true" />
        <b>
          {isWrong ? (
            <Plural
              value={check.errors.length}
              one="# thing must be put right first"
              other="# things must be put right first"
            />
          ) : (
            t`The file can be taken over`
          )}
        </b>
      </div>
      {lines.length > 0 && (
        <ul className={isWrong ? styles.places : styles.points}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Sets the workspace up from a configuration file: shows its errors with their places, or what it brings, then takes it over. */
export function SetUp({ onBack }: { onBack: () => void }) {
  const { t } = useLingui()
  const [path, setPath] = useState('')
  const checking = useCommandAction('workspace.check', { refresh: [] })
  const importing = useCommandAction('workspace.import')
  const file = path.trim()
  const isCurrent = checking.variables?.path === file
  const check = isCurrent ? checking.data : undefined
  const canImport = check !== undefined && check.errors.length === 0
  const error = importing.error ?? (isCurrent ? checking.error : null)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (canImport) importing.mutate({ path: file })
        else if (file !== '') checking.mutate({ path: file })
      }}
    >
      <div className={styles.card}>
        <p>
          <Trans>
            A configuration file names your source, your consoles and your rules. Secrets stay out
            of it; they are asked for afterwards, in Settings.
          </Trans>
        </p>
        <TextField
          label={t`Configuration file`}
          description={t`The path of a .toml file on this machine. The file itself is never changed.`}
          placeholder="/etc/rolecall/rolecall.toml"
          mono
          autoFocus
          value={path}
          onChange={setPath}
          error={error?.message}
        />
        {check && <Findings check={check} />}
      </div>
      <div className={styles.buttons}>
        <Button onPress={onBack}>
          <Trans>Back</Trans>
        </Button>
        {canImport ? (
          <Button type="submit" variant="primary" isPending={importing.isPending}>
            <Trans>Take over</Trans>
          </Button>
        ) : (
          <Button
            type="submit"
            variant="primary"
            isDisabled={file === ''}
            isPending={checking.isPending}
          >
            {check ? <Trans>Check again</Trans> : <Trans>Check file</Trans>}
          </Button>
        )}
      </div>
    </form>
  )
}
