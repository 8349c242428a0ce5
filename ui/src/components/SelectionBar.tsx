import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button'
import styles from './SelectionBar.module.css'

/** Under a table: how many rows are chosen, what can be done with them, and a way to choose none. */
export function SelectionBar({
  count,
  onClear,
  children,
}: {
  count: number
  onClear: () => void
  /** The actions, as buttons. */
  children: ReactNode
}) {
  const { t } = useLingui()
  return (
    <>
      <span role="status" className={styles.said}>
        {count > 0 && <Plural value={count} one="# row selected" other="# rows selected" />}
      </span>
      {count > 0 && (
        <section className={styles.bar} aria-label={t`Selected rows`}>
          <b aria-hidden="true">
            <Plural value={count} one="# row selected" other="# rows selected" />
          </b>
          <span className={styles.keys}>
            <Trans>Shift and arrows select on, Ctrl+A all, Esc none.</Trans>
          </span>
          {children}
          <IconButton label={t`Select none`} icon={X} onPress={onClear} />
        </section>
      )}
    </>
  )
}
