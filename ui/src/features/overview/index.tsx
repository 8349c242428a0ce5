import { lazy } from 'react'
import { useRoute } from '../../app'
import { OverviewScreen } from './OverviewScreen'

const Failures = lazy(() => import('../failures'))

/** Is all well: the switch, what failed, licences, and what happened last. */
export default function Overview() {
  const route = useRoute()
  const [below, target, cause] = route?.path ?? []
  if (below === 'failures' && target && cause) {
    return <Failures key={`${target}/${cause}`} target={target} cause={cause} />
  }
  return <OverviewScreen />
}
