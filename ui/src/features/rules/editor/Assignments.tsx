import { Trans, useLingui } from '@lingui/react/macro'
import { Copy } from 'lucide-react'
import { memo } from 'react'
import { toast } from '../../../app'
import { Button, Menu } from '../../../components'
import { useFormat } from '../../../i18n'
import type { RuleDraft, TargetItem, Vocabulary } from '../../../platform'
import { copiedTo, copyTargets } from './copyTo'
import styles from './editor.module.css'
import { SlotOfMany } from './SlotOfMany'
import { SlotOfOne } from './SlotOfOne'

/** What the parts below are given: only what a rule gives and withholds counts for them. */
const isSame = (
  a: { draft: RuleDraft; vocabulary: Vocabulary | undefined },
  b: { draft: RuleDraft; vocabulary: Vocabulary | undefined },
) =>
  a.vocabulary === b.vocabulary &&
  a.draft.assigns === b.draft.assigns &&
  a.draft.withholds === b.draft.withholds

function CopyTo({
  draft,
  target,
  targets,
  onChange,
}: {
  draft: RuleDraft
  target: TargetItem
  targets: readonly TargetItem[]
  onChange: (draft: RuleDraft) => void
}) {
  const { t } = useLingui()
  const { list } = useFormat()
  const others = copyTargets(draft, target, targets)
  if (others.length === 0) return null
  const copy = (to: TargetItem) => {
    const copied = copiedTo(draft, target, to)
    onChange(copied.draft)
    const left = list(copied.left)
    if (copied.left.length > 0) toast({ text: t`${to.name} has no ${left}, so that was left out.` })
  }
  return (
    <Menu
      label={t`Copy what it gives in ${target.name}`}
      trigger={
        <Button small variant="quiet" icon={Copy}>
          <Trans>Copy to…</Trans>
        </Button>
      }
      items={others.map((to) => ({ id: to.name, label: to.name, onAction: () => copy(to) }))}
    />
  )
}

/** What the rule gives and withholds, target by target, slot by slot. */
export const Assignments = memo(function Assignments({
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
          <div className={styles.targetHead}>
            <h3>{target.name}</h3>
            <CopyTo {...{ draft, target, onChange }} targets={vocabulary.targets} />
          </div>
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
}, isSame)
