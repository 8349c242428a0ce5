import { useRoute } from '../../app'
import { PlanPage } from '../plan/PlanPage'
import { Discarded } from './Discarded'
import { RunPage } from './RunPage'
import { RunsList } from './RunsList'

/** All runs, what was discarded, one run (`#/runs/12`), or what a run would change now (`#/runs/plan`). */
export default function Runs() {
  const route = useRoute()
  if (route?.path[0] === 'plan') return <PlanPage />
  const id = Number(route?.path[0])
  if (Number.isInteger(id) && id > 0) return <RunPage key={id} id={id} />
  return route?.query.view === 'discarded' ? <Discarded /> : <RunsList />
}
