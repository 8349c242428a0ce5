import { isLoss } from '../../components'
import type { PlanView } from '../../platform'

/** What a run would give and take in one slot, or of one value. */
export interface PlanGroup {
  target: string
  slot: string
  /** The value; null for a slot as a whole. */
  value: string | null
  lose: number
  gain: number
  held: number
}

/** The plan's changes of values brought together by slot or by value, what most people lose first. */
export function groupChanges(plan: PlanView, by: 'slot' | 'value'): PlanGroup[] {
  const groups = new Map<string, PlanGroup>()
  for (const { target, changes } of plan.targets) {
    for (const { kind, slot, value, count, held } of changes) {
      if (slot === null || kind === 'value') continue
      const of = by === 'value' ? value : null
      const key = JSON.stringify([target, slot, of])
      const group = groups.get(key) ?? { target, slot, value: of, lose: 0, gain: 0, held: 0 }
      if (isLoss(kind)) group.lose += count
      else group.gain += count
      group.held += held
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((a, b) => b.lose - a.lose || b.gain - a.gain)
}
