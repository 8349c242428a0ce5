import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Said.module.css'

const signs = { ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert }

/** What something that was tried or read said of itself: well, remarkable, or wrong with what to do. */
export function Said({ tone, children }: { tone: 'ok' | 'warn' | 'bad'; children: ReactNode }) {
  const Sign = signs[tone]
  return (
    <div className={styles.said} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Sign size={14} strokeWidth={1.75} aria-hidden="true" />
      <div>{children}</div>
    </div>
  )
}
