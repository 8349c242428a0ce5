import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../i18n'
import styles from './Meter.module.css'

/** Licences of one product: solid for those in use, hatched for those the next run gives, red for those missing. */
export function LicenceMeter({
  name,
  used,
  planned = 0,
  short = 0,
  seats,
}: {
  name: ReactNode
  used: number
  /** Additional holders after the next run; negative when seats become free. */
  planned?: number
  short?: number
  /** `null` when the product has no limit. */
  seats: number | null
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const whole = Math.max(seats ?? 0, used + Math.max(0, planned), 1) + (seats === null ? 0 : short)
  const share = (n: number) => `${(100 * n) / whole}%`
  const count = number(used)
  const more = number(Math.abs(planned))
  const limit = seats === null ? '' : number(seats)
  const missing = number(short)
  const text =
    seats === null
      ? t`${count} in use`
      : short > 0
        ? planned > 0
          ? t`${count} + ${more}, ${missing} short`
          : t`${count}, ${missing} short`
        : planned > 0
          ? t`${count} + ${more} of ${limit}`
          : planned < 0
            ? t`${count} − ${more} of ${limit}`
            : t`${count} of ${limit}`
  return (
    <div className={styles.meter}>
      <div className={styles.name}>{name}</div>
      <div className={styles.track} aria-hidden="true">
        <span className={styles.used} style={{ width: share(used + Math.min(0, planned)) }} />
        {planned !== 0 && (
          <span className={styles.planned} style={{ width: share(Math.abs(planned)) }} />
        )}
        {short > 0 && <span className={styles.short} style={{ width: share(short) }} />}
      </div>
      <div className={styles.text}>{text}</div>
    </div>
  )
}

/** Progress of work with a known end: done of total, rate and time left in words beside it. */
export function Progress({
  label,
  done,
  total,
  children,
}: {
  label: string
  done: number
  total: number
  children?: ReactNode
}) {
  const { number } = useFormat()
  const doneText = number(done)
  const totalText = number(total)
  return (
    <div className={styles.progress}>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span
          className={styles.used}
          style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }}
        />
      </div>
      <div className={styles.caption}>
        <span>{label}</span>
        <span>
          <Trans>
            {doneText} of {totalText}
          </Trans>
          {children && <> · {children}</>}
        </span>
      </div>
    </div>
  )
}
