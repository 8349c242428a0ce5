import { Trans, useLingui } from '@lingui/react/macro'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, toast } from '../../../app'
import {
  Button,
  Card,
  EmptyState,
  LinkButton,
  ReadError,
  Said,
  SkeletonRows,
} from '../../../components'
import { type Schedule, useCommand, useCommandAction } from '../../../platform'
import settings from '../Settings.module.css'
import { changeOf, isReadable, type Times, toQuiet, toTimes } from './form'
import { QuietHours } from './QuietHours'
import styles from './schedule.module.css'
import { TargetTimes } from './TargetTimes'

/** The part of a schedule that is edited; what follows from it changes by itself. */
const wordsOf = ({ targets, quiet }: Schedule) =>
  JSON.stringify([targets.map(({ target, every, at }) => [target, every, at]), quiet])

function Form({ schedule }: { schedule: Schedule }) {
  const { t } = useLingui()
  const [times, setTimes] = useState(() => schedule.targets.map(toTimes))
  const [quiet, setQuiet] = useState(() => toQuiet(schedule.quiet))
  const saving = useCommandAction('schedule.set', {
    refresh: ['overview.get', 'connections.list'],
    onSuccess: (now, _, client) => {
      client.setQueryData(['schedule.get', {}], now)
      toast({ text: t`The schedule is saved.` })
    },
  })
  const change = changeOf(schedule, times, quiet)
  const edit = (target: string, part: Partial<Times>) =>
    setTimes(times.map((one) => (one.target === target ? { ...one, ...part } : one)))
  const changed = new Set(change?.targets?.map((one) => one.target))
  const zone = schedule.zone.replaceAll('_', ' ')
  return (
    <form
      className={settings.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (change && isReadable(times, quiet)) saving.mutate(change)
      }}
    >
      <Card
        title={t`When targets are synced`}
        aside={<Trans>Time of this machine: {zone}</Trans>}
        flush
      >
        <ul className={styles.targets}>
          {times.map((one, index) => (
            <TargetTimes
              key={one.target}
              times={one}
              onChange={(part) => edit(one.target, part)}
              next={schedule.targets[index]?.next ?? []}
              isChanged={changed.has(one.target) || change?.quiet != null}
            />
          ))}
        </ul>
      </Card>
      <Card title={t`Quiet hours`}>
        <QuietHours quiet={quiet} onChange={setQuiet} />
      </Card>
      {saving.error && <Said tone="bad">{saving.error.message}</Said>}
      <div className={settings.line}>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!change || !isReadable(times, quiet)}
          isPending={saving.isPending}
        >
          <Trans>Save schedule</Trans>
        </Button>
        {!change && (
          <span className={settings.soft}>
            <Trans>Nothing to save.</Trans>
          </span>
        )}
      </div>
    </form>
  )
}

/** When runs start by themselves: how often or at which times, a target each, and when not. */
export function ScheduleSettings() {
  const { t } = useLingui()
  const schedule = useCommand('schedule.get', {})
  const { data, error } = schedule
  if (!data) {
    return error ? (
      <ReadError error={error} onRetry={() => schedule.refetch()} />
    ) : (
      <Card title={t`When targets are synced`} flush>
        <SkeletonRows rows={4} />
      </Card>
    )
  }
  if (data.targets.length === 0) {
    return (
      <EmptyState
        icon={CalendarClock}
        title={t`No targets yet`}
        action={
          <LinkButton href={hrefTo('connections')}>
            <Trans>Go to Connections</Trans>
          </LinkButton>
        }
      >
        <Trans>When runs start by themselves is set here, a target each.</Trans>
      </EmptyState>
    )
  }
  return <Form key={wordsOf(data)} schedule={data} />
}
