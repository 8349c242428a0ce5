import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton, TextField } from '../../../components'
import { isClock, type Quiet } from './form'
import styles from './schedule.module.css'

/** Hours in which no run starts by itself. */
export function QuietHours({
  quiet,
  onChange,
}: {
  quiet: readonly Quiet[]
  onChange: (quiet: Quiet[]) => void
}) {
  const { t } = useLingui()
  const change = (id: number, part: Partial<Quiet>) =>
    onChange(quiet.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const wrong = t`Such as 22:00.`
  const add = () => {
    const id = Math.max(-1, ...quiet.map((one) => one.id)) + 1
    onChange([...quiet, { id, from: '22:00', to: '06:00' }])
  }
  return (
    <div className={styles.quiet}>
      <p className={styles.soft}>
        <Trans>
          Runs by the schedule or by a change at the source wait until these hours end. Runs started
          by hand do not.
        </Trans>
      </p>
      {quiet.map(({ id, from, to }) => (
        <div key={id} className={styles.span}>
          <TextField
            label={t`Quiet from`}
            hideLabel
            value={from}
            onChange={(text) => change(id, { from: text })}
            error={isClock(from, false) ? undefined : wrong}
          />
          <span className={styles.until}>
            <Trans>until</Trans>
          </span>
          <TextField
            label={t`Quiet until`}
            hideLabel
            value={to}
            onChange={(text) => change(id, { to: text })}
            error={isClock(to, true) ? undefined : wrong}
          />
          <IconButton
            label={t`Remove the quiet hours from ${from}`}
            icon={Trash2}
            onPress={() => onChange(quiet.filter((one) => one.id !== id))}
          />
        </div>
      ))}
      <div>
        <Button small icon={Plus} onPress={add}>
          <Trans>Add quiet hours</Trans>
        </Button>
      </div>
    </div>
  )
}
