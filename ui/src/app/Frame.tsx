import type { ReactNode } from 'react'
import { Announcer } from './Announcer'
import styles from './Frame.module.css'
import type { Screen } from './routes'
import { Sidebar } from './Sidebar'
import { Toasts } from './Toasts'

/** The window: the sidebar, and the page that `children` draws with `Page`. */
export function Frame({ screen, children }: { screen: Screen | null; children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <Sidebar screen={screen} />
      {children}
      <Toasts />
      <Announcer />
    </div>
  )
}
