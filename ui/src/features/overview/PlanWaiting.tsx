import { Trans } from '@lingui/react/macro'
import { useProgress } from '../../app'
import { SkeletonRows, StatusWord, usePhaseWords } from '../../components'
import styles from './Plan.module.css'

/** The plan while it is made: what is going on, and frames of what comes. */
export function PlanWaiting() {
  const progress = useProgress()
  const phase = usePhaseWords()
  return (
    <div className={styles.plan}>
      <StatusWord tone="info" active>
        {progress ? phase(progress) : <Trans>Reading sources and targets. Nothing is sent.</Trans>}
      </StatusWord>
      <div className={styles.frame}>
        <SkeletonRows rows={7} height={40} />
      </div>
    </div>
  )
}
