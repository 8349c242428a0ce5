import type { RuleView } from '../../platform'

/** The rules with one of them at another position, from 1. */
export function moved(rules: readonly RuleView[], id: string, position: number): RuleView[] {
  const rule = rules.find((r) => r.id === id)
  if (!rule) return [...rules]
  const others = rules.filter((r) => r.id !== id)
  others.splice(Math.max(0, position - 1), 0, rule)
  return others
}

/** The rules whose name, note, condition or values contain a text; with their positions, from 1. */
export function filtered(
  rules: readonly RuleView[],
  text: string,
): { view: RuleView; position: number }[] {
  const wanted = text.trim().toLowerCase()
  return rules
    .map((view, index) => ({ view, position: index + 1 }))
    .filter(({ view: { rule } }) => {
      const values = [...rule.assigns, ...rule.withholds].flatMap((given) => given.values)
      return [rule.name, rule.note, rule.when, ...values].some((part) =>
        part.toLowerCase().includes(wanted),
      )
    })
}
