import { Plural, Trans } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import { useFormat } from '../../../i18n'
import styles from './undo.module.css'

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
  const { number } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const more = number(count - people.length)
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
      <Button className={styles.line} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        {shown}
        <span className={styles.count}>
          <Plural value={count} one="# person" other="# people" />
        </span>
        <ChevronDown size={15} aria-hidden="true" data-open={isOpen || undefined} />
      </Button>
      {isOpen && (
        <ul className={styles.people}>
          {people.map((user) => (
            <li key={user}>{user}</li>
          ))}
          {count > people.length && (
            <li className={styles.soft}>
              <Trans>and {more} more</Trans>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}
