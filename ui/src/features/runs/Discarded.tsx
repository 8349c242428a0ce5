import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, ClipboardCopy, Download, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Page, setQuery, toast, useRoute } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  type Selection,
  SelectionBar,
  SkeletonRows,
  type Sort,
  selectedCount,
  selectNone,
  useList,
  useStepWords,
} from '../../components'
import { Time } from '../../i18n'
import { call, type DiscardItem, type DiscardsRequest, toAppError } from '../../platform'
import { useExport } from '../views/useExport'
import { useRemembered } from '../views/useRemembered'
import { useSort } from '../views/useSort'
import { DiscardFilters } from './DiscardFilters'
import { discardsAsked, isNarrowed, readDiscardFilter } from './discardFilter'
import { RunsTabs } from './RunsTabs'
import { UserLink } from './UserLink'

type Asked = Omit<DiscardsRequest, 'page'>

const pageOfIds = 200
const whole = { offset: 0, limit: pageOfIds }
const newest: Sort = { column: 'at', descending: true }
const sortable = ['at', 'user', 'change', 'who']

/** The ids of a found list without those taken out of the selection. */
async function idsOf(asked: Asked, total: number, { all, keys }: Selection) {
  if (!all) return [...keys]
  const ids: string[] = []
  for (let offset = 0; offset < total; offset += pageOfIds) {
    const page = { offset, limit: pageOfIds }
    const { items } = await call('discards.list', { ...asked, page })
    ids.push(...items.map((item) => item.id).filter((id) => !keys.has(id)))
  }
  return ids
}

function useTakeBack(onDone: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (which: { asked: Asked; total: number; selection: Selection }) =>
      call('discards.take_back', {
        ids: await idsOf(which.asked, which.total, which.selection),
      }),
    onSuccess: () => {
      toast({ text: t`Taken back. The next run plans it again.` })
      onDone()
    },
    onError: (thrown) => toast({ tone: 'bad', text: toAppError(thrown).message }),
    onSettled: () => client.invalidateQueries(),
  })
}

function useColumns(onTakeBack: (item: DiscardItem) => void): Column<DiscardItem>[] {
  const { t } = useLingui()
  const word = useStepWords()
  return [
    {
      id: 'user',
      header: t`Person`,
      width: 'minmax(0, 1.4fr)',
      sortable: true,
      cell: (item) => <UserLink user={item.user} />,
    },
    {
      id: 'change',
      header: t({ message: 'Change', context: 'head of a column: what changes' }),
      width: 'minmax(0, 1.2fr)',
      sortable: true,
      cell: (item) => (
        <>
          {word(item)}
          <small>
            {item.target}
            {item.slot && ` · ${item.slot}`}
          </small>
        </>
      ),
    },
    {
      id: 'who',
      header: t`Discarded by`,
      width: 'minmax(0, 1fr)',
      sortable: true,
      cell: (item) => item.who,
    },
    {
      id: 'at',
      header: t`When`,
      width: '112px',
      sortable: true,
      cell: (item) => <Time at={item.at} />,
    },
    {
      id: 'back',
      header: t`Action`,
      width: '116px',
      align: 'end',
      cell: (item) => (
        <Button small aria-label={t`Take back for ${item.user}`} onPress={() => onTakeBack(item)}>
          <Trans>Take back</Trans>
        </Button>
      ),
    },
  ]
}

function Nothing({ isFiltered, text }: { isFiltered: boolean; text: string }) {
  const { t } = useLingui()
  return isFiltered ? (
    <EmptyState
      icon={CircleCheck}
      title={text ? t`Nothing discarded matches “${text}”` : t`Nothing of this kind is discarded`}
      action={
        <Button onPress={() => setQuery({ q: '', kind: undefined, target: undefined })}>
          <Trans>Show all</Trans>
        </Button>
      }
    >
      <Trans>People and values were searched.</Trans>
    </EmptyState>
  ) : (
    <EmptyState icon={CircleCheck} title={t`Nothing is discarded`}>
      <Trans>
        When a guard holds changes and you discard them, they are remembered here until rules do not
        want them either, or you take them back.
      </Trans>
    </EmptyState>
  )
}

/** Held changes that were given up: they stay away until they are taken back or no rule wants them. */
export function Discarded() {
  const { t } = useLingui()
  const { view: _tab, ...query } = useRoute()?.query ?? {}
  useRemembered('discarded', query, ['kind', 'target', 'sort', 'down'])
  const filter = readDiscardFilter(query)
  const { sort, onSort, asked: order } = useSort(sortable, newest)
  const narrowed = discardsAsked(filter)
  const asked = { ...narrowed, ...order }
  // What is chosen is chosen of the changes that are listed.
  const listed = JSON.stringify(narrowed)
  const [choice, setChoice] = useState({ of: listed, rows: selectNone })
  const selection = choice.of === listed ? choice.rows : selectNone
  const onSelect = (rows: Selection) => setChoice({ of: listed, rows })
  const taking = useTakeBack(() => onSelect(selectNone))
  const columns = useColumns(({ id }) =>
    taking.mutate({ asked, total: 1, selection: { all: false, keys: new Set([id]) } }),
  )
  const exporting = useExport()
  const discards = useList({
    key: ['discards.list', asked],
    load: (page) => call('discards.list', { ...asked, page }),
  })
  const { data, error, refetch } = discards.first
  const total = data?.total ?? 0
  const isFiltered = isNarrowed(filter)
  const count = selectedCount(selection, total)
  const chosen = { all: selection.all, keys: [...selection.keys] }
  const write = () => call('discards.export', { ...asked, chosen, page: whole })
  return (
    <Page
      title={t`Runs`}
      subtitle={
        data && <Plural value={data.total} one="# change discarded" other="# changes discarded" />
      }
      actions={
        total > 0 && (
          <Button
            icon={Download}
            isPending={exporting.isPending}
            onPress={() => exporting.save(() => call('discards.export', { ...asked, page: whole }))}
          >
            {t`Save as CSV`}
          </Button>
        )
      }
      fill
    >
      <RunsTabs selected="discarded" />
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (total > 0 || isFiltered) && <DiscardFilters filter={filter} query={query} />}
      {data && total === 0 && <Nothing isFiltered={isFiltered} text={filter.text} />}
      {data && total > 0 && (
        <DataTable
          label={t`Discarded changes`}
          columns={columns}
          {...discards.rows}
          rowKey={(item) => item.id}
          rowName={(item) => item.user}
          sort={sort}
          onSort={onSort}
          selection={selection}
          onSelect={onSelect}
        />
      )}
      <SelectionBar count={count} onClear={() => onSelect(selectNone)}>
        <Button
          variant="primary"
          icon={Undo2}
          isPending={taking.isPending}
          onPress={() => taking.mutate({ asked, total, selection })}
        >
          <Plural value={count} one="Take # back" other="Take # back" />
        </Button>
        <Button icon={ClipboardCopy} onPress={() => exporting.copy(write)}>
          <Trans>Copy</Trans>
        </Button>
        <Button icon={Download} onPress={() => exporting.save(write)}>
          {t`Save as CSV`}
        </Button>
      </SelectionBar>
    </Page>
  )
}
