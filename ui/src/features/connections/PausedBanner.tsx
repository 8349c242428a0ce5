import { Trans } from '@lingui/react/macro'
import { hrefTo } from '../../app'
import { Banner, Button, LinkButton } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { PausedTarget } from '../../platform'
import { useResume } from './useStandstill'

/** Since when, by whom and after which undo runs leave a target out. */
export function PausedWords({ paused }: { paused: PausedTarget }) {
  const { number } = useFormat()
  const { since, who, run } = paused
  const when = <Time at={since} />
  const shown = number(run ?? 0)
  return run === null ? (
    <Trans>
      {who} paused it ({when}). Runs leave it out until it is resumed.
    </Trans>
  ) : (
    <Trans>
      {who} undid run {shown} ({when}). Runs leave it out until it is resumed, or the rules would do
      it all again.
    </Trans>
  )
}

/** A target that runs leave out, and *Resume*. */
export function PausedBanner({ paused }: { paused: PausedTarget }) {
  const resuming = useResume()
  const { target, run } = paused
  return (
    <Banner
      tone="warn"
      title={<Trans>{target} is paused</Trans>}
      actions={
        <>
          {run !== null && (
            <LinkButton href={hrefTo('runs', [run])}>
              <Trans>Open run</Trans>
            </LinkButton>
          )}
          <Button isPending={resuming.isPending} onPress={() => resuming.mutate({ target })}>
            <Trans>Resume</Trans>
          </Button>
        </>
      }
    >
      <PausedWords paused={paused} />
    </Banner>
  )
}
