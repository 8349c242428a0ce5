import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, FlaskConical, ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Effect } from '../../../platform'
import styles from './effect.module.css'
import { useGuardWords } from './effectWords'

function Note({
  icon: Icon,
  isOld,
  children,
}: {
  icon: typeof CircleAlert
  /** Whether it is so without the draft too. */
  isOld: boolean
  children: ReactNode
}) {
  return (
    <li className={styles.note} data-old={isOld || undefined}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {children}
        {isOld && (
          <small>
            <Trans>Also without your edits</Trans>
          </small>
        )}
      </span>
    </li>
  )
}

/** What the following run would hold or cannot know: targets out of reach, broken rule tests, guards; new ones first. */
export function EffectNotes({ effect }: { effect: Effect }) {
  const { t } = useLingui()
  const guardWords = useGuardWords()
  const { unread, brokenTests, guards } = effect
  if (unread.length + brokenTests.length + guards.length === 0) return null
  const newFirst = <T extends { isOld: boolean }>(items: readonly T[]) =>
    [...items].sort((a, b) => Number(a.isOld) - Number(b.isOld))
  return (
    <ul className={styles.notes} aria-label={t`Warnings`}>
      {unread.map((target) => (
        <Note key={target} icon={CircleAlert} isOld={false}>
          <Trans>{target} could not be read, so nothing is known of it.</Trans>
        </Note>
      ))}
      {newFirst(brokenTests).map((test) => (
        <Note key={`${test.user} ${test.message}`} icon={FlaskConical} isOld={test.isOld}>
          <Trans>
            Rule test of <b>{test.user}</b>: {test.message}
          </Trans>
        </Note>
      ))}
      {newFirst(guards).map((guard) => (
        <Note
          key={`${guard.target} ${guard.guard} ${guard.slot} ${guard.value}`}
          icon={ShieldAlert}
          isOld={guard.isOld}
        >
          {guardWords(guard)}
        </Note>
      ))}
    </ul>
  )
}
