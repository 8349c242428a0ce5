import { isLoss } from '../../../components'
import type { Licence, Period } from '../../../platform'
import type { RunDay } from '../runDays'

/** What the picture of a week tells, in numbers. */
export interface WeekFacts {
  workspace: string
  days: readonly RunDay[]
  runs: number
  /** Steps confirmed, by what they did. */
  given: number
  taken: number
  accounts: number
  suspended: number
  failed: number
  /** People with a failure that stands open now. */
  attention: number
  /** People for whom something failed, by cause and target, most first. */
  failures: Period['failures']
  decisions: number
  licences: readonly Licence[]
}

const done = (period: Period, of: (kind: string) => boolean) =>
  period.changes.filter(({ kind }) => of(kind)).reduce((sum, change) => sum + change.done, 0)

/** Brings together what the engine tells of a week. */
export function weekFacts(workspace: string, period: Period, days: readonly RunDay[]): WeekFacts {
  return {
    workspace,
    days,
    runs: period.runs,
    given: done(period, (kind) => kind === 'assign'),
    taken: done(period, (kind) => isLoss(kind) && kind !== 'suspend'),
    accounts: done(period, (kind) => kind === 'create' || kind === 'reactivate'),
    suspended: done(period, (kind) => kind === 'suspend'),
    failed: period.changes.reduce((sum, change) => sum + change.failed, 0),
    attention: period.attention,
    failures: period.failures,
    decisions: period.decisions.reduce((sum, { count }) => sum + count, 0),
    licences: period.licences,
  }
}

/** What a spreadsheet would take for a formula gets an apostrophe before it. */
const defused = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const field = (value: string | number) => {
  const text = typeof value === 'number' ? String(value) : defused(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const day = (at: number) => {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The week as CSV: days, changes, failures, decisions and licences, each row with what it is of. */
export function weekAsCsv(period: Period, days: readonly RunDay[]): string {
  const rows: (string | number)[][] = [
    ['part', 'target', 'what', 'runs', 'done', 'failed', 'held', 'people', 'used', 'licences'],
    ...days.map((d) => ['day', '', day(d.at), d.runs, d.done, d.failed, d.held, '', '', '']),
    ...period.changes.map((c) => [
      'change',
      c.target,
      c.kind,
      '',
      c.done,
      c.failed,
      c.held,
      '',
      '',
      '',
    ]),
    ...period.failures.map((f) => ['failure', f.target, f.cause, '', '', '', '', f.people, '', '']),
    ...period.decisions.map((d) => ['decision', '', d.kind, '', d.count, '', '', '', '', '']),
    ...period.licences.map((l) => [
      'licences',
      l.target,
      l.value,
      '',
      '',
      '',
      '',
      l.short,
      l.used,
      l.seats,
    ]),
  ]
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

/** A file's name for a week that begins on a day. */
export const weekName = (from: number, ending: string) => `rolecall-week-${day(from)}.${ending}`
