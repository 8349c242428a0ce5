import type { HeldBanner, PlanHeld } from '../../platform'

/** What one guard holds in one target of one run: the unit that is approved or discarded. */
export interface HeldGroup {
  run: number
  target: string
  guard: string
  parts: PlanHeld[]
  steps: number
}

/** Steps of all parts. Where a whole slot is held, its single values are among it and not counted again. */
export function countHeld(parts: readonly PlanHeld[]): number {
  const whole = new Set(parts.filter((p) => p.value === null).map((p) => p.slot))
  return parts
    .filter((p) => p.value === null || !whole.has(p.slot))
    .reduce((sum, p) => sum + p.steps, 0)
}

/** Brings the parts that are decided on together under one banner, most steps first. */
export function groupHeld(held: readonly HeldBanner[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup>()
  for (const part of held) {
    const { run, target, guard } = part
    const key = JSON.stringify([run, target, guard])
    const group = groups.get(key) ?? { run, target, guard, parts: [], steps: 0 }
    group.parts.push(part)
    groups.set(key, group)
  }
  return [...groups.values()]
    .map((group) => ({ ...group, steps: countHeld(group.parts) }))
    .sort((a, b) => b.steps - a.steps)
}
