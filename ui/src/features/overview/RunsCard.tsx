import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useMemo, useState } from 'react'
import { toast } from '../../app'
import { Button, Card, Skeleton } from '../../components'
import { useFormat } from '../../i18n'
import { saveFile, useCommand } from '../../platform'
import { withLanguageTag } from './languageTag'
import styles from './Overview.module.css'
import { daysAsCsv, daysBefore, runDays } from './runDays'
import { WeekDialog } from './week/WeekDialog'

const RunsChart = lazy(async () => {
  withLanguageTag(navigator)
  return { default: (await import('./RunsChart')).RunsChart }
})
const span = 14

/** Runs over the last two weeks: how many, what they did, and what failed. */
export function RunsCard({ workspace }: { workspace: string }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const [isWeekShown, setWeekShown] = useState(false)
  // The same the whole day, so that the answer stays cached.
  const from = daysBefore(Date.now(), span - 1)
  const { data } = useCommand('runs.history', { from })
  const days = useMemo(
    () => runDays(data?.runs ?? [], from + span * 86_400_000 - 1, span),
    [data, from],
  )
  if (!data) return <Card title={t`Runs over time`}>{<Skeleton width={240} height={132} />}</Card>
  const runs = days.reduce((sum, d) => sum + d.runs, 0)
  const done = number(days.reduce((sum, d) => sum + d.done, 0))
  const failed = number(days.reduce((sum, d) => sum + d.failed, 0))
  const save = async () => {
    try {
      await saveFile('rolecall-runs.csv', daysAsCsv(days))
    } catch (error) {
      toast({ tone: 'bad', text: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <Card
      title={t`Runs over time`}
      aside={
        runs > 0 && (
          <>
            <Button variant="quiet" small onPress={() => setWeekShown(true)}>
              <Trans>The week as a picture…</Trans>
            </Button>
            <Button variant="quiet" small onPress={save}>
              <Trans>Save as CSV</Trans>
            </Button>
          </>
        )
      }
    >
      {runs === 0 ? (
        <p className={styles.soft}>
          <Trans>No run in the last two weeks. Each one appears here with what it did.</Trans>
        </p>
      ) : (
        <>
          <p className={styles.soft}>
            <Plural value={runs} one="# run" other="# runs" />
            {' · '}
            <Trans>
              {done} steps done, {failed} failed in the last two weeks
            </Trans>
          </p>
          <Suspense fallback={<Skeleton width={240} height={132} />}>
            <RunsChart days={days} />
          </Suspense>
          {isWeekShown && <WeekDialog workspace={workspace} onClose={() => setWeekShown(false)} />}
        </>
      )}
    </Card>
  )
}
