import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { AppError, RuleDraft, RuleView } from '../../../platform'
import { onlyGroup } from './tree'
import { type ConditionDraft, useCondition } from './useCondition'

const nothing: RuleDraft = {
  name: '',
  note: '',
  enabled: true,
  when: '',
  assigns: [],
  withholds: [],
}

/** What is wrong, field by field. */
export interface DraftErrors {
  name?: string
  condition?: string
  /** What belongs to no field. */
  other?: string
  /** Someone else changed the rule in between. */
  isOld?: boolean
}

function free(name: string, taken: readonly string[]): string {
  const folded = new Set(taken.map((t) => t.toLowerCase()))
  let now = name
  for (let n = 2; folded.has(now.toLowerCase()); n++) now = `${name} ${n}`
  return now
}

/** A rule being made (`view` is null) or changed. Until it is named, a rule of one group is called after it. */
export function useRuleDraft(view: RuleView | null, taken: readonly string[]) {
  const { t } = useLingui()
  const [start] = useState<RuleDraft>(view?.rule ?? nothing)
  const [draft, setDraft] = useState(start)
  const [isNamed, setNamed] = useState(view !== null)
  const [errors, setErrors] = useState<DraftErrors>({})
  const condition: ConditionDraft = useCondition({
    text: start.when,
    condition: view?.condition ?? null,
  })
  const group = condition.tree ? onlyGroup(condition.tree) : null
  const name = isNamed ? draft.name : group ? free(group, taken) : ''
  const now = { ...draft, name, when: condition.text }

  const refuse = (error: AppError) => {
    if (error.code.startsWith('rule_name_')) setErrors({ name: error.message })
    else if (error.code.startsWith('condition_')) setErrors({ condition: error.message })
    else if (error.code === 'rule_changed_meanwhile')
      setErrors({ other: error.message, isOld: true })
    else setErrors({ other: error.message })
  }

  /** The rule to save, or null when something is missing, which is then said at its field. */
  const finish = async (): Promise<RuleDraft | null> => {
    const found: DraftErrors = {}
    if (name.trim() === '') found.name = t`Give the rule a name.`
    if (!condition.isComplete) found.condition = t`A condition still lacks its value.`
    setErrors(found)
    if (found.name || found.condition) return null
    return { ...now, name: name.trim(), when: await condition.settle() }
  }

  return {
    draft: now,
    condition,
    errors,
    isDirty: JSON.stringify(now) !== JSON.stringify(start),
    setName: (to: string) => {
      setNamed(true)
      setErrors((e) => ({ ...e, name: undefined }))
      setDraft((d) => ({ ...d, name: to }))
    },
    setNote: (note: string) => setDraft((d) => ({ ...d, note })),
    setGiven: (to: RuleDraft) =>
      setDraft((d) => ({ ...d, assigns: to.assigns, withholds: to.withholds })),
    refuse,
    finish,
  }
}
