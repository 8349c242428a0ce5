import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, navigate } from '../../../app'
import {
  type Column,
  DataTable,
  Initials,
  ReadError,
  SearchField,
  Select,
  SkeletonRows,
  useList,
} from '../../../components'
import { call, type GroupItem, type GroupMember } from '../../../platform'
import styles from '../people.module.css'
import { UserState } from '../users/useUserColumns'

const any = 'any'

function useColumns(): Column<GroupMember>[] {
  const { t } = useLingui()
  return [
    {
      id: 'name',
      header: t`Member`,
      width: 'minmax(0, 1.4fr)',
      cell: ({ person }) => (
        <span className={styles.person}>
          <Initials name={person.name || person.user} />
          <span>
            {person.name || person.user}
            <small>{person.email ?? person.user}</small>
          </span>
        </span>
      ),
    },
    {
      id: 'how',
      header: t`Membership`,
      width: 'minmax(0, 1.4fr)',
      cell: ({ direct, path }) =>
        direct ? (
          <span className={styles.soft}>{t`direct`}</span>
        ) : (
          <span className={styles.soft} title={path.join(' → ')}>
            <Trans>through {path.join(' → ')}</Trans>
          </span>
        ),
    },
    {
      id: 'state',
      header: t`State`,
      width: '104px',
      cell: ({ person }) => <UserState person={person} />,
    },
  ]
}

/** The members of a group, direct ones and inherited ones with the groups that they come through. */
export function GroupMembers({ group }: { group: GroupItem }) {
  const { t, i18n } = useLingui()
  const [text, setText] = useState('')
  const [which, setWhich] = useState<string | null>(null)
  const columns = useColumns()
  const { directory, id } = group
  const ask = { group: { directory, id }, which, text, language: i18n.locale }
  const members = useList({
    key: ['groups.members', ask],
    load: (page) => call('groups.members', { ...ask, page }),
  })
  const { data, error, refetch } = members.first
  if (group.all === 0) {
    return (
      <p className={styles.soft}>
        <Trans>Nobody is in this group.</Trans>
      </p>
    )
  }
  return (
    <section className={styles.members} aria-label={t`Members`}>
      <div className={styles.filters}>
        <div className={styles.search}>
          <SearchField label={t`Find a member`} value={text} onChange={setText} />
        </div>
        {group.all > group.direct && group.direct > 0 && (
          <Select
            label={t`Membership`}
            hideLabel
            value={which ?? any}
            onChange={(word) => setWhich(word === any ? null : word)}
            options={[
              { value: any, label: t`All members` },
              { value: 'direct', label: t`Direct members` },
              { value: 'inherited', label: t`Inherited members` },
            ]}
          />
        )}
      </div>
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && (
        <DataTable
          label={t`Members`}
          columns={columns}
          {...members.rows}
          rowKey={({ person }) => person.user}
          rowName={({ person }) => person.name || person.user}
          onOpen={({ person }) => navigate(hrefTo('people', [person.user]))}
          empty={<p className={styles.pad}>{t`No member matches.`}</p>}
        />
      )}
    </section>
  )
}
