import type { ReactNode } from 'react'
import styles from './Card.module.css'

/** A white ground with a title and an aside. `flush` lets rows reach the edges; never put one inside another. */
export function Card({
  title,
  aside,
  children,
  flush,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  flush?: boolean
}) {
  return (
    <section className={styles.card}>
      {title && (
        <header className={styles.header}>
          <h2>{title}</h2>
          {aside && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  )
}

/** Rows of a flush card, parted by lines; `bleed` takes them to the edges of a side panel or a drawer. */
export function Rows({
  children,
  label,
  bleed,
}: {
  children: ReactNode
  label?: string
  bleed?: boolean
}) {
  return (
    <ul className={styles.rows} data-bleed={bleed || undefined} aria-label={label}>
      {children}
    </ul>
  )
}

/** One row: `lead` (a time, an icon, initials), the words, a second quiet line, and what stands at the end. */
export function RowItem({
  lead,
  children,
  note,
  end,
}: {
  lead?: ReactNode
  children: ReactNode
  note?: ReactNode
  end?: ReactNode
}) {
  return (
    <li className={styles.row}>
      {lead && <div className={styles.lead}>{lead}</div>}
      <div className={styles.words}>
        <div>{children}</div>
        {note && <div className={styles.note}>{note}</div>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </li>
  )
}

/** A round ground with a person's initials. */
export function Initials({ name }: { name: string }) {
  const parts = name.trim().split(/\s+/)
  const first = [...(parts[0] ?? '')][0] ?? ''
  const last = parts.length > 1 ? ([...(parts[parts.length - 1] ?? '')][0] ?? '') : ''
  return (
    <span className={styles.initials} aria-hidden="true">
      {(first + last).toLocaleUpperCase()}
    </span>
  )
}
