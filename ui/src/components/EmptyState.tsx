import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** What stands where nothing is yet: a sign, what this is, and the next step. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  level = 2,
}: {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** 1 where it is the whole page. */
  level?: 1 | 2
}) {
  const Title = `h${level}` as const
  return (
    <div className={styles.empty}>
      <span className={styles.sign}>
        <Icon size={22} strokeWidth={1.5} aria-hidden="true" />
      </span>
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
