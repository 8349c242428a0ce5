import { useRoute } from '../../app'
import { Discarded } from './Discarded'
import { RunPage } from './RunPage'
import { RunsList } from './RunsList'

/** All runs, what was discarded, or one run (`#/runs/12`). */
export default function Runs() {
  const route = useRoute()
  const id = Number(route?.path[0])
  if (Number.isInteger(id) && id > 0) return <RunPage key={id} id={id} />
  return route?.query.view === 'discarded' ? <Discarded /> : <RunsList />
}
