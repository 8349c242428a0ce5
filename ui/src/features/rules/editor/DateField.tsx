import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Select, TextField } from '../../../components'
import styles from './editor.module.css'

type Mode = 'day' | 'now' | 'ahead' | 'ago' | 'text'

/** What a date of a condition says: a day, now, or days before or after it; anything else stays text. */
export function readDate(value: string): { mode: Mode; days: string } {
  const relative = /^now(?: ([+-]) (\d+)d)?$/.exec(value.trim())
  if (relative) {
    const [, sign, days = ''] = relative
    return { mode: sign === '+' ? 'ahead' : sign === '-' ? 'ago' : 'now', days }
  }
  const isDay = value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value)
  return { mode: isDay ? 'day' : 'text', days: '' }
}

const written = (mode: Mode, days: string): string => {
  if (mode === 'now') return 'now'
  const sign = mode === 'ahead' ? '+' : '-'
  return /^\d+$/.test(days) ? `now ${sign} ${days}d` : ''
}

/** A date to compare with: a day of the calendar, or so many days from now. */
export function DateField({
  value,
  onChange,
}: {
  value: string
  onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const read = readDate(value)
  const [wanted, setWanted] = useState(read.mode)
  // An empty value says nothing of the mode that was chosen for it.
  const mode = value === '' ? wanted : read.mode
  const [typed, setTyped] = useState(read.days)
  const days = value === '' ? typed : read.days
  const choose = (to: Mode) => {
    setWanted(to)
    if (to === 'day' || to === 'text') onChange('')
    else onChange(written(to, days || '30'))
  }
  return (
    <div className={styles.date}>
      <Select
        label={t`Kind of date`}
        hideLabel
        value={mode}
        onChange={choose}
        options={[
          { value: 'day', label: t`the day` },
          { value: 'now', label: t`today` },
          { value: 'ahead', label: t`days from now` },
          { value: 'ago', label: t`days ago` },
          ...(mode === 'text' ? [{ value: 'text' as const, label: t`as text` }] : []),
        ]}
      />
      {mode === 'day' && (
        <TextField label={t`Day`} hideLabel type="date" value={value} onChange={onChange} />
      )}
      {(mode === 'ahead' || mode === 'ago') && (
        <TextField
          label={t`Days`}
          hideLabel
          value={days}
          onChange={(text) => {
            setTyped(text)
            setWanted(mode)
            onChange(written(mode, text))
          }}
        />
      )}
      {mode === 'text' && (
        <TextField label={t`Value`} hideLabel value={value} onChange={onChange} />
      )}
    </div>
  )
}
