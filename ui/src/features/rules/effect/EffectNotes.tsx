import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, FlaskConical, ShieldAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../../components'
import { useFormat } from '../../../i18n'
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

/** A warning, drawn when it is shown. */
interface Told {
  key: string
  icon: typeof CircleAlert
  isOld: boolean
  words: () => ReactNode
}

const fewNotes = 8

/**
 * What the following run would hold or cannot know: targets out of reach, broken rule tests, guards; new ones first. A
 * rule for everybody can trip hundreds of guards, and they would be drawn at each key: the rest are a number until
 * somebody asks.
 */
export function EffectNotes({ effect }: { effect: Effect }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const guardWords = useGuardWords()
  const [isWhole, setWhole] = useState(false)
  const { unread, brokenTests, guards } = effect
  const all: Told[] = [
    ...unread.map((target) => ({
      key: target,
      icon: CircleAlert,
      isOld: false,
      words: () => <Trans>{target} could not be read, so nothing is known of it.</Trans>,
    })),
    ...brokenTests.map(({ user, message, isOld }) => ({
      key: `${user} ${message}`,
      icon: FlaskConical,
      isOld,
      words: () => (
        <Trans>
          Rule test of <b>{user}</b>: {message}
        </Trans>
      ),
    })),
    ...guards.map((guard) => ({
      key: `${guard.target} ${guard.guard} ${guard.slot} ${guard.value}`,
      icon: ShieldAlert,
      isOld: guard.isOld,
      words: () => guardWords(guard),
    })),
  ]
  if (all.length === 0) return null
  all.sort((a, b) => Number(a.isOld) - Number(b.isOld))
  const shown = isWhole ? all : all.slice(0, fewNotes)
  const rest = number(all.length - shown.length)
  return (
    <>
      <ul className={styles.notes} aria-label={t`Warnings`}>
        {shown.map(({ key, icon, isOld, words }) => (
          <Note key={key} icon={icon} isOld={isOld}>
            {words()}
          </Note>
        ))}
      </ul>
      {all.length > fewNotes && (
        <Button small variant="quiet" aria-expanded={isWhole} onPress={() => setWhole(!isWhole)}>
          {isWhole ? t`Fewer warnings` : t`${rest} more warnings`}
        </Button>
      )}
    </>
  )
}
