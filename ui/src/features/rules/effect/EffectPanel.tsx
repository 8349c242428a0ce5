import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, Scale } from 'lucide-react'
import { memo, useEffect } from 'react'
import { useFormat } from '../../../i18n'
import { type Effect, type EffectFilter, useCommand, type Vocabulary } from '../../../platform'
import { markEffect } from '../draft/marks'
import type { DraftSnapshot } from '../draft/store'
import { useLasting } from '../draft/useDraft'
import { EffectNotes } from './EffectNotes'
import { EffectValues } from './EffectValues'
import { useEditWords } from './editWords'
import styles from './effect.module.css'
import { FirstPeople } from './FirstPeople'
import { useBlocker, useObstacle } from './useObstacle'

const fewEdits = 3

/** What was edited, in words, with what the effect was computed on. */
function Edited({ shown }: { shown: DraftSnapshot }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const words = useEditWords()
  const { data: saved } = useCommand('rules.list', {})
  const isSlow = useLasting(shown.isBusy, 100)
  const { draft, effect, isEffectOld } = shown
  if (!draft) return null
  const edits = words(draft, saved?.rules ?? [], shown.movedHere)
  const more = edits.length - fewEdits
  const ms = number(effect?.milliseconds ?? 0, { maximumFractionDigits: 0 })
  const parts = [
    ...edits.slice(0, fewEdits),
    ...(more > 0 ? [t`${number(more)} more`] : []),
    t`${number(draft.people)} people`,
  ]
  if (isSlow) parts.push(t`computing…`)
  else if (effect && !isEffectOld) parts.push(t`computed in ${ms} ms`)
  return <p className={styles.edited}>{parts.join(' · ')}</p>
}

/** Why the effect on show is not that of the draft. */
function Obstacle({ shown }: { shown: DraftSnapshot }) {
  const obstacle = useObstacle(shown)
  const blocker = useBlocker(shown)
  const lasts = useLasting(Boolean(obstacle), 100)
  if (!obstacle || !lasts) return null
  return (
    <div className={styles.obstacle} data-blocks={blocker !== null || undefined} role="status">
      <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {obstacle}
        {shown.effect && (
          <small>
            <Trans>Below is the effect before that.</Trans>
          </small>
        )}
      </span>
    </div>
  )
}

/** What stands in the panel while nothing is edited. */
function Nothing() {
  return (
    <div className={styles.nothing}>
      <span className={styles.sign}>
        <Scale size={20} strokeWidth={1.5} aria-hidden="true" />
      </span>
      <p>
        <Trans>
          Edit, move or switch a rule, and this says at once who would gain and lose what. Nothing
          happens before you save.
        </Trans>
      </p>
    </div>
  )
}

const Figures = memo(function Figures({
  effect,
  isOld,
  several,
  onList,
}: {
  effect: Effect
  isOld: boolean
  several: boolean
  onList: (of: EffectFilter | null) => void
}) {
  return (
    <div className={styles.figures} data-old={isOld || undefined}>
      <EffectValues effect={effect} several={several} onList={onList} />
      <EffectNotes effect={effect} />
      {effect.people === 0 ? (
        <p className={styles.none}>
          <Trans>Nobody gains or loses anything.</Trans>
        </p>
      ) : (
        <>
          <h3 className={styles.heading}>
            <Trans>People affected first</Trans>
            <span className={styles.count}>
              <Plural value={effect.people} one="# person" other="# people" />
            </span>
          </h3>
          <FirstPeople people={effect.first} />
        </>
      )}
    </div>
  )
})

/** What saving the draft would change, worst first; follows every edit. */
export function EffectPanel({
  shown,
  vocabulary,
  onList,
}: {
  shown: DraftSnapshot
  vocabulary: Vocabulary | undefined
  /** Opens the list of all people, or of those a value concerns. */
  onList: (of: EffectFilter | null) => void
}) {
  const { draft, effect, effectTurn } = shown
  useEffect(() => (effectTurn > 0 ? markEffect(effectTurn) : undefined), [effectTurn])
  if (!draft?.isChanged && !shown.text?.error) return <Nothing />
  return (
    <>
      <Edited shown={shown} />
      <Obstacle shown={shown} />
      {effect && (
        <Figures
          effect={effect}
          isOld={shown.isEffectOld || shown.isWaiting}
          several={(vocabulary?.targets.length ?? 0) > 1}
          onList={onList}
        />
      )}
    </>
  )
}
