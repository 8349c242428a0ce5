import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { SearchX, Users } from 'lucide-react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  Initials,
  LinkButton,
  ReadError,
  SearchField,
  SkeletonRows,
  StatusWord,
  useList,
} from '../../components'
import { call, type PersonItem } from '../../platform'
import { ListTabs } from './ListTabs'
import styles from './people.module.css'

function useColumns(): Column<PersonItem>[] {
  const { t } = useLingui()
  const none = <span className={styles.faint}>—</span>
  return [
    {
      id: 'name',
      header: t`Person`,
      width: 'minmax(0, 1.7fr)',
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
      id: 'department',
      header: t`Department`,
      width: 'minmax(0, 1fr)',
      cell: (person) => person.department ?? none,
    },
    {
      id: 'unit',
      header: t`Org unit`,
      width: 'minmax(0, 1.4fr)',
      cell: (person) =>
        person.orgUnit ? (
          <span className={styles.soft} title={person.orgUnit}>
            {person.orgUnit}
          </span>
        ) : (
          none
        ),
    },
    {
      id: 'directory',
      header: t`Directory`,
      width: 'minmax(0, 0.7fr)',
      cell: (person) => <span className={styles.soft}>{person.directory}</span>,
    },
    {
      id: 'state',
      header: t`At the source`,
      width: '104px',
      cell: (person) =>
        person.active ? (
          <StatusWord tone="ok">{t`Active`}</StatusWord>
        ) : (
          <StatusWord tone="idle">{t`Disabled`}</StatusWord>
        ),
    },
  ]
}

function Nobody({ text }: { text: string }) {
  const { t } = useLingui()
  return text ? (
    <EmptyState
      icon={SearchX}
      title={t`Nobody matches “${text}”`}
      action={
        <Button onPress={() => setQuery({ q: '' })}>
          <Trans>Show everyone</Trans>
        </Button>
      }
    >
      <Trans>Names and addresses were searched.</Trans>
    </EmptyState>
  ) : (
    <EmptyState
      icon={Users}
      title={t`Nobody yet`}
      action={
        <LinkButton href={hrefTo('connections')}>
          <Trans>Go to Connections</Trans>
        </LinkButton>
      }
    >
      <Trans>People appear here when a source has been read for the first time.</Trans>
    </EmptyState>
  )
}

/** Everybody in all directories, by userName, found as one types. */
export function PeopleList() {
  const { t } = useLingui()
  const text = useRoute()?.query.q ?? ''
  const columns = useColumns()
  const people = useList({
    key: ['people.list', text],
    load: (page) => call('people.list', { text, page }),
  })
  const { data, error, refetch } = people.first
  const isEmpty = data?.total === 0
  return (
    <Page
      title={t`People`}
      subtitle={
        data &&
        (text ? (
          <Plural value={data.total} one="# person found" other="# people found" />
        ) : (
          <Plural value={data.total} one="# person" other="# people" />
        ))
      }
      actions={
        (text || (data && !isEmpty)) && (
          <div className={styles.search}>
            <SearchField
              label={t`Find a person`}
              placeholder={t`Name or address`}
              value={text}
              onChange={(q) => setQuery({ q })}
            />
          </div>
        )
      }
      fill
    >
      <ListTabs selected="everybody" />
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={12} />}
      {isEmpty && <Nobody text={text} />}
      {data && !isEmpty && (
        <DataTable
          label={t`People`}
          columns={columns}
          {...people.rows}
          rowKey={(person) => person.user}
          onOpen={(person) => navigate(hrefTo('people', [person.user]))}
        />
      )}
    </Page>
  )
}
