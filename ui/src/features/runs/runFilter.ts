import type { RunsRequest } from '../../platform'
import { startOf } from '../activity/filter'

/** What runs came to, for narrowing the list. */
export const outcomes = ['clean', 'failures', 'held', 'broken_off'] as const
/** What begins runs. */
export const triggers = ['manual', 'schedule', 'push', 'retry', 'undo'] as const

/** Which runs are asked for; it stands in the address. */
export interface RunFilter {
  outcome: (typeof outcomes)[number] | null
  trigger: (typeof triggers)[number] | null
  range: 'all' | 'today' | 'week'
  text: string
}

/** Reads the filter of an address; what it does not know is left out. */
export function readRunFilter({ outcome, trigger, range, q }: Record<string, string>): RunFilter {
  return {
    outcome: outcomes.find((one) => one === outcome) ?? null,
    trigger: triggers.find((one) => one === trigger) ?? null,
    range: range === 'today' || range === 'week' ? range : 'all',
    text: q ?? '',
  }
}

/** Whether any run is left out. */
export const isFiltered = ({ outcome, trigger, range, text }: RunFilter): boolean =>
  outcome !== null || trigger !== null || range !== 'all' || text !== ''

/** What the engine is asked for. */
export function runsAsked(
  { outcome, trigger, range, text }: RunFilter,
  now: Date,
): Omit<RunsRequest, 'page'> {
  const from = startOf(range, now)
  return {
    ...(outcome && { outcome }),
    ...(trigger && { trigger }),
    ...(from !== null && { from }),
    ...(text !== '' && { text }),
  }
}
