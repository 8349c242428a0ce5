import type { ReactNode } from 'react'
import styles from './Tiles.module.css'

/** A strip of figures in one frame. */
export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={styles.tiles}>{children}</dl>
}

/** One figure: what it counts, the number, and a few words after it. */
export function Tile({
  label,
  value,
  children,
}: {
  label: ReactNode
  value: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={styles.tile}>
      <dt>{label}</dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {children && <span className={styles.text}>{children}</span>}
      </dd>
    </div>
  )
}
