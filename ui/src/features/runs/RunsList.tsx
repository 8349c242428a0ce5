import { Trans, useLingui } from '@lingui/react/macro'
import { Download, History, SearchX } from 'lucide-react'
import { hrefTo, navigate, Page, toast, useProgress, useRoute } from '../../app'
import {
  BannerList,
  Button,
  type Column,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SkeletonRows,
  type Sort,
  useList,
  usePhaseWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import { call, type RunSummary, useCommand, useCommandAction } from '../../platform'
import { groupHeld, HeldBanner } from '../overview/HeldBanner'
import { useNarrow } from '../rules/useNarrow'
import { useExport } from '../views/useExport'
import { useRemembered } from '../views/useRemembered'
import { useSort } from '../views/useSort'
import { Count } from './Count'
import { RunFilters } from './RunFilters'
import { RunState, useTriggerWords } from './RunState'
import { RunsTabs } from './RunsTabs'
import { isFiltered, readRunFilter, runsAsked } from './runFilter'
import styles from './runs.module.css'

const newest: Sort = { column: 'started', descending: true }
const sortable = ['started', 'trigger', 'took', 'done', 'failed', 'held', 'not_sent']

/** How long a run took; for the one under way, how far it is. */
function Duration({ run }: { run: RunSummary }) {
  const { duration, number } = useFormat()
  const progress = useProgress()
  const phase = usePhaseWords()
  if (run.ended !== null) return duration(run.ended - run.started)
  if (run.state !== 'running' || progress?.run !== run.id) return '—'
  const { done, total } = progress
  const [now, all] = [number(done), number(total)]
  const words = phase(progress)
  return (
    <span className={styles.inline} title={words}>
      <span>{total > 0 ? <Trans>{`${now} of ${all}`}</Trans> : words}</span>
      <span
        className={styles.track}
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
      </span>
    </span>
  )
}

function useColumns(): Column<RunSummary>[] {
  const { t } = useLingui()
  const trigger = useTriggerWords()
  const { day, isToday, number } = useFormat()
  const isNarrow = useNarrow()
  const columns: (Column<RunSummary> | false)[] = [
    {
      id: 'state',
      header: t`Result`,
      width: 'minmax(0, 1.5fr)',
      cell: (run) => <RunState run={run} />,
    },
    {
      id: 'started',
      header: t`Started`,
      width: '88px',
      sortable: true,
      cell: (run) => (
        <>
          <Time at={run.started} as="time" />
          <small>{isToday(run.started) ? t`today` : day(run.started)}</small>
        </>
      ),
    },
    {
      id: 'trigger',
      header: t`Started by`,
      width: 'minmax(0, 1fr)',
      sortable: true,
      cell: (run) => (
        <>
          {trigger(run.trigger)}
          {run.undoes !== null && ` · ${t`run ${number(run.undoes)}`}`}
          {run.who && run.who !== run.trigger && <small>{run.who}</small>}
        </>
      ),
    },
    // A narrow window has no room for it; the run's own page tells it.
    !isNarrow && {
      id: 'took',
      header: t`Took`,
      width: '84px',
      sortable: true,
      cell: (run) => <Duration run={run} />,
    },
    {
      id: 'done',
      header: t`Done`,
      width: '68px',
      align: 'end',
      sortable: true,
      cell: (run) => <Count value={run.done} />,
    },
    {
      id: 'failed',
      header: t`Failed`,
      width: '104px',
      align: 'end',
      sortable: true,
      cell: (run) => <Count value={run.failed} tone="bad" />,
    },
    {
      id: 'held',
      header: t`Held`,
      width: '112px',
      align: 'end',
      sortable: true,
      cell: (run) => <Count value={run.held} tone="warn" />,
    },
    !isNarrow && {
      id: 'not_sent',
      header: t`Not sent`,
      width: '100px',
      align: 'end',
      sortable: true,
      cell: (run) => <Count value={run.notSent} />,
    },
  ]
  return columns.filter((column) => column !== false)
}

/** All runs, newest first unless another order is chosen. */
export function RunsList() {
  const { t } = useLingui()
  const columns = useColumns()
  const query = useRoute()?.query ?? {}
  useRemembered('runs', query, ['outcome', 'trigger', 'range', 'sort', 'down'])
  const filter = readRunFilter(query)
  const { sort, onSort, asked: order } = useSort(sortable, newest)
  const ask = { ...runsAsked(filter, new Date()), ...order }
  const runs = useList({
    key: ['runs.list', ask],
    load: (page) => call('runs.list', { ...ask, page }),
  })
  const exporting = useExport()
  const syncing = useCommandAction('sync.now', {
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const isRunning = useProgress() !== null
  const { data: held } = useCommand('overview.get', {}, { select: (overview) => overview.held })
  const plan = (
    <LinkButton href={hrefTo('runs', ['plan'])}>
      <Trans>Plan</Trans>
    </LinkButton>
  )
  const syncNow = (
    <Button
      variant="primary"
      isDisabled={isRunning}
      isPending={syncing.isPending}
      onPress={() => syncing.mutate({})}
    >
      <Trans>Sync now</Trans>
    </Button>
  )
  const { data, error, refetch } = runs.first
  return (
    <Page
      title={t`Runs`}
      subtitle={<Trans>What was sent, and what came of it.</Trans>}
      actions={
        <>
          {plan}
          {data && data.total > 0 && (
            <Button
              icon={Download}
              isPending={exporting.isPending}
              onPress={() =>
                exporting.save(() =>
                  call('runs.export_list', { ...ask, page: { offset: 0, limit: 200 } }),
                )
              }
            >
              {t`Save as CSV`}
            </Button>
          )}
          {data && (data.total > 0 || isFiltered(filter)) && syncNow}
        </>
      }
      fill
    >
      {held && held.length > 0 && (
        <BannerList>
          {groupHeld(held).map((group) => (
            <HeldBanner key={`${group.run} ${group.target} ${group.guard}`} group={group} />
          ))}
        </BannerList>
      )}
      <RunsTabs selected="runs" />
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (data.total > 0 || isFiltered(filter)) && (
        <RunFilters filter={filter} query={query} />
      )}
      {data?.total === 0 && isFiltered(filter) && (
        <EmptyState
          icon={SearchX}
          title={t`No run of this kind`}
          action={
            <Button onPress={() => navigate(hrefTo('runs'), { replace: true })}>
              <Trans>Show all runs</Trans>
            </Button>
          }
        >
          <Trans>No run fits all the filters.</Trans>
        </EmptyState>
      )}
      {data?.total === 0 && !isFiltered(filter) && (
        <EmptyState icon={History} title={t`No runs yet`} action={syncNow}>
          <Trans>
            A run reads the sources, applies the rules and brings the targets into line. Each one
            appears here with all it did.
          </Trans>
        </EmptyState>
      )}
      {data && data.total > 0 && (
        <DataTable
          label={t`Runs`}
          columns={columns}
          {...runs.rows}
          sort={sort}
          onSort={onSort}
          rowKey={(run) => String(run.id)}
          onOpen={(run) => navigate(hrefTo('runs', [run.id]))}
        />
      )}
    </Page>
  )
}
