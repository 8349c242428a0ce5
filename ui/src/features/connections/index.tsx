import { useRoute } from '../../app'
import { ConnectionsList } from './ConnectionsList'
import { CallsPage } from './push/CallsPage'
import { PushPage } from './push/PushPage'
import { AddDirectory } from './setup/AddDirectory'
import { SetUpSource } from './setup/SetUpSource'
import { SetUpTarget } from './target/SetUpTarget'

/**
 * All connections; adding a directory (`#/connections/add`); setting up a target (`#/connections/target`, or one that is
 * there, `#/connections/target/goto`); and of one directory its source being set up
 * (`#/connections/directory/main/source`), its endpoint for push, and the calls that it received.
 */
export default function ConnectionsScreen() {
  const [first, directory, what] = useRoute()?.path ?? []
  if (first === 'add') return <AddDirectory />
  if (first === 'target') return <SetUpTarget key={directory ?? ''} name={directory ?? null} />
  if (first === 'directory' && directory) {
    if (what === 'push') return <PushPage key={directory} directory={directory} />
    if (what === 'calls') return <CallsPage key={directory} directory={directory} />
    return <SetUpSource key={directory} directory={directory} />
  }
  return <ConnectionsList />
}
