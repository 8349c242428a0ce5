import { Trans } from '@lingui/react/macro'
import type { ActivityItem } from '../platform'
import { OtherSentence, textIn, useActor } from './activityParts'

/** Kinds of entries about how things are set up. */
export const setUpKinds: ReadonlySet<string> = new Set([
  'schedule_changed',
  'connection_tested',
  'send_changed',
  'attribute_kept',
  'attribute_deleted',
  'exception_kept',
  'exception_deleted',
  'rule_test_kept',
  'rule_test_deleted',
  'account_linked',
  'account_unlinked',
  'rule_renamed_group',
  'target_added',
  'target_changed',
  'target_removed',
])

const nameIn = (detail: ActivityItem['detail']) => {
  for (const key of ['after', 'before']) {
    const kept = detail[key]
    if (typeof kept === 'object' && kept !== null && 'name' in kept) return String(kept.name)
  }
  return textIn(detail, 'name') ?? ''
}

/** A change of attributes, exceptions, tests, links, what is sent, or the schedule, as a sentence. */
export function SetUpSentence({ item }: { item: ActivityItem }) {
  const actor = useActor()(item.who)
  const { detail } = item
  const target = <b>{item.target}</b>
  const person = <b>{item.person}</b>
  const rule = <b>{item.rule}</b>
  const name = <b>{nameIn(detail)}</b>
  switch (item.kind) {
    case 'schedule_changed':
      return <Trans>{actor} changed the schedule</Trans>
    case 'connection_tested':
      return detail.ok === false ? (
        <Trans>
          {actor} tested {target}, which failed
        </Trans>
      ) : (
        <Trans>
          {actor} tested {target}, which works
        </Trans>
      )
    case 'send_changed':
      return (
        <Trans>
          {actor} changed what is sent to {target}
        </Trans>
      )
    case 'attribute_kept':
      return (
        <Trans>
          {actor} changed the attribute {name}
        </Trans>
      )
    case 'attribute_deleted':
      return (
        <Trans>
          {actor} deleted the attribute {name}
        </Trans>
      )
    case 'exception_kept':
      return (
        <Trans>
          {actor} made an exception for {person}
        </Trans>
      )
    case 'exception_deleted':
      return (
        <Trans>
          {actor} ended an exception for {person}
        </Trans>
      )
    case 'rule_test_kept':
      return (
        <Trans>
          {actor} pinned what {person} must have
        </Trans>
      )
    case 'rule_test_deleted':
      return (
        <Trans>
          {actor} deleted the rule test of {person}
        </Trans>
      )
    case 'account_linked':
      return (
        <Trans>
          {actor} linked an account of {target} to {person}
        </Trans>
      )
    case 'account_unlinked':
      return (
        <Trans>
          {actor} parted an account of {target} from everybody
        </Trans>
      )
    case 'target_added':
      return (
        <Trans>
          {actor} added the target {target}
        </Trans>
      )
    case 'target_changed':
      return (
        <Trans>
          {actor} changed the target {target}
        </Trans>
      )
    case 'target_removed':
      return (
        <Trans>
          {actor} removed the target {target}
        </Trans>
      )
    case 'rule_renamed_group':
      return <Trans>Rule {rule} follows a group that was renamed at the source</Trans>
    default:
      return <OtherSentence item={item} />
  }
}
