import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { FolderTree, SearchX } from 'lucide-react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  SkeletonRows,
  useList,
} from '../../../components'
import { useFormat } from '../../../i18n'
import { call, type OrgUnitItem } from '../../../platform'
import { ListTabs } from '../ListTabs'
import styles from '../people.module.css'
import { TreeGrid } from './TreeGrid'
import { useUnits } from './useUnits'

const goTo = (path: string) => navigate(hrefTo('people', ['units', path]))

function NoUnits() {
  const { t } = useLingui()
  return (
    <EmptyState
      icon={FolderTree}
      title={t`Nobody carries an org unit`}
      action={
        <LinkButton href={hrefTo('connections')}>
          <Trans>Go to Connections</Trans>
        </LinkButton>
      }
    >
      <Trans>
        Org units are read from the source with each person. Is the attribute that holds them
        mapped?
      </Trans>
    </EmptyState>
  )
}

function useColumns(): Column<OrgUnitItem>[] {
  const { t } = useLingui()
  const { number } = useFormat()
  return [
    {
      id: 'name',
      header: t`Org unit`,
      cell: (unit) => (
        <>
          {unit.name}
          <small title={unit.path}>{unit.path}</small>
        </>
      ),
    },
    {
      id: 'here',
      header: t`Here`,
      width: '96px',
      align: 'end',
      cell: (unit) => number(unit.here),
    },
    {
      id: 'below',
      header: t`Here and below`,
      width: '128px',
      align: 'end',
      cell: (unit) => number(unit.below),
    },
  ]
}

/** Org units whose name was searched for, wherever they are. */
function Found({ text, language }: { text: string; language: string }) {
  const { t } = useLingui()
  const columns = useColumns()
  const ask = { parent: null, text, language }
  const units = useList({
    key: ['org_units.list', ask],
    load: (page) => call('org_units.list', { ...ask, page }),
  })
  const { data, error, refetch } = units.first
  if (error && !data) return <ReadError error={error} onRetry={() => refetch()} />
  if (!data) return <SkeletonRows rows={10} />
  if (data.total === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={t`No org unit matches “${text}”`}
        action={
          <Button onPress={() => setQuery({ q: undefined })}>
            <Trans>Show the tree</Trans>
          </Button>
        }
      />
    )
  }
  return (
    <DataTable
      label={t`Org units`}
      columns={columns}
      {...units.rows}
      rowKey={(unit) => unit.path}
      rowName={(unit) => unit.name}
      onOpen={(unit) => goTo(unit.path)}
    />
  )
}

/** The org units of all directories as a tree, each with its people here and below. */
export function UnitsTree() {
  const { t, i18n } = useLingui()
  const text = useRoute()?.query.q?.trim() ?? ''
  const units = useUnits(i18n.locale)
  const root = units.rows[0]
  return (
    <Page
      title={t`People`}
      subtitle={
        root?.kind === 'unit' &&
        root.unit.path === '/' && (
          <Plural
            value={root.unit.below}
            one="# person in org units"
            other="# people in org units"
          />
        )
      }
      actions={
        units.isRead &&
        !units.isEmpty && (
          <div className={styles.search}>
            <SearchField
              label={t`Find an org unit`}
              value={text}
              onChange={(q) => setQuery({ q })}
            />
          </div>
        )
      }
      fill
    >
      <ListTabs selected="units" />
      {units.error && !units.isRead && (
        <ReadError error={units.error} onRetry={() => units.refetch()} />
      )}
      {!units.isRead && !units.error && <SkeletonRows rows={12} height={36} />}
      {units.isEmpty && <NoUnits />}
      {units.isRead && !units.isEmpty && text !== '' && (
        <Found text={text} language={i18n.locale} />
      )}
      {units.isRead && !units.isEmpty && text === '' && (
        <TreeGrid rows={units.rows} onTurn={units.turn} onMore={units.more} onOpen={goTo} />
      )}
    </Page>
  )
}
