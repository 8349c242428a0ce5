import { Trans, useLingui } from '@lingui/react/macro'
import { type Column, StatusWord } from '../../../components'
import { Time, useFormat } from '../../../i18n'
import type { GroupItem } from '../../../platform'
import styles from '../people.module.css'

/** Where a group comes from, in words. */
export function useOriginWords() {
  const { t } = useLingui()
  return (origin: string): string => {
    switch (origin) {
      case 'org_unit':
        return t`From an org unit`
      case 'both':
        return t`From the source and an org unit`
      default:
        return t`From the source`
    }
  }
}

/** The columns of the list of groups. */
export function useGroupColumns(hasDirectories: boolean): Column<GroupItem>[] {
  const { t } = useLingui()
  const { number } = useFormat()
  const origin = useOriginWords()
  const columns: (Column<GroupItem> | false)[] = [
    {
      id: 'name',
      header: t`Group`,
      width: 'minmax(0, 2.4fr)',
      sortable: true,
      cell: (group) => <span title={group.name}>{group.name}</span>,
    },
    {
      id: 'origin',
      header: t`Origin`,
      width: 'minmax(0, 1.4fr)',
      cell: (group) =>
        group.goneSince !== null ? (
          <StatusWord tone="warn">
            <Trans>
              Gone since <Time at={group.goneSince} as="day" />
            </Trans>
          </StatusWord>
        ) : (
          <span className={styles.soft}>{origin(group.origin)}</span>
        ),
    },
    hasDirectories && {
      id: 'directory',
      header: t`Directory`,
      width: 'minmax(84px, 0.8fr)',
      sortable: true,
      cell: (group) => <span className={styles.soft}>{group.directory}</span>,
    },
    {
      id: 'direct',
      header: t`Direct`,
      width: '88px',
      align: 'end',
      sortable: true,
      cell: (group) => number(group.direct),
    },
    {
      id: 'all',
      header: t`All members`,
      width: '112px',
      align: 'end',
      sortable: true,
      cell: (group) => number(group.all),
    },
    {
      id: 'rules',
      header: t`Rules`,
      width: '72px',
      align: 'end',
      sortable: true,
      cell: (group) =>
        group.rules > 0 ? number(group.rules) : <span className={styles.faint}>–</span>,
    },
  ]
  return columns.filter((column) => column !== false)
}
