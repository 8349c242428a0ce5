import { useLingui } from '@lingui/react/macro'
import { type Tone, useCauseWords } from '../../components'
import { useEngineWords } from '../../i18n'
import type { RunStep } from '../../platform'

/** What came of a step, in words: its state, and why. */
export function useStateWords() {
  const { t } = useLingui()
  const cause = useCauseWords()
  const said = useEngineWords()
  const notSent = (why: string | null): string => {
    switch (why) {
      case 'held_by_guard':
        return t`Held by a guard`
      case 'quarantined':
        return t`The connection is quarantined`
      case 'cancelled':
        return t`The run was stopped`
      case 'not_reached':
        return t`The run ended before it`
      case 'account_not_created':
        return t`The account was not created`
      default:
        return ''
    }
  }
  return (step: RunStep): { tone: Tone; word: string; why: string } => {
    switch (step.state) {
      case 'done':
        return { tone: 'ok', word: t`Done`, why: '' }
      case 'failed': {
        const why = said(step.message) || (step.cause ? cause.name(step.cause) : '')
        return { tone: 'bad', word: step.cause ? cause.name(step.cause) : t`Failed`, why }
      }
      case 'held':
        return step.waits
          ? { tone: 'warn', word: t`Held`, why: t`Waits for your decision` }
          : { tone: 'idle', word: t`Held`, why: t`Decided, or planned anew since` }
      case 'not_sent':
        return { tone: 'idle', word: t`Not sent`, why: notSent(step.cause) || said(step.message) }
      case 'sending':
        return { tone: 'info', word: t`Being sent`, why: '' }
      default:
        return { tone: 'idle', word: t`To come`, why: '' }
    }
  }
}
