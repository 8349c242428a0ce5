import { useLingui } from '@lingui/react/macro'
import { Ban, CircleAlert, CircleCheck, type LucideIcon, TriangleAlert, Unplug } from 'lucide-react'
import type { Tone } from '../../components'
import { StatusWord } from '../../components'
import type { RunSummary } from '../../platform'
import styles from './runs.module.css'

/** How a run stands: a word with a sign, in the colour of the worst that happened. */
export function RunState({ run }: { run: RunSummary }) {
  const { t } = useLingui()
  if (run.state === 'running') {
    return (
      <StatusWord tone="info" active>
        {t`Running`}
      </StatusWord>
    )
  }
  const [tone, word, Icon] = ((): [Tone, string, LucideIcon] => {
    switch (run.state) {
      case 'failed':
        return ['bad', t`Failed`, CircleAlert]
      case 'interrupted':
        return ['warn', t`Interrupted`, Unplug]
      case 'cancelled':
        return ['idle', t`Stopped`, Ban]
      default:
        if (run.failed > 0) return ['bad', t`With failures`, CircleAlert]
        if (run.held > 0) return ['warn', t`Some held`, TriangleAlert]
        return ['ok', t`Finished`, CircleCheck]
    }
  })()
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      <span>{word}</span>
    </span>
  )
}

/** What set a run going, in words. */
export function useTriggerWords() {
  const { t } = useLingui()
  return (trigger: string): string => {
    switch (trigger) {
      case 'manual':
        return t`By hand`
      case 'schedule':
        return t`Schedule`
      case 'push':
        return t`Change at the source`
      case 'retry':
        return t`Retry`
      case 'undo':
        return t`Undo`
      case 'command':
        return t`Command line`
      default:
        return trigger
    }
  }
}
