import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import styles from './runs.module.css'

/** A userName that leads to the person; one that its column cannot hold goes on below, from the @ on where there is one. */
export function UserLink({ user }: { user: string }) {
  const at = user.lastIndexOf('@')
  return (
    <Link className={styles.twoLines} href={hrefTo('people', [user])}>
      {at > 0 ? user.slice(0, at) : user}
      {at > 0 && <wbr />}
      {at > 0 && user.slice(at)}
    </Link>
  )
}
