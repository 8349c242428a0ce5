import { Plural, Trans, useLingui } from '@lingui/react/macro'
import {
  Activity,
  Blocks,
  History,
  House,
  type LucideIcon,
  Plug,
  Search,
  Settings,
  TextAlignStart,
  Users,
} from 'lucide-react'
import { Button, Link } from 'react-aria-components'
import { Badge, Kbd } from '../components'
import { Time, useFormat } from '../i18n'
import { type FrameStatus, useFrameStatus } from './frameStatus'
import { Mark } from './Mark'
import { paletteKeys, setPalette } from './palette'
import { hrefTo, type Screen } from './routes'
import styles from './Sidebar.module.css'
import { ariaKeys, shortcuts } from './shortcuts'

const icons: Record<Screen, LucideIcon> = {
  overview: House,
  rules: TextAlignStart,
  attributes: Blocks,
  people: Users,
  connections: Plug,
  runs: History,
  activity: Activity,
  settings: Settings,
}

/** The names of the screens in the language in use. */
export function useScreenNames(): Record<Screen, string> {
  const { t } = useLingui()
  return {
    overview: t`Overview`,
    rules: t`Rules`,
    attributes: t`Attributes`,
    people: t`People`,
    connections: t`Connections`,
    runs: t`Runs`,
    activity: t`Activity`,
    settings: t`Settings`,
  }
}

function Item({
  screen,
  name,
  isCurrent,
  badge,
  isEdited,
}: {
  screen: Screen
  name: string
  isCurrent: boolean
  badge?: number
  isEdited: boolean
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const Icon = icons[screen]
  const shown = badge ? number(badge) : ''
  const keys = shortcuts[screen]?.keys ?? ''
  return (
    <li title={`${name} (${keys})`}>
      <Link
        href={hrefTo(screen)}
        className={styles.item}
        aria-current={isCurrent ? 'page' : undefined}
        aria-keyshortcuts={ariaKeys(keys)}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className={styles.name}>{name}</span>
        {isEdited && (
          <span
            className={styles.edited}
            role="img"
            aria-label={t`not saved yet`}
            title={t`Not saved yet`}
          />
        )}
        {badge ? <Badge label={t`${shown} need attention`}>{shown}</Badge> : null}
      </Link>
    </li>
  )
}

/** Keeps its place while its figures are on the way. */
function Workspace({ workspace }: { workspace: FrameStatus['workspace'] }) {
  if (!workspace) return <div className={styles.workspace} />
  return (
    <div className={styles.workspace}>
      <div className={styles.workspaceName}>{workspace.name}</div>
      <div>
        <Plural value={workspace.people} one="# person" other="# people" />
        {' · '}
        {workspace.syncedAt === null ? (
          <Trans>not synced yet</Trans>
        ) : (
          <Trans>
            synced <Time at={workspace.syncedAt} />
          </Trans>
        )}
      </div>
    </div>
  )
}

/** Where one can go, with the numbers that need attention, and the workspace at the foot. */
export function Sidebar({ screen }: { screen: Screen | null }) {
  const { t } = useLingui()
  const names = useScreenNames()
  const { workspace, badges, edited } = useFrameStatus()
  const item = (id: Screen) => (
    <Item
      key={id}
      screen={id}
      name={names[id]}
      isCurrent={id === screen}
      badge={badges[id]}
      isEdited={edited.includes(id)}
    />
  )
  return (
    <nav className={styles.sidebar} aria-label={t`Screens`}>
      <div className={styles.brand}>
        <Mark />
        Rolecall
      </div>
      <Button className={styles.find} onPress={() => setPalette(true)}>
        <Search size={15} strokeWidth={1.75} aria-hidden="true" />
        <span className={styles.name}>
          <Trans>Search…</Trans>
        </span>
        <Kbd>{paletteKeys}</Kbd>
      </Button>
      <ul className={styles.items}>
        {(
          ['overview', 'rules', 'attributes', 'people', 'connections', 'runs', 'activity'] as const
        ).map(item)}
      </ul>
      <ul className={styles.foot}>{item('settings')}</ul>
      <Workspace workspace={workspace} />
    </nav>
  )
}
