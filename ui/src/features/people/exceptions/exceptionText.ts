import type { ExceptionDraft, RuleDraft } from '../../../platform'

/** An exception in the form of a rule, so that what it gives is chosen as in a rule. */
export const asRule = (exception: ExceptionDraft): RuleDraft => ({
  name: '',
  note: '',
  heading: '',
  enabled: true,
  when: '',
  assigns: exception.assigns,
  withholds: exception.withholds,
})

/** A value that an exception names. */
export interface Named {
  target: string
  slot: string
  /** Empty for *none* in a slot of one. */
  value: string
  isGiven: boolean
}

/** The values that an exception gives, then those it withholds. */
export function namedBy({ assigns, withholds }: ExceptionDraft): Named[] {
  const given = assigns.flatMap(({ target, slot, values }) =>
    (values.length > 0 ? values : ['']).map((value) => ({ target, slot, value, isGiven: true })),
  )
  const withheld = withholds.flatMap(({ target, slot, values }) =>
    values.map((value) => ({ target, slot, value, isGiven: false })),
  )
  return [...given, ...withheld]
}

/** Whether an exception says anything, so that it can be kept. */
export const saysSomething = (exception: ExceptionDraft) => namedBy(exception).length > 0

/** Whether `text` is a day in the form of the configuration, or nothing. */
export function isDay(text: string): boolean {
  if (text === '') return true
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
