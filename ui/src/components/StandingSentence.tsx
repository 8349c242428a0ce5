import { Plural, Trans } from '@lingui/react/macro'
import { Time, useEngineWords, useFormat } from '../i18n'
import type { ActivityItem } from '../platform'
import { Figures, numberIn, OtherSentence, textIn, useActor } from './activityParts'

/** Whether a kind of entry is about what stands still or was taken back. */
export const isStanding = (kind: string) =>
  kind === 'run_undone' ||
  kind === 'discard_taken_back' ||
  kind.startsWith('target_') ||
  kind.startsWith('quarantine')

/** An undo, a pause, a quarantine, or a discard taken back, as a sentence. */
export function StandingSentence({ item }: { item: ActivityItem }) {
  const { number } = useFormat()
  const actor = useActor()(item.who)
  const { detail } = item
  const target = <b>{item.target ?? textIn(detail, 'connection')}</b>
  const undone = numberIn(detail, 'undone')
  const run = number(undone ?? 0)
  const steps = numberIn(detail, 'steps') ?? 0
  const next = numberIn(detail, 'next')
  const when = next === null ? null : <Time at={next} />
  const said = useEngineWords()
  const sample = said(textIn(detail, 'sample') ?? '')
  switch (item.kind) {
    case 'run_undone':
      return (
        <Trans>
          {actor} undid run {run}: <Figures detail={detail} />
        </Trans>
      )
    case 'target_paused':
      return undone === null ? (
        <Trans>
          {actor} paused {target}
        </Trans>
      ) : (
        <Trans>
          {target} is paused since run {run} was undone
        </Trans>
      )
    case 'target_resumed':
      return (
        <Trans>
          {actor} resumed {target}
        </Trans>
      )
    case 'quarantined':
      return (
        <>
          <Trans>{target} is in quarantine</Trans>
          {when && (
            <>
              {' '}
              <Trans>until {when}</Trans>
            </>
          )}
          {sample && <> · “{sample}”</>}
        </>
      )
    case 'quarantine_trial_failed':
      return (
        <>
          <Trans>{target} was tried and failed again</Trans>
          {sample && <> · “{sample}”</>}
        </>
      )
    case 'quarantine_passed':
      return <Trans>{target} works again and is out of quarantine</Trans>
    case 'quarantine_switched_off':
      return <Trans>{target} is switched off after 28 days in quarantine</Trans>
    case 'quarantine_lifted':
      return (
        <Trans>
          {actor} lifted the quarantine of {target}
        </Trans>
      )
    case 'quarantine_trial_asked':
      return (
        <Trans>
          {actor} let {target} be tried now
        </Trans>
      )
    case 'discard_taken_back':
      return (
        <Trans>
          {actor} took <Plural value={steps} one="# discarded step" other="# discarded steps" />{' '}
          back · {target}
        </Trans>
      )
    default:
      return <OtherSentence item={item} />
  }
}
