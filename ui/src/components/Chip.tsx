import type { ReactNode } from 'react'
import styles from './Chip.module.css'

/** A small named value. `accent`: given; `not`: withheld, dashed; `plain`: a fact. */
export function Chip({
  kind = 'accent',
  children,
}: {
  kind?: 'accent' | 'not' | 'plain'
  children: ReactNode
}) {
  return (
    <span className={styles.chip} data-kind={kind}>
      {children}
    </span>
  )
}

/** A small number of things that need attention, as in the sidebar. */
export function Badge({ children, label }: { children: ReactNode; label: string }) {
  return (
    <span className={styles.badge} role="img" aria-label={label}>
      {children}
    </span>
  )
}
