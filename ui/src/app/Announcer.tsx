import { Plural, Trans } from '@lingui/react/macro'
import { type Overview, useCommand } from '../platform'
import styles from './Announcer.module.css'
import { useProgress } from './progress'

/** In quarters, so that a screen reader is told now and then and not at every step. */
const quarters = (done: number, total: number) =>
  total > 0 ? Math.floor((4 * done) / total) * 25 : 0

function Run() {
  const progress = useProgress()
  const { data: last } = useCommand('overview.get', {}, { select: ({ sync }) => sync.last })
  if (progress) {
    if (progress.phase !== 'apply') return <Trans>A run is going on.</Trans>
    const percent = quarters(progress.done, progress.total)
    return <Trans>The run is at {percent} percent.</Trans>
  }
  if (!last) return null
  if (last.state === 'failed') return <Trans>The run has ended without success.</Trans>
  return (
    <Trans>
      The run has ended: <Plural value={last.done} one="# change done" other="# changes done" />,{' '}
      <Plural value={last.failed} one="# not" other="# not" />.
    </Trans>
  )
}

const attention = ({ inSync, held }: Overview) => ({
  people: inSync.attention,
  held: held.length > 0,
})

function Attention() {
  const { data } = useCommand('overview.get', {}, { select: attention })
  return (
    <>
      {data && data.people > 0 && (
        <Plural
          value={data.people}
          one="Something failed for # person."
          other="Something failed for # people."
        />
      )}{' '}
      {data?.held && <Trans>A guard holds changes back.</Trans>}
    </>
  )
}

/** Tells screen readers, from any screen, how far a run is, what came of it, and what failed or is held now. */
export function Announcer() {
  return (
    <>
      <div className={styles.hidden} role="status">
        <Run />
      </div>
      <div className={styles.hidden} role="status">
        <Attention />
      </div>
    </>
  )
}
