import { Trans, useLingui } from '@lingui/react/macro'
import {
  Braces,
  ClipboardCopy,
  Download,
  type LucideIcon,
  Activity as Pulse,
  SearchX,
  Table,
} from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, useRoute } from '../../app'
import {
  Button,
  DataTable,
  EmptyState,
  Menu,
  ReadError,
  type Selection,
  SelectionBar,
  SkeletonRows,
  type Sort,
  selectedCount,
  selectNone,
  useList,
} from '../../components'
import { call, type ExportedFile } from '../../platform'
import { SavedViews } from '../views/SavedViews'
import { useExport } from '../views/useExport'
import { useRemembered } from '../views/useRemembered'
import { useSort } from '../views/useSort'
import { Filters } from './Filters'
import { type ActivityFilter, isNarrowed, readFilter, startOf } from './filter'
import { useColumns } from './useColumns'

const newest: Sort = { column: 'time', descending: true }
const sortable = ['time', 'kind', 'who', 'status']

const request = (filter: ActivityFilter) => ({
  from: startOf(filter.range, new Date()),
  to: null,
  kind: filter.kind,
  status: filter.status,
  text: filter.text,
  ...(filter.person && { person: filter.person }),
  ...(filter.rule && { rule: filter.rule }),
  ...(filter.target && { target: filter.target }),
})

/** Saves entries as a table, or as a JSON object a line. */
function Export({ write }: { write: (format: 'csv' | 'jsonl') => Promise<ExportedFile> }) {
  const { t } = useLingui()
  const exporting = useExport()
  const item = (format: 'csv' | 'jsonl', label: string, icon: LucideIcon) => ({
    id: format,
    label,
    icon,
    onAction: () => exporting.save(() => write(format)),
  })
  return (
    <Menu
      label={t`Save`}
      trigger={
        <Button icon={Download} isPending={exporting.isPending}>
          {t`Save…`}
        </Button>
      }
      items={[item('csv', t`Save as CSV`, Table), item('jsonl', t`Save as JSON lines`, Braces)]}
    />
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useLingui()
  return isFiltered ? (
    <EmptyState
      icon={SearchX}
      title={t`Nothing of this kind happened`}
      action={
        <Button onPress={() => navigate(hrefTo('activity'), { replace: true })}>
          <Trans>Show everything</Trans>
        </Button>
      }
    >
      <Trans>No entry fits all the filters.</Trans>
    </EmptyState>
  ) : (
    <EmptyState icon={Pulse} title={t`Nothing has happened yet`}>
      <Trans>
        Every run, every change of a rule and every failure is written down here, with who did it
        and when.
      </Trans>
    </EmptyState>
  )
}

/** All that happened, newest first, day by day. */
export default function ActivityScreen() {
  const { t } = useLingui()
  const query = useRoute()?.query ?? {}
  useRemembered('activity', query, ['range', 'kind', 'status', 'rule', 'target', 'sort', 'down'])
  const filter = readFilter(query)
  const { sort, onSort, asked: order } = useSort(sortable, newest)
  const narrowed = request(filter)
  const asked = { ...narrowed, ...order }
  // What is chosen is chosen of the entries that are listed.
  const listed = JSON.stringify(narrowed)
  const [choice, setChoice] = useState<{ of: string; rows: Selection }>({
    of: listed,
    rows: selectNone,
  })
  const selection = choice.of === listed ? choice.rows : selectNone
  const onSelect = (rows: Selection) => setChoice({ of: listed, rows })
  const exporting = useExport()
  const page = { offset: 0, limit: 200 }
  const chosen = { all: selection.all, keys: [...selection.keys] }
  const entries = useList({
    key: ['activity.list', asked],
    load: (page) => call('activity.list', { ...asked, page }),
  })
  const columns = useColumns(entries.rows.rowAt, sort.column === 'time')
  const { data, error, refetch } = entries.first
  const isFiltered = isNarrowed(filter)
  const isEmpty = data?.total === 0
  return (
    <Page
      title={t`Activity`}
      subtitle={<Trans>What happened, when, and who did it.</Trans>}
      actions={
        data && (
          <>
            <SavedViews
              list="activity"
              current={query}
              onApply={(view) => navigate(hrefTo('activity', [], view), { replace: true })}
            />
            {!isEmpty && (
              <Export write={(format) => call('activity.export', { ...asked, format, page })} />
            )}
          </>
        )
      }
      fill
    >
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={10} height={40} />}
      {data && (
        <>
          {(!isEmpty || isFiltered) && <Filters filter={filter} kinds={data.kinds} />}
          {isEmpty ? (
            <Nothing isFiltered={isFiltered} />
          ) : (
            <DataTable
              label={t`Activity`}
              columns={columns}
              {...entries.rows}
              rowHeight={40}
              rowKey={(item) => String(item.seq)}
              rowName={(item) => String(item.seq)}
              sort={sort}
              onSort={onSort}
              selection={selection}
              onSelect={onSelect}
            />
          )}
          <SelectionBar
            count={selectedCount(selection, data.total)}
            onClear={() => onSelect(selectNone)}
          >
            <Button
              icon={ClipboardCopy}
              onPress={() =>
                exporting.copy(() => call('activity.export', { ...asked, chosen, page }))
              }
            >
              <Trans>Copy</Trans>
            </Button>
            <Export
              write={(format) => call('activity.export', { ...asked, chosen, format, page })}
            />
          </SelectionBar>
        </>
      )}
    </Page>
  )
}
