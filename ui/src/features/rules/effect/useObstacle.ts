import { useLingui } from '@lingui/react/macro'
import type { RuleProblem } from '../../../platform'
import type { DraftSnapshot } from '../draft/store'

/** Says what keeps a rule from being saved, in the words of the screen where it has them. */
export function useProblemWords() {
  const { t } = useLingui()
  return ({ code, message, condition }: RuleProblem): string => {
    if (code === 'rule_name_missing') return t`It has no name yet.`
    return condition?.message ?? message
  }
}

/** What keeps the draft from being saved: the text, or the first rule's problem. Null when nothing does. */
export function useBlocker({ draft, pending, text }: DraftSnapshot): string | null {
  const { t } = useLingui()
  const problemWords = useProblemWords()
  if (text?.error) return t`The text cannot be read yet.`
  const wrong = draft?.rules.find((r) => r.problems.length > 0 && !pending.has(r.view.id))
  const problem = wrong?.problems[0]
  if (!wrong || !problem) return null
  const [name, words] = [wrong.view.rule.name, problemWords(problem)]
  if (wrong.view.rule.when.trim() === '' && problem.code === 'condition_wrong')
    return name ? t`“${name}”: say whom it is for.` : t`Say whom the new rule is for.`
  return name ? t`“${name}”: ${words}` : words
}

/** Why the effect on show is not that of the draft. Null when it is. */
export function useObstacle(shown: DraftSnapshot): string | null {
  const { t } = useLingui()
  const blocker = useBlocker(shown)
  if (blocker) return blocker
  if (shown.isWaiting) return t`A condition still lacks its value.`
  return shown.isEffectOld
    ? t`The targets are being read anew. What this changes appears here in a moment.`
    : null
}
