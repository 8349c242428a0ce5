import { useLingui } from '@lingui/react/macro'
import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Link } from 'react-aria-components'
import { Button, Drawer } from '../components'
import styles from './Page.module.css'
import { keepTitleFocus } from './titleFocus'

const narrow = '(max-width: 1099px)'

function useNarrow(): boolean {
  return useSyncExternalStore(
    (hear) => {
      const query = window.matchMedia(narrow)
      query.addEventListener('change', hear)
      return () => query.removeEventListener('change', hear)
    },
    () => window.matchMedia(narrow).matches,
  )
}

/** What stands beside a page: an effect, an explanation. Under 1100 px it is a drawer behind a button in the top bar. */
export interface SidePanel {
  title: string
  /** The words of the button that opens the drawer, with the number that matters. */
  openLabel: string
  /** 388 px, or 344 where the page needs the room. */
  size?: 'small'
  children: ReactNode
  /** Buttons that stay in view at the foot. */
  footer?: ReactNode
}

interface PageProps {
  title: string
  subtitle?: ReactNode
  /** The way up, e.g. from a run to all runs. */
  back?: { href: string; label: string }
  actions?: ReactNode
  panel?: SidePanel
  /** The content fills the height and scrolls inside itself (a long table) instead of the page scrolling. */
  fill?: boolean
  children: ReactNode
}

function Aside({ panel }: { panel: SidePanel }) {
  return (
    <aside className={styles.panel} aria-label={panel.title}>
      <div className={styles.panelBody}>
        <h2>{panel.title}</h2>
        {panel.children}
      </div>
      {panel.footer && <footer className={styles.panelFooter}>{panel.footer}</footer>}
    </aside>
  )
}

/** One screen: top bar with title, subtitle and actions, the content, and possibly a panel at the side. */
export function Page({ title, subtitle, back, actions, panel, fill, children }: PageProps) {
  const { t } = useLingui()
  const isNarrow = useNarrow()
  useEffect(keepTitleFocus, [])
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  useEffect(() => {
    document.title = t`${title} · Rolecall`
  }, [title, t])
  return (
    <div
      className={styles.page}
      data-panel={panel && !isNarrow ? (panel.size ?? 'large') : undefined}
    >
      <header className={styles.bar}>
        {back && (
          <Link href={back.href} className={styles.back} aria-label={back.label}>
            <ChevronLeft size={18} aria-hidden="true" />
          </Link>
        )}
        <h1 tabIndex={-1} data-page-title>
          {title}
        </h1>
        {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
        <div className={styles.actions}>
          {panel && isNarrow && (
            <Button onPress={() => setDrawerOpen(true)}>{panel.openLabel}</Button>
          )}
          {actions}
        </div>
      </header>
      <main className={fill ? styles.fill : styles.content}>{children}</main>
      {panel && !isNarrow && <Aside panel={panel} />}
      {panel && isNarrow && (
        <Drawer
          title={panel.title}
          isOpen={isDrawerOpen}
          onClose={() => setDrawerOpen(false)}
          footer={panel.footer}
        >
          {panel.children}
        </Drawer>
      )}
    </div>
  )
}
