import { Trans, useLingui } from '@lingui/react/macro'
import { Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { hrefTo, toast } from '../../app'
import { Button, LinkButton, Progress, usePhaseWords } from '../../components'
import { useFormat } from '../../i18n'
import { type Progress as RunState, type TargetProgress, useCommandAction } from '../../platform'
import styles from './Overview.module.css'

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Rate and time left, or how long it has taken where neither can be told. */
function Pace({ progress }: { progress: RunState }) {
  const { number, duration } = useFormat()
  const now = useNow()
  const { rate, secondsLeft, started } = progress
  const perSecond = rate === null ? '' : number(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 })
  const left = secondsLeft === null ? '' : duration(secondsLeft * 1_000)
  const passed = duration(Math.max(0, now - started))
  if (secondsLeft === null) return <Trans>for {passed}</Trans>
  if (rate === null) return <Trans>{left} left</Trans>
  return (
    <Trans>
      {perSecond} a second · {left} left
    </Trans>
  )
}

/** How far each target is; they are applied side by side. */
function Targets({ targets }: { targets: readonly TargetProgress[] }) {
  const { t } = useLingui()
  const { number, duration } = useFormat()
  return (
    <ul className={styles.targets} aria-label={t`By target`}>
      {targets.map(({ target, done, total, secondsLeft }) => {
        const [now, all] = [number(done), number(total)]
        const left = secondsLeft === null ? '' : duration(secondsLeft * 1_000)
        return (
          <li key={target}>
            <span title={target}>{target}</span>
            <span className={styles.targetTrack} aria-hidden="true">
              <span style={{ width: `${total > 0 ? (100 * done) / total : 100}%` }} />
            </span>
            <span>
              {done >= total ? (
                <Trans>{all} done</Trans>
              ) : (
                <>
                  <Trans>
                    {now} of {all}
                  </Trans>
                  {left && <> · {t`${left} left`}</>}
                </>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** The run under way: phase, done of total, rate, time left, and Stop. It goes on when the page is left. */
export function RunProgress({
  progress,
  isHere,
}: {
  progress: RunState
  /** On the run's own page, which needs no way to itself. */
  isHere?: boolean
}) {
  const { t } = useLingui()
  const phase = usePhaseWords()(progress)
  const stopping = useCommandAction('sync.stop', {
    refresh: ['overview.get'],
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const isStopping = stopping.isPending || stopping.isSuccess
  return (
    <section className={styles.run} aria-label={t`Run under way`}>
      <div className={styles.runBar}>
        <Progress
          label={isStopping ? t`Stopping after the step in hand` : phase}
          done={progress.done}
          total={progress.total}
        >
          <Pace progress={progress} />
        </Progress>
        {progress.targets.length > 1 && <Targets targets={progress.targets} />}
      </div>
      {progress.run > 0 && !isHere && (
        <LinkButton href={hrefTo('runs', [progress.run])}>
          <Trans>Open run</Trans>
        </LinkButton>
      )}
      <Button icon={Square} isDisabled={isStopping} onPress={() => stopping.mutate({})}>
        <Trans>Stop</Trans>
      </Button>
    </section>
  )
}
