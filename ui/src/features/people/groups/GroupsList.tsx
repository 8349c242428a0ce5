import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { SearchX, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../../app'
import {
  Button,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  Select,
  SkeletonRows,
  type Sort,
  useList,
} from '../../../components'
import { call, useCommand } from '../../../platform'
import { ListTabs } from '../ListTabs'
import styles from '../people.module.css'
import { useGroupColumns } from './useGroupColumns'

const any = 'any'

function NoGroups({ isAsked }: { isAsked: boolean }) {
  const { t } = useLingui()
  return isAsked ? (
    <EmptyState
      icon={SearchX}
      title={t`No group matches`}
      action={
        <Button onPress={() => setQuery({ q: undefined, origin: undefined, dir: undefined })}>
          <Trans>Show all groups</Trans>
        </Button>
      }
    >
      <Trans>No group fits the name and the filters.</Trans>
    </EmptyState>
  ) : (
    <EmptyState
      icon={UsersRound}
      title={t`No groups yet`}
      action={
        <LinkButton href={hrefTo('connections')}>
          <Trans>Go to Connections</Trans>
        </LinkButton>
      }
    >
      <Trans>
        Groups come from a source, or from the org units of its people. None was delivered.
      </Trans>
    </EmptyState>
  )
}

/** The groups of all directories, from sources and from org units. */
export function GroupsList() {
  const { t, i18n } = useLingui()
  const query = useRoute()?.query ?? {}
  const text = query.q ?? ''
  const origin = query.origin || null
  const directory = query.dir || null
  const [sort, setSort] = useState<Sort>({ column: 'name', descending: false })
  const { data: directories } = useCommand('directories.list', {})
  const names = directories?.items.map(({ name }) => name) ?? []
  const ask = {
    text,
    directory,
    origin,
    sort: sort.column,
    descending: sort.descending,
    language: i18n.locale,
  }
  const groups = useList({
    key: ['groups.list', ask],
    load: (page) => call('groups.list', { ...ask, page }),
  })
  const columns = useGroupColumns(names.length > 1)
  const { data, error, refetch } = groups.first
  const isAsked = text !== '' || origin !== null || directory !== null
  const isEmpty = data?.total === 0
  return (
    <Page
      title={t`People`}
      subtitle={data && <Plural value={data.total} one="# group" other="# groups" />}
      actions={
        (isAsked || (data && !isEmpty)) && (
          <div className={styles.search}>
            <SearchField label={t`Find a group`} value={text} onChange={(q) => setQuery({ q })} />
          </div>
        )
      }
      fill
    >
      <ListTabs selected="groups" />
      {(isAsked || (data && !isEmpty)) && (
        <div className={styles.filters}>
          {(names.length > 1 || directory !== null) && (
            <Select
              label={t`Directory`}
              hideLabel
              value={directory ?? any}
              onChange={(name) => setQuery({ dir: name === any ? undefined : name })}
              options={[
                { value: any, label: t`All directories` },
                ...names.map((name) => ({ value: name, label: name })),
              ]}
            />
          )}
          <Select
            label={t`Origin`}
            hideLabel
            value={origin ?? any}
            onChange={(word) => setQuery({ origin: word === any ? undefined : word })}
            options={[
              { value: any, label: t`All groups` },
              { value: 'source', label: t`From the source` },
              { value: 'org_unit', label: t`From org units` },
              { value: 'gone', label: t`Gone at the source` },
            ]}
          />
        </div>
      )}
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={12} />}
      {isEmpty && <NoGroups isAsked={isAsked} />}
      {data && !isEmpty && (
        <DataTable
          label={t`Groups`}
          columns={columns}
          {...groups.rows}
          rowKey={(group) => `${group.directory} ${group.id}`}
          rowName={(group) => group.name}
          sort={sort}
          onSort={setSort}
          onOpen={(group) => navigate(hrefTo('people', ['groups', group.directory, group.id]))}
        />
      )}
    </Page>
  )
}
