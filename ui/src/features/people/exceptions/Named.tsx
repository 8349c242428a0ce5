import { useLingui } from '@lingui/react/macro'
import { Chip } from '../../../components'
import type { ExceptionDraft } from '../../../platform'
import styles from './exceptions.module.css'
import { namedBy } from './exceptionText'

/** What an exception gives and withholds, value by value. */
export function Named({ exception }: { exception: ExceptionDraft }) {
  const { t } = useLingui()
  return (
    <span className={styles.chips}>
      {namedBy(exception).map(({ target, slot, value, isGiven }) => (
        <Chip key={`${target} ${slot} ${value} ${isGiven}`} kind={isGiven ? 'accent' : 'not'}>
          {isGiven ? value || t`no ${slot}` : t`not ${value}`}
        </Chip>
      ))}
    </span>
  )
}
