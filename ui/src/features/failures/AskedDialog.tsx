import type { Banner } from '../../platform'
import { AdoptDialog } from './AdoptDialog'
import { BuySeatsDialog } from './BuySeatsDialog'
import { ReactivateDialog } from './ReactivateDialog'

/** What is asked about before it is done. */
export type Asked = 'adopt' | 'reactivate' | 'buy'

/** The dialog for what is asked about, if anything. `users` empty means everyone of the cause. */
export function AskedDialog({
  asked,
  banner,
  users,
  onClose,
}: {
  asked: Asked | null
  banner: Banner
  users: string[]
  onClose: () => void
}) {
  const { cause, target } = banner
  const people = users.length || banner.people
  const facts = { target, cause, people, users, onClose }
  if (asked === 'adopt') return <AdoptDialog {...facts} />
  if (asked === 'reactivate') return <ReactivateDialog {...facts} />
  if (asked === 'buy') return <BuySeatsDialog banner={banner} onClose={onClose} />
  return null
}
