import { Trans, useLingui } from '@lingui/react/macro'
import { Select, TextField } from '../../../components'
import { useFormat } from '../../../i18n'
import { isCount, type Times } from './form'
import styles from './schedule.module.css'

const shown = 3

/** The next runs, or why none can be told. */
function Next({ next, isChanged }: { next: readonly number[]; isChanged: boolean }) {
  const format = useFormat()
  if (isChanged) return <Trans>Save to see the next runs.</Trans>
  if (next.length === 0)
    return <Trans>No run by itself while User sync is off or this is paused.</Trans>
  const times = next.slice(0, shown).map((at) => ({ at, words: format.near(at) }))
  return (
    <>
      <Trans>Next:</Trans>{' '}
      {times.map(({ at, words }, index) => (
        <span key={at}>
          {index > 0 && ' · '}
          <time dateTime={new Date(at).toISOString()} title={format.exact(at)}>
            {words}
          </time>
        </span>
      ))}
    </>
  )
}

/** How often or at which times one target is synced, and the runs that follow from it. */
export function TargetTimes({
  times,
  onChange,
  next,
  isChanged,
}: {
  times: Times
  onChange: (change: Partial<Times>) => void
  next: readonly number[]
  isChanged: boolean
}) {
  const { t } = useLingui()
  const { target, mode, count, unit, at } = times
  return (
    <li className={styles.target}>
      <h3 title={target}>{target}</h3>
      <div className={styles.times}>
        <Select
          label={t`How ${target} is timed`}
          hideLabel
          value={mode}
          onChange={(to) => onChange({ mode: to })}
          options={[
            { value: 'every', label: t`Every` },
            { value: 'at', label: t`At times` },
          ]}
        />
        {mode === 'every' ? (
          <>
            <TextField
              label={t`How often ${target} is synced`}
              hideLabel
              value={count}
              onChange={(to) => onChange({ count: to })}
              error={isCount(count) ? undefined : t`A whole number.`}
            />
            <Select
              label={t`Unit for ${target}`}
              hideLabel
              value={unit}
              onChange={(to) => onChange({ unit: to })}
              options={[
                { value: 'm', label: t`minutes` },
                { value: 'h', label: t`hours` },
                { value: 'd', label: t`days` },
              ]}
            />
          </>
        ) : (
          <div className={styles.cron}>
            <TextField
              label={t`Times at which ${target} is synced`}
              hideLabel
              mono
              value={at}
              placeholder="0 6 * * 1-5"
              onChange={(to) => onChange({ at: to })}
              description={t`Minute, hour, day, month, day of the week.`}
            />
          </div>
        )}
      </div>
      <p className={styles.next}>
        <Next next={next} isChanged={isChanged} />
      </p>
    </li>
  )
}
