import { useRoute } from '../../app'
import { ExceptionsList } from './exceptions/ExceptionsList'
import { PeopleList } from './PeopleList'
import { PersonPage } from './PersonPage'

/** Everybody, the exceptions, or one person (`#/people/anja@example.com`). */
export default function People() {
  const route = useRoute()
  const user = route?.path[0]
  if (user) return <PersonPage key={user} user={user} />
  return route?.query.view === 'exceptions' ? <ExceptionsList /> : <PeopleList />
}
