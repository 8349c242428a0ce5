import { useLingui } from '@lingui/react/macro'
import type { Draft, RuleDraft, RuleView } from '../../../platform'
import { movedIds } from '../draft/state'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields in which a rule differs from what is saved. */
const fieldsOf = (rule: RuleDraft, saved: RuleDraft) =>
  (Object.keys(rule) as (keyof RuleDraft)[]).filter((key) => !same(rule[key], saved[key]))

/** Says what was edited, a phrase a rule, in the order of the list; deleted ones last. */
export function useEditWords() {
  const { t } = useLingui()

  const changeWords = (rule: RuleDraft, saved: RuleDraft | undefined): string => {
    const { name } = rule
    const fields = saved ? fieldsOf(rule, saved) : []
    const only = fields.length === 1 ? fields[0] : undefined
    if (only === 'enabled')
      return rule.enabled ? t`“${name}” switched on` : t`“${name}” switched off`
    if (only === 'when') return t`“${name}”: for whom`
    if (only === 'note') return t`“${name}”: its note`
    if (only === 'heading')
      return rule.heading ? t`“${name}” under ${rule.heading}` : t`“${name}” under no heading`
    if (only === 'name' && saved) return t`“${saved.name}” renamed to “${name}”`
    if (fields.length > 0 && fields.every((f) => f === 'assigns' || f === 'withholds'))
      return t`“${name}”: what it gives`
    return t`“${name}” edited`
  }

  return (draft: Draft, saved: readonly RuleView[], movedHere: ReadonlySet<string>): string[] => {
    const before = new Map(saved.map((view) => [view.id, view.rule]))
    const elsewhere = movedIds(draft.rules, movedHere)
    const rules = draft.rules.flatMap(({ view: { id, rule }, change, savedPosition }, index) => {
      const name = rule.name
      if (change === 'new') return [name ? t`“${name}” is new` : t`A rule without a name is new`]
      const words: string[] = []
      if (change === 'changed') words.push(changeWords(rule, before.get(id)))
      const now = index + 1
      if (elsewhere.has(id) && savedPosition !== null)
        words.push(t`“${name}” from ${savedPosition} to ${now}`)
      return words
    })
    return [...rules, ...draft.deleted.map(({ name }) => t`“${name}” deleted`)]
  }
}
