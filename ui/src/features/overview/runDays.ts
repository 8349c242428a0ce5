import type { PastRun } from '../../platform'

/** What the runs of one day of this machine's calendar came to. */
export interface RunDay {
  /** Its first instant, in milliseconds since 1970. */
  at: number
  runs: number
  done: number
  failed: number
  held: number
  /** Runs that failed as a whole or were broken off. */
  broken: number
}

/** Midnight, `days` days before the one of `now`. */
export function daysBefore(now: number, days: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime()
}

/** The last `count` days, today last; days without runs are there too. */
export function runDays(runs: readonly PastRun[], now: number, count: number): RunDay[] {
  const days = Array.from({ length: count }, (_, i) => ({
    at: daysBefore(now, count - 1 - i),
    runs: 0,
    done: 0,
    failed: 0,
    held: 0,
    broken: 0,
  }))
  for (const run of runs) {
    const day = days.findLast((one) => one.at <= run.started)
    if (!day) continue
    day.runs += 1
    day.done += run.done
    day.failed += run.failed
    day.held += run.held
    if (run.state === 'failed' || run.state === 'interrupted') day.broken += 1
  }
  return days
}

/** The days as CSV: day (YYYY-MM-DD), runs, done, failed, held, broken. */
export function daysAsCsv(days: readonly RunDay[]): string {
  const iso = (at: number) => {
    const date = new Date(at)
    const two = (n: number) => String(n).padStart(2, '0')
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  }
  const rows = days.map((d) => [iso(d.at), d.runs, d.done, d.failed, d.held, d.broken].join(','))
  return `${['day,runs,done,failed,held,broken', ...rows].join('\r\n')}\r\n`
}
