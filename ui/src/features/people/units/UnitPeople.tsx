import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, navigate } from '../../../app'
import {
  type Column,
  DataTable,
  Initials,
  ReadError,
  SearchField,
  SkeletonRows,
  useList,
} from '../../../components'
import { call, type PersonItem } from '../../../platform'
import styles from '../people.module.css'
import { everybody } from '../users/filter'
import { UserState } from '../users/useUserColumns'

function useColumns(): Column<PersonItem>[] {
  const { t } = useLingui()
  return [
    {
      id: 'name',
      header: t`Person`,
      width: 'minmax(0, 1.4fr)',
      cell: (person) => (
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
      id: 'unit',
      header: t`Org unit`,
      width: 'minmax(0, 1.4fr)',
      cell: (person) => (
        <span className={styles.path} title={person.orgUnit ?? ''}>
          <bdi>{person.orgUnit}</bdi>
        </span>
      ),
    },
    {
      id: 'state',
      header: t`State`,
      width: '104px',
      cell: (person) => <UserState person={person} />,
    },
  ]
}

/** The people of an org unit and of those below it, by name. */
export function UnitPeople({ path }: { path: string }) {
  const { t, i18n } = useLingui()
  const [text, setText] = useState('')
  const columns = useColumns()
  const ask = {
    text,
    order: { ...everybody.sort, language: i18n.locale },
    filter: {
      directory: null,
      state: null,
      failures: false,
      withoutGroup: false,
      group: null,
      orgUnit: path,
    },
  }
  const people = useList({
    key: ['people.list', ask],
    load: (page) => call('people.list', { ...ask, page }),
  })
  const { data, error, refetch } = people.first
  return (
    <section className={styles.members} aria-label={t`People here and below`}>
      <div className={styles.search}>
        <SearchField label={t`Find a person here`} value={text} onChange={setText} />
      </div>
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && (
        <DataTable
          label={t`People here and below`}
          columns={columns}
          {...people.rows}
          rowKey={(person) => `${person.directory} ${person.user}`}
          rowName={(person) => person.name || person.user}
          onOpen={(person) => navigate(hrefTo('people', [person.user]))}
          empty={<p className={styles.pad}>{t`Nobody matches.`}</p>}
        />
      )}
    </section>
  )
}
