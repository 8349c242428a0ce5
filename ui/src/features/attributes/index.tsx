import { useRoute } from '../../app'
import { Incoming } from './Incoming'
import { Sent } from './Sent'

/** What is known of people, and what leaves for each target. */
export default function AttributesScreen() {
  const route = useRoute()
  return route?.path[0] === 'sent' ? <Sent /> : <Incoming />
}
