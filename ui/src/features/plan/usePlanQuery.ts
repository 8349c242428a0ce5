import { useRoute } from '../../app'
import { readStepFilter, type StepFilter } from '../runs/StepFilters'

/** By what the plan is told. */
export const groupings = ['target', 'slot', 'value', 'rule', 'person'] as const

/** By what the plan is told. */
export type Grouping = (typeof groupings)[number]

/** How one looks at the plan; it stands in the address. */
export interface PlanQuery {
  by: Grouping
  filter: StepFilter & { kind?: string }
  /** Only what guards would hold. */
  held: boolean
  text: string
}

/** How one looks at the plan, from the address. */
export function usePlanQuery(): PlanQuery {
  const query = useRoute()?.query ?? {}
  return {
    by: groupings.find((one) => one === query.by) ?? 'target',
    filter: { ...readStepFilter(query), kind: query.kind || undefined },
    held: query.held === '1',
    text: query.q ?? '',
  }
}
