import type { RunCount } from '../../platform'

/** Counts with what failed first, then what is held, not sent, and done most. */
export const worstFirst = (counts: readonly RunCount[]): RunCount[] =>
  [...counts].sort(
    (a, b) => b.failed - a.failed || b.held - a.held || b.notSent - a.notSent || b.done - a.done,
  )

/** Counts by target, in the order the targets come. */
export function byTarget(counts: readonly RunCount[]): [string, RunCount[]][] {
  const targets = new Map<string, RunCount[]>()
  for (const count of counts) {
    const known = targets.get(count.target)
    if (known) known.push(count)
    else targets.set(count.target, [count])
  }
  return [...targets]
}
