import { Trans, useLingui } from '@lingui/react/macro'
import { type Column, Initials, StatusWord } from '../../../components'
import type { PersonItem } from '../../../platform'
import { useNarrow } from '../../rules/useNarrow'
import styles from '../people.module.css'

/** A person in the list; `state` where no source delivers them. */
export type UserRow = PersonItem & { state?: string }

/** How a person stands at the source, in a word. */
export function UserState({ person }: { person: UserRow }) {
  const { t } = useLingui()
  if (person.state === 'not_seen_yet') return <StatusWord tone="warn">{t`Not seen yet`}</StatusWord>
  return person.active ? (
    <StatusWord tone="ok">{t`Active`}</StatusWord>
  ) : (
    <StatusWord tone="idle">{t`Disabled`}</StatusWord>
  )
}

/** The columns of the list of people; a narrow window leaves the userName to its second line. */
export function useUserColumns(hasDirectories: boolean): Column<UserRow>[] {
  const { t } = useLingui()
  const isNarrow = useNarrow()
  const none = <span className={styles.faint}>—</span>
  const columns: (Column<UserRow> | false)[] = [
    {
      id: 'name',
      header: t`Person`,
      width: 'minmax(0, 1.7fr)',
      sortable: true,
      cell: (person) => (
        <span className={styles.person}>
          <Initials name={person.name || person.user} />
          <span>
            {person.name || person.user}
            <small>
              {person.through ? <Trans>in {person.through}</Trans> : (person.email ?? person.user)}
            </small>
          </span>
        </span>
      ),
    },
    !isNarrow && {
      id: 'user',
      header: t`User name`,
      width: 'minmax(0, 1.4fr)',
      sortable: true,
      cell: (person) => <span title={person.user}>{person.user}</span>,
    },
    {
      id: 'department',
      header: t`Department`,
      width: 'minmax(0, 1fr)',
      sortable: true,
      cell: (person) => person.department ?? none,
    },
    {
      id: 'unit',
      header: t`Org unit`,
      width: 'minmax(0, 1.3fr)',
      sortable: true,
      cell: (person) =>
        person.orgUnit ? (
          <span className={styles.path} title={person.orgUnit}>
            <bdi>{person.orgUnit}</bdi>
          </span>
        ) : (
          none
        ),
    },
    hasDirectories && {
      id: 'directory',
      header: t`Directory`,
      width: 'minmax(0, 0.7fr)',
      sortable: true,
      cell: (person) => <span className={styles.soft}>{person.directory}</span>,
    },
    {
      id: 'state',
      header: t`State`,
      width: '112px',
      sortable: true,
      cell: (person) => <UserState person={person} />,
    },
  ]
  return columns.filter((column) => column !== false)
}
