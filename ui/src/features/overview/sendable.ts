import type { PlanView } from '../../platform'
import { countHeld } from './heldGroups'

const heldIn = (target: PlanView['targets'][number]) => {
  const marked = target.changes.reduce((sum, change) => sum + change.held, 0)
  return target.changes.length > 0 ? marked : countHeld(target.held)
}

/** Steps of a plan that would be sent: all but those that guards hold. */
export const sendable = (plan: PlanView) =>
  plan.steps - plan.targets.reduce((sum, target) => sum + heldIn(target), 0)
