import { useLingui } from '@lingui/react/macro'

/** What a step is made of; steps of plans, runs and failures of the contract have all of it. */
export interface StepFacts {
  kind: string | null
  slot: string | null
  value: string | null
}

/** Steps in words, e.g. "Give GoTo Webinar"; `losing` tells those that take something away. */
export function useStepWords() {
  const { t } = useLingui()
  const word = ({ kind, slot, value }: StepFacts): string => {
    const what = value ?? slot ?? ''
    switch (kind) {
      case 'create':
        return t`Create account`
      case 'update':
        return t`Update account`
      case 'suspend':
        return t`Suspend account`
      case 'reactivate':
        return t`Reactivate account`
      case 'adopt':
        return what ? t`Take charge of ${what}` : t`Adopt account`
      case 'value':
        return t`Create ${what} in the target`
      case 'assign':
        return t`Give ${what}`
      case 'unassign':
        return t`Take ${what} away`
      default:
        return t`Nothing was planned`
    }
  }
  return word
}

/** Why a step is planned where no single rule asks for it. */
export function useStepReason() {
  const { t } = useLingui()
  return (kind: string | null): string => {
    switch (kind) {
      case 'create':
        return t`Rules give something here`
      case 'reactivate':
        return t`Rules give something here again`
      case 'update':
        return t`Differs from the source`
      case 'adopt':
        return t`Accounts are adopted here`
      case 'suspend':
        return t`Nothing is given here any more`
      case 'unassign':
        return t`No rule gives it any more`
      case 'value':
        return t`Not there yet`
      default:
        return '—'
    }
  }
}

/** Whether a kind of step takes something away. */
export const isLoss = (kind: string | null) => kind === 'suspend' || kind === 'unassign'
