import { useEffect, useState } from 'react'

const two = (n: number) => String(n).padStart(2, '0')

/** How long it is until an instant, in minutes and seconds, counting down. */
export function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.ceil((until - now) / 1_000))
  return (
    <b role="timer" style={{ fontVariantNumeric: 'tabular-nums' }}>
      {Math.floor(left / 60)}:{two(left % 60)}
    </b>
  )
}
