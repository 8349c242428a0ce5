import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Banner, Button, LinkButton } from '../../components'
import { useFormat } from '../../i18n'
import { useGuardWords } from './guardWords'
import { HeldDialog } from './HeldDialog'
import type { HeldGroup } from './heldGroups'

export { groupHeld } from './heldGroups'

/** Steps that one guard holds in one target: why, and the way to look at them and decide. */
export function HeldBanner({ group }: { group: HeldGroup }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const guards = useGuardWords()
  const [decision, setDecision] = useState<'approve' | 'discard' | null>(null)
  const steps = number(group.steps)
  return (
    <>
      <Banner
        tone="warn"
        title={
          group.guard === 'removals' ? (
            <Plural
              value={group.steps}
              one="# removal is waiting for you"
              other="# removals are waiting for you"
            />
          ) : (
            <Plural
              value={group.steps}
              one="# change is waiting for you"
              other="# changes are waiting for you"
            />
          )
        }
        actions={
          <>
            <LinkButton href={hrefTo('runs', [group.run], { state: 'held' })}>
              <Trans>Review</Trans>
            </LinkButton>
            <Button onPress={() => setDecision('discard')} aria-label={t`Discard ${steps} changes`}>
              <Trans>Discard…</Trans>
            </Button>
            <Button onPress={() => setDecision('approve')} aria-label={t`Approve ${steps} changes`}>
              <Trans>Approve…</Trans>
            </Button>
          </>
        }
      >
        {guards.reason(group)} <Trans>Everything else was done.</Trans>
      </Banner>
      {decision && (
        <HeldDialog group={group} decision={decision} onClose={() => setDecision(null)} />
      )}
    </>
  )
}
