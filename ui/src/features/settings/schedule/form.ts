import { readDuration } from '../../../components'
import type { Schedule, ScheduleChange, TargetSchedule } from '../../../platform'

/** When one target is synced, as it is being edited. */
export interface Times {
  target: string
  mode: 'every' | 'at'
  count: string
  unit: 'm' | 'h' | 'd'
  at: string
}

/** Quiet hours as they are being edited; `id` names the line. */
export interface Quiet {
  id: number
  from: string
  to: string
}

/** A target's times ready to be edited; seconds are shown as the minutes they fill. */
export function toTimes({ target, every, at }: TargetSchedule): Times {
  const read = readDuration(every ?? '') ?? { count: 40, unit: 'm' as const }
  const { count, unit } =
    read.unit === 's'
      ? { count: Math.max(1, Math.round(read.count / 60)), unit: 'm' as const }
      : { count: read.count, unit: read.unit }
  return {
    target,
    mode: at === null ? 'every' : 'at',
    count: String(count),
    unit,
    at: at ?? '',
  }
}

/** What a target's times come to in the configuration's words. */
export const writtenTimes = ({ mode, count, unit, at }: Times) =>
  mode === 'at'
    ? { every: null, at: at.trim().replace(/\s+/g, ' ') }
    : { every: `${Number(count)}${unit}`, at: null }

/** Whether a number of minutes, hours or days can be used. */
export const isCount = (count: string) => /^\d{1,4}$/.test(count.trim()) && Number(count) > 0

/** Whether text is a time of the day; `24:00` may end a span. */
export const isClock = (text: string, isEnd: boolean) =>
  /^([01]?\d|2[0-3]):[0-5]\d$/.test(text.trim()) || (isEnd && text.trim() === '24:00')

/** Quiet hours ready to be edited. */
export const toQuiet = (quiet: readonly string[]): Quiet[] =>
  quiet.map((span, id) => {
    const [from = '', to = ''] = span.split('-', 2)
    return { id, from, to }
  })

const writtenQuiet = (quiet: readonly Quiet[]) =>
  quiet.map(({ from, to }) => `${from.trim()}-${to.trim()}`)

/** What edits would change; null while there is nothing to save. */
export function changeOf(
  saved: Schedule,
  times: readonly Times[],
  quiet: readonly Quiet[],
): ScheduleChange | null {
  const before = new Map(saved.targets.map((one) => [one.target, writtenTimes(toTimes(one))]))
  const targets = times
    .map((one) => ({ target: one.target, ...writtenTimes(one), next: [] }))
    .filter(({ target, every, at }) => {
      const old = before.get(target)
      return old?.every !== every || old?.at !== at
    })
  const spans = writtenQuiet(quiet)
  const isQuietChanged = JSON.stringify(spans) !== JSON.stringify(saved.quiet)
  if (targets.length === 0 && !isQuietChanged) return null
  return {
    targets: targets.length > 0 ? targets : null,
    quiet: isQuietChanged ? spans : null,
  }
}

/** Whether everything that is written can be read. */
export const isReadable = (times: readonly Times[], quiet: readonly Quiet[]) =>
  times.every((one) => (one.mode === 'at' ? one.at.trim() !== '' : isCount(one.count))) &&
  quiet.every(({ from, to }) => isClock(from, false) && isClock(to, true))
