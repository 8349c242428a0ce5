import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { TriangleAlert, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, Page, useProgress } from '../../app'
import {
  Banner,
  BannerList,
  Button,
  Card,
  LinkButton,
  ReadError,
  SkeletonRows,
  Tile,
  Tiles,
  useWarningWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import { type RunStep, type RunSummary, toAppError, useCommand, type Warning } from '../../platform'
import { PausedBanner } from '../connections/PausedBanner'
import { WhyPerson } from '../failures/WhyPerson'
import { FailureBanner } from '../overview/FailureBanner'
import { groupHeld, HeldBanner } from '../overview/HeldBanner'
import { RunProgress } from '../overview/RunProgress'
import { Count } from './Count'
import { CountsCard } from './CountsCard'
import { DroppedCard } from './DroppedCard'
import { byTarget } from './order'
import { RunState, useTriggerWords } from './RunState'
import styles from './runs.module.css'
import { StepsTable } from './StepsTable'
import { UndoDialog } from './undo/UndoDialog'

function Summary({ run }: { run: RunSummary }) {
  const { t } = useLingui()
  const { duration } = useFormat()
  return (
    <Tiles>
      <Tile label={t`Failed`} value={<Count value={run.failed} tone="bad" />} />
      <Tile label={t`Held`} value={<Count value={run.held} tone="warn" />} />
      <Tile label={t`Not sent`} value={<Count value={run.notSent} />} />
      <Tile label={t`Done`} value={<Count value={run.done} />} />
      <Tile label={t`Took`} value={run.ended === null ? '—' : duration(run.ended - run.started)} />
    </Tiles>
  )
}

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const words = useWarningWords()
  return (
    <Card title={<Plural value={warnings.length} one="# warning" other="# warnings" />}>
      <ul className={styles.warnings}>
        {warnings.map((warning, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a file may say the same
          <li key={index}>
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
            {words(warning)}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** One run: what it came to, what is held and waits, what it did in each target, and each of its steps. */
export function RunPage({ id }: { id: number }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const details = useCommand('runs.show', { run: id })
  const { data: overview } = useCommand('overview.get', {})
  const progress = useProgress()
  const trigger = useTriggerWords()
  const shown = number(id)
  const [isUndoing, setUndoing] = useState(false)
  const [row, setRow] = useState<RunStep | null>(null)
  const { data, error } = details
  const groups = groupHeld((overview?.held ?? []).filter((h) => h.run === id))
  // Failures that are open came from the latest run, or stood through it.
  const failures = overview?.sync.last?.id === id ? overview.banners : []
  const undone = data?.summary.undoes ?? null
  const paused = (overview?.sync.paused ?? []).filter((one) => one.run === (undone ?? id))
  return (
    <Page
      title={t`Run ${shown}`}
      subtitle={
        data && (
          <>
            <RunState run={data.summary} /> · <Time at={data.summary.started} /> ·{' '}
            {trigger(data.summary.trigger)}
            {data.summary.who !== data.summary.trigger && ` · ${data.summary.who}`}
            {undone !== null && ` · ${t`undoes run ${number(undone)}`}`}
          </>
        )
      }
      back={{ href: hrefTo('runs'), label: t`All runs` }}
      panel={
        row
          ? {
              title: t`Why`,
              openLabel: t`Why`,
              size: 'small',
              children: <WhyPerson row={{ ...row, name: row.user }} target={row.target} />,
            }
          : undefined
      }
      actions={
        <>
          {undone !== null && (
            <LinkButton href={hrefTo('runs', [undone])}>{t`Open run ${number(undone)}`}</LinkButton>
          )}
          {data?.summary.canUndo && (
            <Button icon={Undo2} isDisabled={progress !== null} onPress={() => setUndoing(true)}>
              <Trans>Undo…</Trans>
            </Button>
          )}
        </>
      }
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (
        <>
          {progress?.run === id && <RunProgress progress={progress} isHere />}
          {data.summary.error && (
            <Banner tone="bad" title={t`The run failed as a whole`}>
              {toAppError(data.summary.error).message}
            </Banner>
          )}
          {groups.length + failures.length + paused.length > 0 && (
            <BannerList>
              {failures.map((banner) => (
                <FailureBanner key={`${banner.cause} ${banner.target}`} banner={banner} />
              ))}
              {groups.map((group) => (
                <HeldBanner key={`${group.target} ${group.guard}`} group={group} />
              ))}
              {paused.map((one) => (
                <PausedBanner key={one.target} paused={one} />
              ))}
            </BannerList>
          )}
          <Summary run={data.summary} />
          {byTarget(data.counts).map(([target, counts]) => (
            <CountsCard key={target} target={target} counts={counts} />
          ))}
          {data.counts.length === 0 && data.summary.state === 'finished' && (
            <Banner tone="ok" title={t`Nothing had to be changed`}>
              <Trans>The targets already agreed with the rules.</Trans>
            </Banner>
          )}
          {data.dropped.length > 0 && <DroppedCard dropped={data.dropped} />}
          {data.warnings.length > 0 && <Warnings warnings={data.warnings} />}
          {data.counts.length > 0 && (
            <StepsTable run={data.summary} counts={data.counts} current={row} onOpen={setRow} />
          )}
        </>
      )}
      {isUndoing && <UndoDialog run={id} onClose={() => setUndoing(false)} />}
    </Page>
  )
}
