import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'

/** A duration as the configuration writes it, such as `40m`; null when the text is none. */
export function readDuration(text: string): { count: number; unit: 'd' | 'h' | 'm' | 's' } | null {
  const [, count, unit] = /^(\d+)([dhms])$/.exec(text) ?? []
  return unit === undefined ? null : { count: Number(count), unit: unit as 'd' | 'h' | 'm' | 's' }
}

/** How often, or at which times, something starts by itself: "every 40 minutes", "at 0 6 * * 1-5". */
export function useScheduleWords() {
  const { t } = useLingui()
  return (schedule: string): string => {
    const read = readDuration(schedule)
    if (!read) return t`at ${schedule}`
    const { count, unit } = read
    switch (unit) {
      case 'd':
        return t`${plural(count, { one: 'every day', other: 'every # days' })}`
      case 'h':
        return t`${plural(count, { one: 'every hour', other: 'every # hours' })}`
      case 'm':
        return t`${plural(count, { one: 'every minute', other: 'every # minutes' })}`
      default:
        return t`${plural(count, { one: 'every second', other: 'every # seconds' })}`
    }
  }
}
