import { useCommand } from '../../platform'

/** The position of each rule by its name, #1 highest; undefined until the rules are read. */
export function useRulePositions(): ReadonlyMap<string, number> | undefined {
  const { data } = useCommand('rules.list', {}, { staleTime: 60_000 })
  return data && new Map(data.rules.map((view, index) => [view.rule.name, index + 1]))
}
