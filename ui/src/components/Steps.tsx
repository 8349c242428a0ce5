import { useLingui } from '@lingui/react/macro'
import { Check, CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Steps.module.css'

/** How far one step is. */
export type StepState = 'done' | 'now' | 'later' | 'failed'

/** A checklist that is worked through from top to bottom. */
export function Steps({ children }: { children: ReactNode }) {
  return <ol className={styles.steps}>{children}</ol>
}

/** One step: its state, what it is, a sentence, and the way to do it. */
export function StepItem({
  state,
  title,
  children,
  action,
}: {
  state: StepState
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  const { t } = useLingui()
  const word = { done: t`Done`, now: t`Next`, later: t`Not yet`, failed: t`Problem` }[state]
  return (
    <li className={styles.step} data-state={state}>
      <span className={styles.sign} role="img" aria-label={word}>
        {state === 'done' && <Check size={13} strokeWidth={2.5} />}
        {state === 'failed' && <CircleAlert size={16} strokeWidth={1.75} />}
      </span>
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {children && <div className={styles.text}>{children}</div>}
      </div>
      {action}
    </li>
  )
}
