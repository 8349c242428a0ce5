import { useLingui } from '@lingui/react/macro'
import { type StepFacts, useStepWords } from '../../../components'

/** What undoing does and leaves, in words. */
export function useUndoWords() {
  const { t } = useLingui()
  const step = useStepWords()

  /** A step that takes something back: "Take Webinar away". */
  const change = (facts: StepFacts): string =>
    facts.kind === 'release' ? t`Stop managing the account` : step(facts)

  /** A step of the run that stays: "Webinar was given". */
  const was = ({ kind, slot, value }: StepFacts): string => {
    const what = value ?? slot ?? ''
    switch (kind) {
      case 'create':
        return t`Account created`
      case 'update':
        return t`Account updated`
      case 'suspend':
        return t`Account suspended`
      case 'reactivate':
        return t`Account reactivated`
      case 'adopt':
        return what ? t`${what} taken charge of` : t`Account adopted`
      case 'value':
        return t`${what} created`
      case 'assign':
        return t`${what} given`
      case 'unassign':
        return t`${what} taken away`
      default:
        return step({ kind, slot, value })
    }
  }

  /** Why a step of the run stays as it is. */
  const why = (reason: string, target: string): string => {
    switch (reason) {
      case 'updated':
        return t`What was written before is not kept, so it cannot be written back.`
      case 'value_created':
        return t`Rolecall never deletes a value in ${target}; others may use it by now.`
      case 'changed_since':
        return t`It was changed after the run, and that change counts.`
      case 'account_gone':
        return t`The account is not in ${target} any more.`
      case 'protected':
        return t`The account is protected by now.`
      case 'last_administrator':
        return t`It would take the last administrator away.`
      case 'no_licences':
        return t`No licence is left to give it back.`
      default:
        return t`It cannot be taken back.`
    }
  }

  return { change, was, why }
}
