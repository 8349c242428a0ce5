import { Trans } from '@lingui/react/macro'
import type { RuleDraft, Vocabulary } from '../../../platform'
import styles from './editor.module.css'
import { SlotOfMany } from './SlotOfMany'
import { SlotOfOne } from './SlotOfOne'

/** What the rule gives and withholds, target by target, slot by slot. */
export function Assignments({
  draft,
  onChange,
  vocabulary,
}: {
  draft: RuleDraft
  onChange: (draft: RuleDraft) => void
  vocabulary: Vocabulary | undefined
}) {
  if (vocabulary?.targets.length === 0) {
    return (
      <div className={styles.hint}>
        <Trans>There is no target yet. Connect one, and what it can be given appears here.</Trans>
      </div>
    )
  }
  return (
    <>
      {vocabulary?.targets.map((target) => (
        <div key={target.name} className={styles.target}>
          <h4>{target.name}</h4>
          {target.slots.map((slot) =>
            slot.many ? (
              <SlotOfMany
                key={slot.name}
                target={target.name}
                {...{ slot, draft, onChange, vocabulary }}
              />
            ) : (
              <SlotOfOne key={slot.name} target={target.name} {...{ slot, draft, onChange }} />
            ),
          )}
        </div>
      ))}
    </>
  )
}
