import { useRoute } from '../../app'
import { PeopleList } from './PeopleList'
import { PersonPage } from './PersonPage'

/** Everybody, or one person (`#/people/anja@example.com`). */
export default function People() {
  const user = useRoute()?.path[0]
  return user ? <PersonPage key={user} user={user} /> : <PeopleList />
}
