import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate, shortcuts, toast, useProgress } from '../../app'
import { available } from '../../i18n'
import { type AppError, type SettingsChange, useCommand, useCommandAction } from '../../platform'
import { daysBefore } from '../overview/runDays'
import type { Offer } from './matching'

const say = (error: AppError) => toast({ tone: 'bad', text: error.message })

/** What can be done from anywhere: sync, look at the plan, retry, and change how the application looks. */
export function useActions(): Offer[] {
  const { t } = useLingui()
  const progress = useProgress()
  const { data } = useCommand('overview.get', {})
  const sync = data?.sync
  const refresh = { refresh: ['overview.get' as const], onError: say }
  const now = useCommandAction('sync.now', refresh)
  const stop = useCommandAction('sync.stop', refresh)
  const pause = useCommandAction('sync.pause', refresh)
  const turn = useCommandAction('sync.switch', refresh)
  const retry = useCommandAction('failures.retry_all', refresh)
  const settings = useCommandAction('settings.set', {
    refresh: [],
    onSuccess: (kept, _, client) => client.setQueryData(['settings.get', {}], kept),
    onError: say,
  })
  const look = (change: Partial<SettingsChange>) =>
    settings.mutate({ theme: null, language: null, ...change })
  const lists = {
    users: t`List of people`,
    groups: t`List of groups`,
    units: t`Tree of org units`,
    domains: t`Domains`,
    exceptions: t`Exceptions`,
  }
  const parts = {
    schedule: t`Schedule of runs`,
    notifications: t`Notifications`,
    secrets: t`Where secrets are kept`,
  }
  const offers: (Offer | false)[] = [
    progress === null && { id: 'sync', label: t`Sync now`, onAction: () => now.mutate({}) },
    progress !== null && { id: 'stop', label: t`Stop the run`, onAction: () => stop.mutate({}) },
    {
      id: 'plan',
      label: t`Show what a run would change now`,
      keys: shortcuts.plan?.keys,
      onAction: () => navigate(hrefTo('runs', ['plan'])),
    },
    progress === null &&
      (data?.banners.length ?? 0) > 0 && {
        id: 'retry',
        label: t`Retry everything`,
        onAction: () => retry.mutate({}),
      },
    sync?.on === true &&
      sync.pausedUntil === null && {
        id: 'pause hour',
        label: t`Pause User sync for 1 hour`,
        onAction: () => pause.mutate({ until: Date.now() + 3_600_000 }),
      },
    sync?.on === true &&
      sync.pausedUntil === null && {
        id: 'pause tomorrow',
        label: t`Pause User sync until tomorrow`,
        onAction: () => pause.mutate({ until: daysBefore(Date.now(), -1) }),
      },
    sync?.on === true &&
      sync.pausedUntil !== null && {
        id: 'resume',
        label: t`Resume User sync`,
        onAction: () => pause.mutate({ until: null }),
      },
    sync?.on === true && {
      id: 'off',
      label: t`Switch User sync off`,
      onAction: () => turn.mutate({ on: false }),
    },
    // The first time shows its plan and asks, on Overview.
    sync?.on === false &&
      sync.everOn && {
        id: 'on',
        label: t`Switch User sync on`,
        onAction: () => turn.mutate({ on: true }),
      },
    {
      id: 'directory',
      label: t`Add a directory`,
      onAction: () => navigate(hrefTo('connections', ['add'])),
    },
    {
      id: 'target',
      label: t`Add a target`,
      onAction: () => navigate(hrefTo('connections', ['target'])),
    },
    {
      id: 'held',
      label: t`Look at discarded steps`,
      onAction: () => navigate(hrefTo('runs', [], { view: 'discarded' })),
    },
    ...(['users', 'groups', 'units', 'domains', 'exceptions'] as const).map((view) => ({
      id: `people ${view}`,
      label: lists[view],
      onAction: () => navigate(hrefTo('people', [], { view: view === 'users' ? undefined : view })),
    })),
    ...(['schedule', 'notifications', 'secrets'] as const).map((part) => ({
      id: `settings ${part}`,
      label: parts[part],
      onAction: () => navigate(hrefTo('settings', [part])),
    })),
    { id: 'light', label: t`Light theme`, onAction: () => look({ theme: 'light' }) },
    { id: 'dark', label: t`Dark theme`, onAction: () => look({ theme: 'dark' }) },
    { id: 'system', label: t`Theme of the system`, onAction: () => look({ theme: 'system' }) },
    ...languages(t`Language`, (language) => look({ language })),
  ]
  return offers.filter((offer) => offer !== false)
}

function languages(note: string, choose: (id: string) => void): Offer[] {
  if (available.length < 2) return []
  return available.map(({ id, name }) => ({
    id: `language ${id}`,
    label: name,
    note,
    onAction: () => choose(id),
  }))
}
