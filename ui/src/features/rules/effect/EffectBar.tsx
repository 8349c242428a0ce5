import { useLingui } from '@lingui/react/macro'
import { ChevronUp } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { DraftSnapshot } from '../draft/store'
import styles from './effect.module.css'
import { headlineOf, useHeadlineWords } from './effectWords'
import { SaveBar } from './SaveBar'
import { useObstacle } from './useObstacle'

/** The effect in one line at the foot of a narrow window; opens the whole of it. */
export function EffectBar({ shown, onOpen }: { shown: DraftSnapshot; onOpen: () => void }) {
  const { t } = useLingui()
  const words = useHeadlineWords()
  const obstacle = useObstacle(shown)
  if (!shown.draft?.isChanged && !shown.text) return null
  const headline = shown.effect && headlineOf(shown.effect)
  const said = obstacle ?? (headline ? words(headline) : t`Nobody gains or loses anything.`)
  return (
    <div className={styles.bar}>
      <Button className={styles.barHead} onPress={onOpen}>
        <ChevronUp size={15} aria-hidden="true" />
        <span className={styles.personWords}>
          <b>{t`If you save this`}</b>
          <small>{said}</small>
        </span>
      </Button>
      <SaveBar shown={shown} onAll={onOpen} isShort />
    </div>
  )
}
