import { useEffect, useState } from 'react'
import { type Instant, useFormat } from './format'

/**
 * A point in time in local words, with the exact instant on hover.
 * `as`: `moment` (09:42, with the day when it is not today), `time`, `day`, or `relative` (keeps itself true).
 */
export function Time({
  at,
  as = 'moment',
}: {
  at: Instant
  as?: 'moment' | 'time' | 'day' | 'relative'
}) {
  const format = useFormat()
  const [, tick] = useState(0)
  useEffect(() => {
    if (as !== 'relative') return
    const timer = setInterval(() => tick((n) => n + 1), 30_000)
    return () => clearInterval(timer)
  }, [as])
  return (
    <time dateTime={new Date(at).toISOString()} title={format.exact(at)}>
      {format[as](at)}
    </time>
  )
}
