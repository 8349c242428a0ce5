import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useProgress } from '../../app'
import { Tile, Tiles } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { Overview, RunSummary } from '../../platform'

function LastRun({ last }: { last: RunSummary }) {
  const { duration } = useFormat()
  const steps = last.done + last.failed
  const took = duration(Math.max(0, (last.ended ?? last.started) - last.started))
  if (last.state === 'failed') return <Trans>failed after {took}</Trans>
  if (last.state === 'cancelled') return <Trans>stopped after {took}</Trans>
  if (last.state === 'interrupted') return <Trans>interrupted</Trans>
  if (steps === 0) return <Trans>nothing to change, in {took}</Trans>
  return (
    <>
      <Plural value={steps} one="# step" other="# steps" /> <Trans>in {took}</Trans>
    </>
  )
}

function NextRun({ overview }: { overview: Overview }) {
  const progress = useProgress()
  const { sync } = overview
  if (progress) return <Trans>after this one</Trans>
  if (sync.on && sync.paused.length > 0 && sync.nextAt === null) {
    return (
      <Plural value={sync.paused.length} one="the target is paused" other="# targets are paused" />
    )
  }
  if (sync.on && sync.paused.length > 0) {
    return (
      <Plural
        value={sync.paused.length}
        one="without the paused target"
        other="without # paused targets"
      />
    )
  }
  if (sync.on) return <Trans>or on a change</Trans>
  return <Trans>User sync is off</Trans>
}

/** The strip of figures: in sync, need attention, last run, next run. */
export function Figures({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { inSync, sync } = overview
  const people = number(inSync.people)
  const isDue = sync.on && sync.nextAt !== null
  return (
    <Tiles>
      <Tile label={t`In sync`} value={inSync.people > 0 ? number(inSync.inSync) : '–'}>
        {inSync.people > 0 ? (
          <Trans>
            of {people} <Plural value={inSync.people} one="person" other="people" />
          </Trans>
        ) : (
          <Trans>no rule gives anything yet</Trans>
        )}
      </Tile>
      <Tile label={t`Need attention`} value={number(inSync.attention)}>
        {inSync.attention > 0 ? (
          <Plural value={inSync.causes} one="in # cause" other="in # causes" />
        ) : (
          <Trans>nobody</Trans>
        )}
      </Tile>
      <Tile
        label={t`Last run`}
        value={sync.last ? <Time at={sync.last.ended ?? sync.last.started} /> : '–'}
      >
        {sync.last ? <LastRun last={sync.last} /> : <Trans>none yet</Trans>}
      </Tile>
      <Tile
        label={t`Next run`}
        value={isDue && sync.nextAt !== null ? <Time at={sync.nextAt} /> : '–'}
      >
        <NextRun overview={overview} />
      </Tile>
    </Tiles>
  )
}
