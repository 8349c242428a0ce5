import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { Said, StatusWord } from '../../../components'
import { Time } from '../../../i18n'
import type { PersonDetails } from '../../../platform'
import styles from '../people.module.css'

/** How a person stands at the source, in words. */
export function Standing({ details }: { details: PersonDetails }) {
  const { t } = useLingui()
  if (details.state === 'not_seen_yet') {
    return <StatusWord tone="warn">{t`Not seen yet`}</StatusWord>
  }
  if (details.state === 'gone') return <StatusWord tone="idle">{t`Disabled`}</StatusWord>
  return details.person.active ? (
    <StatusWord tone="ok">{t`Active at the source`}</StatusWord>
  ) : (
    <StatusWord tone="idle">{t`Disabled at the source`}</StatusWord>
  )
}

/** Says so where the source does not deliver a person, and where else somebody of that userName is. */
export function Delivered({ details }: { details: PersonDetails }) {
  const { person, state, since, alsoIn } = details
  const { directory } = person
  const day = since === undefined ? null : <Time at={since} />
  return (
    <>
      {state === 'gone' && (
        <Said tone="warn">
          <Trans>
            The source of {directory} does not deliver this person since {day}. They are disabled;
            their accounts and what is in them are kept.
          </Trans>
        </Said>
      )}
      {state === 'not_seen_yet' && (
        <Said tone="warn">
          <Trans>
            They were in {directory} before its source, which has not delivered them since {day}.
            They stay as they were until it does.
          </Trans>
        </Said>
      )}
      {alsoIn && alsoIn.length > 0 && (
        <p className={styles.alsoIn}>
          <Trans>In other directories too:</Trans>
          {alsoIn.map((name) => (
            <Link
              key={name}
              className={styles.link}
              href={hrefTo('people', [person.user], { directory: name })}
            >
              {name}
            </Link>
          ))}
        </p>
      )}
    </>
  )
}
