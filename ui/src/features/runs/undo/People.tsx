import { Plural, Trans } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as Bare } from 'react-aria-components'
import { Button } from '../../../components'
import { useFormat } from '../../../i18n'
import styles from './undo.module.css'

const few = 20

/** The names that are known, a few at first, and how many there are besides. */
function Names({ count, people }: { count: number; people: readonly string[] }) {
  const { number } = useFormat()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? people : people.slice(0, few)
  const more = number(count - shown.length)
  const known = number(people.length)
  return (
    <ul className={styles.people}>
      {shown.map((user) => (
        <li key={user}>{user}</li>
      ))}
      {count > shown.length && (
        <li className={styles.more}>
          <Trans>and {more} more</Trans>
          {people.length > shown.length && (
            <Button variant="quiet" small onPress={() => setShowsAll(true)}>
              <Trans>Show the first {known}</Trans>
            </Button>
          )}
        </li>
      )}
    </ul>
  )
}

/** One line about several people that opens in place to their names. */
export function PeopleLine({
  sign,
  words,
  note,
  count,
  people,
}: {
  sign?: ReactNode
  words: ReactNode
  note?: ReactNode
  count: number
  people: readonly string[]
}) {
  const [isOpen, setOpen] = useState(false)
  const shown = (
    <>
      {sign}
      <span className={styles.what}>
        {words}
        {note && <small>{note}</small>}
      </span>
    </>
  )
  // A value that stays is about nobody in particular.
  if (people.length === 0) return <li className={styles.line}>{shown}</li>
  return (
    <li>
      <Bare className={styles.line} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        {shown}
        <span className={styles.count}>
          <Plural value={count} one="# person" other="# people" />
        </span>
        <ChevronDown size={15} aria-hidden="true" data-open={isOpen || undefined} />
      </Bare>
      {isOpen && <Names count={count} people={people} />}
    </li>
  )
}
