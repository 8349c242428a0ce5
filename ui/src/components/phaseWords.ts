import { useLingui } from '@lingui/react/macro'

/** The phases of a run in words, e.g. "Sending changes to GoTo". */
export function usePhaseWords() {
  const { t } = useLingui()
  return ({ phase, target }: { phase: string; target: string | null }): string => {
    const where = target ?? ''
    switch (phase) {
      case 'read':
        return where ? t`Reading ${where}` : t`Reading people and accounts`
      case 'ingest':
        return t`Taking over what was read`
      case 'resolve':
        return t`Applying the rules`
      case 'plan':
        return t`Working out the changes`
      case 'guard':
        return t`Checking the guards`
      case 'apply':
        return where ? t`Sending changes to ${where}` : t`Sending changes`
      case 'verify':
        return where ? t`Reading back from ${where}` : t`Reading back`
      case 'report':
        return t`Writing the report`
      default:
        return t`Working`
    }
  }
}
