import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { regionOf } from './activate'

const cache = new Map<
  string,
  | Intl.NumberFormat
  | Intl.DateTimeFormat
  | Intl.RelativeTimeFormat
  | Intl.ListFormat
  | Intl.Collator
>()

function cached<
  T extends
    | Intl.NumberFormat
    | Intl.DateTimeFormat
    | Intl.RelativeTimeFormat
    | Intl.ListFormat
    | Intl.Collator,
>(key: string, make: () => T): T {
  const known = cache.get(key)
  if (known) return known as T
  const made = make()
  cache.set(key, made)
  return made
}

/** A point in time as the engine sends it: RFC 3339 text, or milliseconds since 1970. */
export type Instant = string | number | Date

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** Formatters of one region; `useFormat` gives those of the language in use. */
export function formatsOf(region: string) {
  const number = (n: number, o: Intl.NumberFormatOptions = {}) =>
    cached(`n${region}${JSON.stringify(o)}`, () => new Intl.NumberFormat(region, o)).format(n)
  const date = (at: Instant, o: Intl.DateTimeFormatOptions) =>
    cached(`d${region}${JSON.stringify(o)}`, () => new Intl.DateTimeFormat(region, o)).format(
      new Date(at),
    )
  const time = (at: Instant) => date(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = (at: Instant) => date(at, { day: 'numeric', month: 'short', year: 'numeric' })
  const isToday = (at: Instant, now: Instant = Date.now()) =>
    new Date(at).toDateString() === new Date(now).toDateString()
  return {
    /** 4,812 */
    number,
    /** +63 and −58, with a real minus sign. */
    signed: (n: number) => number(n, { signDisplay: 'exceptZero' }).replace('-', '−'),
    /** 12 % of a fraction 0..1. */
    percent: (fraction: number) => number(fraction, { style: 'percent', maximumFractionDigits: 0 }),
    /** Any other form, by Intl's options. */
    date,
    /** 09:42 */
    time,
    /** 22 Nov 2026 */
    day,
    /** 09:42 today, else 22 Nov 2026, 09:42. */
    moment: (at: Instant, now: Instant = Date.now()) =>
      isToday(at, now) ? time(at) : `${day(at)}, ${time(at)}`,
    /** 09:42 today, Mon 09:42 within six days, else 22 Nov 2026, 09:42. */
    near: (at: Instant, now: Instant = Date.now()) => {
      if (isToday(at, now)) return time(at)
      const days = Math.abs(new Date(at).getTime() - new Date(now).getTime()) / 86_400_000
      return days < 6 ? `${date(at, { weekday: 'short' })} ${time(at)}` : `${day(at)}, ${time(at)}`
    },
    /** The exact instant with seconds and time zone, for hover. */
    exact: (at: Instant) => date(at, { dateStyle: 'full', timeStyle: 'long' }),
    /** 3 minutes ago, in 2 hours. */
    relative: (at: Instant, now: Instant = Date.now()) => {
      const gap = new Date(at).getTime() - new Date(now).getTime()
      const [unit, size] = units.find(([, s]) => Math.abs(gap) >= s) ?? ['second', 1_000]
      return cached(
        `r${region}`,
        () => new Intl.RelativeTimeFormat(region, { numeric: 'auto' }),
      ).format(Math.round(gap / size), unit)
    },
    /** 38s, 2m 5s, 1h 4m from milliseconds. */
    duration: (ms: number) => {
      const unit = (n: number, u: string) =>
        number(n, { style: 'unit', unit: u, unitDisplay: 'narrow' })
      const s = Math.round(ms / 1000)
      if (ms < 1000) return unit(Math.round(ms), 'millisecond')
      if (s < 60) return unit(s, 'second')
      const [min, h] = [Math.floor(s / 60) % 60, Math.floor(s / 3600)]
      if (h > 0) return `${unit(h, 'hour')} ${unit(min, 'minute')}`
      return s % 60 ? `${unit(min, 'minute')} ${unit(s % 60, 'second')}` : unit(min, 'minute')
    },
    /** "Connect, Webinar and Member" */
    list: (items: string[]) =>
      cached(`l${region}`, () => new Intl.ListFormat(region, { type: 'conjunction' })).format(
        items,
      ),
    /** Sorts names as the language does, numbers in them by their value. */
    compare: (a: string, b: string) =>
      cached(`c${region}`, () => new Intl.Collator(region, { numeric: true })).compare(a, b),
    isToday,
  }
}

/** Numbers, dates and lists as the language in use writes them. */
export type Formats = ReturnType<typeof formatsOf>

/** The formatters of the language in use; re-renders when it changes. */
export function useFormat(): Formats {
  const { i18n } = useLingui()
  return useMemo(() => formatsOf(regionOf(i18n.locale)), [i18n.locale])
}
