import { useRoute } from '../../app'
import { DomainsList } from './domains/DomainsList'
import { ExceptionsList } from './exceptions/ExceptionsList'
import { GroupPage } from './groups/GroupPage'
import { GroupsList } from './groups/GroupsList'
import { PersonPage } from './PersonPage'
import { UnitPage } from './units/UnitPage'
import { UnitsTree } from './units/UnitsTree'
import { UsersList } from './users/UsersList'

/**
 * The lists of people, groups, org units, domains and exceptions; one person (`#/people/anja@example.com`, with
 * `?directory=main` where several have one of that name), one group
 * (`#/people/groups/main/g-17`), or one org unit (`#/people/units/%2FSales`).
 */
export default function People() {
  const route = useRoute()
  const [first, second, third] = route?.path ?? []
  if (first === 'groups' && second && third)
    return <GroupPage key={`${second} ${third}`} directory={second} id={third} />
  if (first === 'units' && second) return <UnitPage key={second} path={second} />
  const directory = route?.query.directory ?? null
  if (first) return <PersonPage key={`${directory} ${first}`} directory={directory} user={first} />
  switch (route?.query.view) {
    case 'groups':
      return <GroupsList />
    case 'units':
      return <UnitsTree />
    case 'domains':
      return <DomainsList />
    case 'exceptions':
      return <ExceptionsList />
    default:
      return <UsersList />
  }
}
