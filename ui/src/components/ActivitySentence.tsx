import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Time, useFormat } from '../i18n'
import type { ActivityItem } from '../platform'
import { Figures, numberIn, OtherSentence, textIn, useActor } from './activityParts'
import { useCauseWords } from './causeWords'
import { DirectorySentence, directoryKinds } from './DirectorySentence'
import { SetUpSentence, setUpKinds } from './SetUpSentence'
import { isStanding, StandingSentence } from './StandingSentence'

/**
 * One entry of Activity as a sentence. It knows these kinds and the fields of their `detail`, each of which may be
 * absent; a kind it does not know is shown with its own word:
 *
 * - `run_started`; `run_finished`, `run_cancelled` {done, failed, held, notSent}; `run_failed` {error}
 * - `sync_switched` {on}
 * - `sync_paused` {until?}
 * - `rule_created`, `rule_changed` {from: the former name}, `rule_moved` {from, to}, `rule_switched` {enabled},
 *   `rule_deleted`, `rule_restored`
 * - `failure` {value, people, name} with cause, target and possibly person; `failures_retried`, `accounts_adopted` {people};
 *   `failure_dismissed`, `failure_dropped` {value}, `accounts_reactivated` {people}
 * - `held_approved`, `held_discarded` {steps}; `seats_bought` {value, count}
 * - `sample_opened`, `configuration_imported` {path}, `secret_set` {name}, `secrets_chosen` {backend},
 *   `settings_changed`; `notify_changed`, `notify_tested`, `notify_sent`, `notify_failed` {channel, error}
 */
export function ActivitySentence({ item }: { item: ActivityItem }): ReactNode {
  const { kind, detail } = item
  if (isStanding(kind)) return <StandingSentence item={item} />
  if (setUpKinds.has(kind)) return <SetUpSentence item={item} />
  if (directoryKinds.has(kind)) return <DirectorySentence item={item} />
  if (kind.startsWith('run_')) return <RunSentence item={item} />
  if (kind.startsWith('rule_')) return <RuleSentence item={item} />
  if (kind.startsWith('failure') || kind.startsWith('held_') || kind.startsWith('accounts_')) {
    return <FailureSentence item={item} />
  }
  return <WorkspaceSentence item={item} detail={detail} />
}

function RunSentence({ item }: { item: ActivityItem }) {
  const { t } = useLingui()
  const { detail } = item
  const actor = useActor()(item.who)
  const error = textIn(detail, 'error') ?? t`see the run`
  switch (item.kind) {
    case 'run_started':
      return <Trans>{actor} started a run</Trans>
    case 'run_finished':
      return (
        <Trans>
          Run finished: <Figures detail={detail} />
        </Trans>
      )
    case 'run_cancelled':
      return (
        <Trans>
          Run stopped: <Figures detail={detail} />
        </Trans>
      )
    case 'run_failed':
      return <Trans>Run failed: {error}</Trans>
    default:
      return <OtherSentence item={item} />
  }
}

function RuleSentence({ item }: { item: ActivityItem }) {
  const { number } = useFormat()
  const { detail } = item
  const actor = useActor()(item.who)
  const rule = <b>{item.rule ?? textIn(detail, 'name')}</b>
  const from = numberIn(detail, 'from')
  const to = numberIn(detail, 'to')
  const former = textIn(detail, 'from')
  const before = number(from ?? 0)
  const after = number(to ?? 0)
  switch (item.kind) {
    case 'rule_created':
      return (
        <Trans>
          {actor} created rule {rule}
        </Trans>
      )
    case 'rule_changed':
      return former && former !== item.rule ? (
        <Trans>
          {actor} changed rule {rule}, formerly {former}
        </Trans>
      ) : (
        <Trans>
          {actor} changed rule {rule}
        </Trans>
      )
    case 'rule_moved':
      return from !== null && to !== null ? (
        <Trans>
          {actor} moved rule {rule} from {before} to {after}
        </Trans>
      ) : (
        <Trans>
          {actor} moved rule {rule}
        </Trans>
      )
    case 'rule_switched':
      return detail.enabled === false ? (
        <Trans>
          {actor} disabled rule {rule}
        </Trans>
      ) : (
        <Trans>
          {actor} enabled rule {rule}
        </Trans>
      )
    case 'rule_deleted':
      return (
        <Trans>
          {actor} deleted rule {rule}
        </Trans>
      )
    case 'rule_restored':
      return (
        <Trans>
          {actor} brought rule {rule} back
        </Trans>
      )
    default:
      return <OtherSentence item={item} />
  }
}

function FailureSentence({ item }: { item: ActivityItem }) {
  const causes = useCauseWords()
  const actor = useActor()(item.who)
  const { detail, target } = item
  const cause = item.cause ? causes.name(item.cause) : ''
  const people = numberIn(detail, 'people')
  const steps = numberIn(detail, 'steps')
  const crowd = people === null ? null : <Plural value={people} one="# person" other="# people" />
  const changes =
    steps === null ? null : <Plural value={steps} one="# held step" other="# held steps" />
  const place = target ? <> · {target}</> : null
  switch (item.kind) {
    case 'failure': {
      const person = textIn(detail, 'name') ?? item.person
      const value = textIn(detail, 'value')
      return (
        <>
          {cause}
          {value && <> · {value}</>}
          {person && (
            <>
              {' '}
              · <b>{person}</b>
            </>
          )}
          {!person && crowd && <> · {crowd}</>}
          {place}
        </>
      )
    }
    case 'failures_retried':
      return (
        <Trans>
          {actor} retried {cause ? <>“{cause}”</> : <Trans>everything</Trans>}{' '}
          {crowd && <>({crowd})</>}
          {place}
        </Trans>
      )
    case 'failure_dismissed':
      return (
        <Trans>
          {actor} dismissed “{cause}”{place}
        </Trans>
      )
    case 'accounts_adopted':
      return (
        <Trans>
          {actor} adopted accounts {crowd && <>of {crowd}</>}
          {place}
        </Trans>
      )
    case 'accounts_reactivated':
      return (
        <Trans>
          {actor} reactivated accounts {crowd && <>of {crowd}</>}
          {place}
        </Trans>
      )
    case 'failure_dropped': {
      const value = textIn(detail, 'value') ?? cause
      const person = <b>{item.person}</b>
      return (
        <Trans>
          Not wanted any more: {value} · {person}
          {place}
        </Trans>
      )
    }
    case 'held_approved':
      return (
        <Trans>
          {actor} approved {changes ?? <Trans>held steps</Trans>}
          {place}
        </Trans>
      )
    case 'held_discarded':
      return (
        <Trans>
          {actor} discarded {changes ?? <Trans>held steps</Trans>}
          {place}
        </Trans>
      )
    default:
      return <OtherSentence item={item} />
  }
}

function WorkspaceSentence({
  item,
  detail,
}: {
  item: ActivityItem
  detail: ActivityItem['detail']
}) {
  const { number } = useFormat()
  const actor = useActor()(item.who)
  const value = <b>{textIn(detail, 'value') ?? item.target}</b>
  const name = textIn(detail, 'name')
  const path = textIn(detail, 'path')
  const count = number(numberIn(detail, 'count') ?? 0)
  switch (item.kind) {
    case 'sync_switched':
      return detail.on === false ? (
        <Trans>{actor} switched User sync off</Trans>
      ) : (
        <Trans>{actor} switched User sync on</Trans>
      )
    case 'sync_paused': {
      const until = numberIn(detail, 'until')
      return until === null ? (
        <Trans>{actor} let runs start by themselves again</Trans>
      ) : (
        <Trans>
          {actor} paused User sync until <Time at={until} />
        </Trans>
      )
    }
    case 'seats_bought':
      return (
        <Trans>
          {actor} bought {count} seats of {value}
        </Trans>
      )
    case 'sample_opened':
      return <Trans>{actor} opened the sample organization</Trans>
    case 'configuration_imported':
      return path ? (
        <Trans>
          {actor} took over the configuration {path}
        </Trans>
      ) : (
        <Trans>{actor} took over a configuration</Trans>
      )
    case 'secret_set':
      return name ? (
        <Trans>
          {actor} set the secret <b>{name}</b>
        </Trans>
      ) : (
        <Trans>{actor} set a secret</Trans>
      )
    case 'secrets_chosen':
      return <Trans>{actor} chose where secrets are kept</Trans>
    case 'activity_trimmed': {
      const entries = numberIn(detail, 'entries') ?? 0
      return (
        <Plural value={entries} one="# old entry was deleted" other="# old entries were deleted" />
      )
    }
    case 'settings_changed':
      return <Trans>{actor} changed the settings</Trans>
    case 'notify_changed':
      return <Trans>{actor} changed where news go</Trans>
    case 'notify_tested':
      return <Trans>{actor} sent a trial message</Trans>
    case 'notify_sent':
      return <Trans>News were sent</Trans>
    case 'notify_failed':
      return <Trans>News could not be sent: {textIn(detail, 'error')}</Trans>
    default:
      return <OtherSentence item={item} />
  }
}
