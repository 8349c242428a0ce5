import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import {
  type Column,
  DataTable,
  EmptyState,
  SearchField,
  type Selection,
  type Sort,
  usePages,
  useStepWords,
} from '../../components'
import { Time, useEngineWords, useFormat } from '../../i18n'
import { call, type FailureItem } from '../../platform'
import styles from './Failures.module.css'
import type { FailureFilter } from './useFailureFilter'
import { useRulePositions } from './useRulePositions'

function useColumns(): Column<FailureItem>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useStepWords()
  const positions = useRulePositions()
  const said = useEngineWords()
  const ruleName = (rule: string) => {
    const position = positions?.get(rule)
    return position === undefined ? rule : `${format.number(position)} ${rule}`
  }
  return [
    {
      id: 'user',
      header: t`Person`,
      width: 'minmax(0, 13fr)',
      sortable: true,
      cell: (row) => (
        <>
          {row.name || row.user}
          <small title={row.email ?? row.user}>{row.email ?? row.user}</small>
        </>
      ),
    },
    {
      id: 'slot',
      header: t`What was to happen`,
      width: 'minmax(0, 12fr)',
      sortable: true,
      cell: (row) => (
        <>
          {words(row)}
          <small title={said(row.message)}>“{said(row.message)}”</small>
        </>
      ),
    },
    {
      id: 'rule',
      header: t`Asked for by`,
      width: 'minmax(0, 9fr)',
      sortable: true,
      cell: (row) =>
        row.rules.length > 0 ? (
          <span title={format.list(row.rules)}>{row.rules.map(ruleName).join(', ')}</span>
        ) : (
          '–'
        ),
    },
    {
      id: 'since',
      header: t`Since`,
      width: 'minmax(48px, 2fr)',
      sortable: true,
      cell: (row) => <Time at={row.since} as={format.isToday(row.since) ? 'time' : 'day'} />,
    },
    {
      id: 'tries',
      header: t`Tries`,
      width: '74px',
      align: 'end',
      sortable: true,
      cell: (row) => (row.tries > 0 ? format.number(row.tries) : '–'),
    },
  ]
}

/** The people of a cause: searched, sorted and chosen here, read page by page. */
export function FailuresTable({
  filter,
  total,
  text,
  onText,
  ...table
}: {
  filter: FailureFilter
  /** Unknown until the first answer. */
  total: number | undefined
  text: string
  onText: (text: string) => void
  /** The userName of the row whose particulars are on show. */
  current: string | undefined
  sort: Sort
  onSort: (sort: Sort) => void
  selection: Selection
  onSelect: (selection: Selection) => void
  onOpen: (row: FailureItem) => void
}) {
  const { t } = useLingui()
  const columns = useColumns()
  const pages = usePages<FailureItem>({
    key: ['failures.list', filter],
    load: async (offset, limit) =>
      (await call('failures.list', { ...filter, page: { offset, limit } })).items,
  })
  const client = useQueryClient()
  const rowsBetween = async (first: number, last: number) => {
    const rows: FailureItem[] = []
    for (let offset = first; offset <= last; offset += 200) {
      const page = { offset, limit: Math.min(200, last - offset + 1) }
      const ask = { ...filter, page }
      const { items } = await client.ensureQueryData({
        queryKey: ['failures.list', ask],
        queryFn: () => call('failures.list', ask),
      })
      rows.push(...items)
    }
    return rows
  }
  return (
    <>
      <div className={styles.tools}>
        <SearchField label={t`Search people and messages`} value={text} onChange={onText} />
      </div>
      <DataTable
        label={t`People concerned`}
        columns={columns}
        count={total ?? 8}
        rowHeight={52}
        rowKey={(row) => row.user}
        rowName={(row) => row.name || row.user}
        empty={
          <EmptyState icon={SearchX} title={t`Nobody matches`}>
            {t`Search looks at names, addresses and messages.`}
          </EmptyState>
        }
        {...table}
        {...pages}
        rowsBetween={rowsBetween}
      />
    </>
  )
}
