import { Trans, useLingui } from '@lingui/react/macro'
import { History } from 'lucide-react'
import { hrefTo, navigate, Page, toast, useProgress } from '../../app'
import {
  BannerList,
  Button,
  type Column,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SkeletonRows,
  useList,
  usePhaseWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import { call, type RunSummary, useCommand, useCommandAction } from '../../platform'
import { groupHeld, HeldBanner } from '../overview/HeldBanner'
import { useNarrow } from '../rules/useNarrow'
import { Count } from './Count'
import { RunState, useTriggerWords } from './RunState'
import { RunsTabs } from './RunsTabs'
import styles from './runs.module.css'

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
      width: 'minmax(0, 1.2fr)',
      cell: (run) => <RunState run={run} />,
    },
    {
      id: 'started',
      header: t`Started`,
      width: '96px',
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
      cell: (run) => <Duration run={run} />,
    },
    {
      id: 'done',
      header: t`Done`,
      width: '60px',
      align: 'end',
      cell: (run) => <Count value={run.done} />,
    },
    {
      id: 'failed',
      header: t`Failed`,
      width: '90px',
      align: 'end',
      cell: (run) => <Count value={run.failed} tone="bad" />,
    },
    {
      id: 'held',
      header: t`Held`,
      width: '90px',
      align: 'end',
      cell: (run) => <Count value={run.held} tone="warn" />,
    },
    {
      id: 'notSent',
      header: t`Not sent`,
      width: '84px',
      align: 'end',
      cell: (run) => <Count value={run.notSent} />,
    },
  ]
  return columns.filter((column) => column !== false)
}

/** All runs, newest first. */
export function RunsList() {
  const { t } = useLingui()
  const columns = useColumns()
  const runs = useList({
    key: ['runs.list'],
    load: (page) => call('runs.list', { page }),
  })
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
          {data && data.total > 0 && syncNow}
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
      {data?.total === 0 && (
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
          rowKey={(run) => String(run.id)}
          onOpen={(run) => navigate(hrefTo('runs', [run.id]))}
        />
      )}
    </Page>
  )
}
