import type { ReactNode } from 'react'
import styles from './Status.module.css'

/** What a colour means: all well, needs a decision, wrong, worth knowing, or nothing going on. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle'

/** A dot of colour with the word that says the same. `active` lets the dot breathe while work goes on. */
export function StatusWord({
  tone,
  active,
  children,
}: {
  tone: Tone
  active?: boolean
  children: ReactNode
}) {
  return (
    <span className={styles.status} data-tone={tone}>
      <span className={styles.dot} data-active={active || undefined} aria-hidden="true" />
      {children}
    </span>
  )
}
