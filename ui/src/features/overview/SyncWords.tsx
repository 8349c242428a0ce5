import { Plural, Trans } from '@lingui/react/macro'
import { useProgress } from '../../app'
import { StatusWord } from '../../components'
import { Time } from '../../i18n'
import type { Overview } from '../../platform'

/** The state of the workspace in a few words, worst first. */
export function SyncWords({ overview }: { overview: Overview }) {
  const progress = useProgress()
  const { sync, inSync, held, banners } = overview
  if (progress) {
    return (
      <StatusWord tone="info" active>
        <Trans>Sync is running</Trans>
      </StatusWord>
    )
  }
  if (sync.last?.state === 'failed') {
    return (
      <StatusWord tone="bad">
        <Trans>The last run failed</Trans>
      </StatusWord>
    )
  }
  // A banner without people is about a target as a whole.
  if (banners.some((banner) => banner.people === 0)) {
    return (
      <StatusWord tone="bad">
        <Trans>A target cannot be used</Trans>
      </StatusWord>
    )
  }
  if (sync.quarantined.length > 0) {
    return (
      <StatusWord tone="bad">
        <Plural
          value={sync.quarantined.length}
          one="A connection is in quarantine"
          other="# connections are in quarantine"
        />
      </StatusWord>
    )
  }
  if (inSync.attention > 0) {
    return (
      <StatusWord tone="bad">
        <Plural
          value={inSync.attention}
          one="# person needs attention"
          other="# people need attention"
        />
      </StatusWord>
    )
  }
  if (held.length > 0) {
    return (
      <StatusWord tone="warn">
        <Trans>Changes wait for your decision</Trans>
      </StatusWord>
    )
  }
  if (sync.paused.length > 0) {
    return (
      <StatusWord tone="warn">
        <Plural value={sync.paused.length} one="A target is paused" other="# targets are paused" />
      </StatusWord>
    )
  }
  if (sync.on && sync.pausedUntil !== null) {
    return (
      <StatusWord tone="warn">
        <Trans>
          Paused until <Time at={sync.pausedUntil} />
        </Trans>
      </StatusWord>
    )
  }
  if (!sync.on) {
    return (
      <StatusWord tone="idle">
        {sync.everOn ? <Trans>User sync is off</Trans> : <Trans>Not switched on yet</Trans>}
      </StatusWord>
    )
  }
  return (
    <StatusWord tone="ok">
      {sync.last ? <Trans>Everyone is in sync</Trans> : <Trans>Waiting for the first run</Trans>}
    </StatusWord>
  )
}
