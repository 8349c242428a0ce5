import { useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { Initials, useOwnWords } from '../../../components'
import { useFormat } from '../../../i18n'
import type { EffectChange, EffectPerson } from '../../../platform'
import styles from './effect.module.css'
import { isBad, useChangeWords } from './effectWords'

const fewPeople = 6

/** What changes for a person, worst first, one below the other; the rest as a number. */
export function Changes({ changes, at = 2 }: { changes: readonly EffectChange[]; at?: number }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const words = useChangeWords()
  const shown = changes.slice(0, at)
  const more = changes.length - shown.length
  const rest = number(more)
  const all = changes.map(words).join('\n')
  return (
    <span className={styles.changes} title={all}>
      {shown.map((change) => (
        <span
          key={`${change.target} ${change.kind} ${change.slot} ${change.value}`}
          className={isBad(change.kind) ? styles.bad : styles.good}
        >
          {words(change)}
        </span>
      ))}
      {more > 0 && <span className={styles.faint}>{t`${rest} more`}</span>}
    </span>
  )
}

/** The people who are hit hardest, with why and what. */
export function FirstPeople({ people }: { people: readonly EffectPerson[] }) {
  const { t } = useLingui()
  const { because } = useOwnWords()
  return (
    <ul className={styles.people} aria-label={t`People affected first`}>
      {people.slice(0, fewPeople).map((person) => (
        <li key={person.user} className={styles.person}>
          <Initials name={person.name || person.user} />
          <span className={styles.personWords}>
            <Link href={hrefTo('people', [person.user])}>{person.name || person.user}</Link>
            <small title={because(person) || person.user}>{because(person) || person.user}</small>
          </span>
          <Changes changes={person.changes} />
        </li>
      ))}
    </ul>
  )
}
