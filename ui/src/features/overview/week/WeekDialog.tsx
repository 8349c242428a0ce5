import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef } from 'react'
import { toast } from '../../../app'
import { Button, Dialog, ReadError, Skeleton } from '../../../components'
import { saveFile, toAppError, useCommand } from '../../../platform'
import { daysBefore, runDays } from '../runDays'
import { drawWeek, size, type WeekWords } from './drawWeek'
import { useWeekWords } from './useWeekWords'
import styles from './week.module.css'
import { type WeekFacts, weekAsCsv, weekFacts, weekName } from './weekFacts'

const scale = 2
const span = 7

async function keep(name: string, content: string | Blob) {
  try {
    await saveFile(name, content)
  } catch (thrown) {
    toast({ tone: 'bad', text: toAppError(thrown).message })
  }
}

/** The picture, and its numbers in words for who cannot see it. */
function Picture({
  facts,
  words,
  onDrawn,
}: {
  facts: WeekFacts
  words: WeekWords
  onDrawn: (canvas: HTMLCanvasElement) => void
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const brush = element?.getContext('2d')
    if (!element || !brush) return
    // Setting the width clears the canvas and what was scaled.
    element.width = size.width * scale
    drawWeek(brush, facts, words, scale)
    onDrawn(element)
  }, [facts, words, onDrawn])
  const told = words.figures.map(({ label, value }) => `${value} ${label}`)
  return (
    <canvas
      ref={canvas}
      className={styles.picture}
      width={size.width * scale}
      height={size.height * scale}
      role="img"
      aria-label={[words.title, words.span, ...told, ...facts.failures.map(words.failure)].join(
        '. ',
      )}
    />
  )
}

/** The last seven days in one picture for a manager, to be saved as PNG, and as a table. */
export function WeekDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const { t } = useLingui()
  const say = useWeekWords()
  // The same the whole day, so that the answers stay cached.
  const from = daysBefore(Date.now(), span - 1)
  const to = daysBefore(Date.now(), -1)
  const history = useCommand('runs.history', { from })
  const period = useCommand('overview.period', { from, to })
  const drawn = useRef<HTMLCanvasElement | null>(null)
  const days = useMemo(() => runDays(history.data?.runs ?? [], to - 1, span), [history.data, to])
  const facts = period.data && history.data && weekFacts(workspace, period.data, days)
  const error = period.error ?? history.error
  const savePicture = () =>
    drawn.current?.toBlob((blob) => {
      if (blob) keep(weekName(from, 'png'), blob)
      else toast({ tone: 'bad', text: t`The picture could not be drawn.` })
    }, 'image/png')
  return (
    <Dialog
      size="large"
      title={t`The last seven days`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button
            isDisabled={!facts}
            onPress={() => period.data && keep(weekName(from, 'csv'), weekAsCsv(period.data, days))}
          >
            <Trans>Save as CSV</Trans>
          </Button>
          <Button variant="primary" isDisabled={!facts} onPress={savePicture}>
            <Trans>Save as PNG</Trans>
          </Button>
        </>
      }
    >
      {error && !facts && <ReadError error={error} onRetry={() => period.refetch()} />}
      {!facts && !error && <Skeleton width="100%" height={360} />}
      {facts && (
        <Picture
          facts={facts}
          words={say(facts, from)}
          onDrawn={(canvas) => {
            drawn.current = canvas
          }}
        />
      )}
    </Dialog>
  )
}
