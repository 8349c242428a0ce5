import { useRoute } from '../../app'
import { RunPage } from './RunPage'
import { RunsList } from './RunsList'

/** All runs, or one of them (`#/runs/12`). */
export default function Runs() {
  const route = useRoute()
  const id = Number(route?.path[0])
  return Number.isInteger(id) && id > 0 ? <RunPage key={id} id={id} /> : <RunsList />
}
