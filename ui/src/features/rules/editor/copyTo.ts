import type { RuleDraft, TargetItem } from '../../../platform'
import { choiceOf, givenOf, namedIn, withChoice, withGiven, withWithheld } from './given'

/** Targets that have a slot of the same name as one in which the rule gives or withholds something. */
export function copyTargets(
  draft: RuleDraft,
  from: TargetItem,
  targets: readonly TargetItem[],
): TargetItem[] {
  const used = [...draft.assigns, ...draft.withholds].filter((e) => e.target === from.name)
  return targets.filter(
    (to) => to.name !== from.name && to.slots.some((s) => used.some((e) => e.slot === s.name)),
  )
}

/**
 * The rule saying in another target's slots of the same names what it says in one target; what was said there is
 * replaced. Values that a slot of the other target does not take are left out and named.
 */
export function copiedTo(
  draft: RuleDraft,
  from: TargetItem,
  to: TargetItem,
): { draft: RuleDraft; left: string[] } {
  const left: string[] = []
  let next = draft
  for (const slot of to.slots) {
    const source = { target: from.name, slot: slot.name }
    const place = { target: to.name, slot: slot.name }
    const origin = from.slots.find((s) => s.name === slot.name)
    const named = namedIn(draft, source)
    const choice = choiceOf(draft, source)
    if (!origin || (named.length === 0 && choice === null)) continue
    for (const value of namedIn(next, place)) next = withGiven(next, place, value, 'silent')
    next = withChoice(next, place, null)
    const takes = (value: string) => slot.open || slot.values.some((v) => v.name === value)
    for (const value of named) {
      const given = givenOf(draft, source, value)
      if (!takes(value)) left.push(value)
      else if (slot.many) next = withGiven(next, place, value, given)
      else if (given === 'withheld') next = withWithheld(next, place, value, true)
    }
    if (slot.many || choice === null) continue
    if (choice === '' || takes(choice)) next = withChoice(next, place, choice)
  }
  return { draft: next, left }
}
