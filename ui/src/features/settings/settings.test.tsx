import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type {
  NotifySettings,
  Schedule,
  ScheduleChange,
  SecretsState,
  Settings as Values,
} from '../../platform'
import { engine } from '../../test/engine'
import { show } from '../../test/show'
import Settings from './index'

const settings = (secrets: Partial<SecretsState> = {}): Values => ({
  theme: 'system',
  language: 'en',
  platform: 'browser',
  version: '0.1.0',
  workspace: '/srv/rolecall',
  secrets: { backend: 'keyring', keyring: 'ready', reason: '', vaultExists: false, ...secrets },
  renewAfterDays: 180,
  keepActivityDays: null,
  autostart: null,
})

const connections = () => ({ sources: [], targets: [] })

const open = (part: string, query = {}) => {
  location.hash = hrefTo('settings', [part], query)
  show(<Settings />)
}

test('a theme is set at once and leaves the language alone', async () => {
  const calls = engine({
    'settings.get': () => settings(),
    'settings.set': (change) => ({ ...settings(), theme: change.theme ?? 'system' }),
    'connections.list': connections,
  })
  show(<Settings />)
  await userEvent.click(await screen.findByRole('button', { name: /Theme/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'Dark' }))
  await waitFor(() => expect(calls.of('settings.set')).toEqual([{ theme: 'dark', language: null }]))
  expect(screen.getByRole('button', { name: /Language/ })).toBeTruthy()
})

test('without a keyring it says so, and a vault needs the same good passphrase twice', async () => {
  const calls = engine({
    'settings.get': () =>
      settings({ backend: 'none', keyring: 'missing', reason: 'No Secret Service answers.' }),
    'secrets.choose': () => settings({ backend: 'vault', keyring: 'missing' }),
    'connections.list': connections,
  })
  open('secrets')
  expect(await screen.findByText(/No Secret Service answers\./)).toBeTruthy()
  const keep = screen.getByRole('button', { name: 'Keep secrets there' })
  await userEvent.type(screen.getByLabelText('Passphrase'), 'correct horse')
  await userEvent.type(screen.getByLabelText('Passphrase again'), 'correct house')
  expect(screen.getByText('The two differ.')).toBeTruthy()
  expect(keep.hasAttribute('data-disabled')).toBe(true)
  await userEvent.clear(screen.getByLabelText('Passphrase again'))
  await userEvent.type(screen.getByLabelText('Passphrase again'), 'correct horse')
  await userEvent.click(keep)
  await screen.findByText('In a vault file, sealed with your passphrase')
  expect(calls.of('secrets.choose')).toEqual([{ backend: 'vault', passphrase: 'correct horse' }])
})

test('memory is chosen without a passphrase', async () => {
  const calls = engine({
    'settings.get': () => settings({ backend: 'none', keyring: 'locked' }),
    'secrets.choose': () => settings({ backend: 'memory', keyring: 'locked' }),
    'connections.list': connections,
  })
  open('secrets')
  await userEvent.click(await screen.findByRole('radio', { name: /This session’s memory/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep secrets there' }))
  await waitFor(() =>
    expect(calls.of('secrets.choose')).toEqual([{ backend: 'memory', passphrase: null }]),
  )
})

test('a secret goes in once and leaves the field', async () => {
  const calls = engine({
    'settings.get': () => settings(),
    'secrets.set': () => ({}),
    'connections.list': connections,
  })
  open('secrets')
  await userEvent.type(await screen.findByRole('combobox', { name: 'Name' }), 'goto-token')
  const value = screen.getByLabelText<HTMLInputElement>('Value')
  expect(value.type).toBe('password')
  await userEvent.type(value, 's3cret')
  await userEvent.click(screen.getByRole('button', { name: 'Set secret' }))
  await waitFor(() =>
    expect(calls.of('secrets.set')).toEqual([{ name: 'goto-token', value: 's3cret' }]),
  )
  await waitFor(() => expect(value.value).toBe(''))
})

test('the address names a part, and a secret asked for leads to the secrets', async () => {
  engine({ 'settings.get': () => settings(), 'connections.list': connections })
  open('general', { secret: 'console-token' })
  const name = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Name' })
  expect(name.value).toBe('console-token')
  await userEvent.click(screen.getByRole('tab', { name: 'General' }))
  await screen.findByText('This installation')
})

const schedule: Schedule = {
  targets: [
    {
      target: 'console',
      every: '40m',
      at: null,
      next: [40, 80, 120, 160].map((minutes) => 1_795_000_000_000 + minutes * 60_000),
    },
    { target: 'Adobe', every: null, at: '0 6 * * 1-5', next: [] },
  ],
  quiet: ['22:00-06:00'],
  zone: 'Europe/Berlin',
}

const scheduleEngine = () => {
  let kept = schedule
  return engine({
    'settings.get': () => settings(),
    'schedule.get': () => kept,
    'schedule.set': ({ targets, quiet }: ScheduleChange) => {
      const changed = new Map(targets?.map((one) => [one.target, { ...one, next: [9] }]))
      kept = {
        ...kept,
        targets: kept.targets.map((one) => changed.get(one.target) ?? one),
        quiet: quiet ?? kept.quiet,
      }
      return kept
    },
  })
}

test('the schedule shows the next three runs, and saves only what changed', async () => {
  const calls = scheduleEngine()
  open('schedule')
  const next = await screen.findByText('Next:')
  expect(next.querySelectorAll('time')).toHaveLength(3)
  expect(screen.getByText('Time of this machine: Europe/Berlin')).toBeTruthy()
  expect(screen.getByText(/No run by itself while/)).toBeTruthy()
  const save = screen.getByRole('button', { name: 'Save schedule' })
  expect(save.hasAttribute('data-disabled')).toBe(true)

  const times = screen.getByLabelText('Times at which Adobe is synced')
  await userEvent.clear(times)
  await userEvent.type(times, '30  5 * * *')
  expect(screen.getByText('Save to see the next runs.')).toBeTruthy()
  await userEvent.click(save)
  await waitFor(() =>
    expect(calls.of('schedule.set')).toEqual([
      {
        targets: [{ target: 'Adobe', every: null, at: '30 5 * * *', next: [] }],
        quiet: null,
      },
    ]),
  )
  await screen.findByText('Nothing to save.')
})

test('a target changes from an interval to times, and what cannot be read is not sent', async () => {
  const calls = scheduleEngine()
  open('schedule')
  const often = await screen.findByLabelText('How often console is synced')
  await userEvent.clear(often)
  await screen.findByText('A whole number.')
  const save = screen.getByRole('button', { name: 'Save schedule' })
  expect(save.hasAttribute('data-disabled')).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: /How console is timed/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'At times' }))
  await userEvent.type(screen.getByLabelText('Times at which console is synced'), '0 7 * * *')
  await userEvent.click(save)
  await waitFor(() =>
    expect(calls.of('schedule.set')).toEqual([
      { targets: [{ target: 'console', every: null, at: '0 7 * * *', next: [] }], quiet: null },
    ]),
  )
})

test('quiet hours are added, corrected and removed', async () => {
  const calls = scheduleEngine()
  open('schedule')
  await userEvent.click(await screen.findByRole('button', { name: 'Add quiet hours' }))
  const [, from] = screen.getAllByLabelText('Quiet from')
  const [, to] = screen.getAllByLabelText('Quiet until')
  if (!from || !to) throw new Error('There is no second span.')
  await userEvent.clear(from)
  await userEvent.type(from, '12h')
  await screen.findByText('Such as 22:00.')
  await userEvent.clear(from)
  await userEvent.type(from, '12:00')
  await userEvent.clear(to)
  await userEvent.type(to, '13:00')
  await userEvent.click(screen.getByRole('button', { name: 'Remove the quiet hours from 22:00' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save schedule' }))
  await waitFor(() =>
    expect(calls.of('schedule.set')).toEqual([{ targets: null, quiet: ['12:00-13:00'] }]),
  )
})

const notify: NotifySettings = {
  desktop: true,
  email: {
    to: ['admins@vellamo.example', 'it@vellamo.example'],
    from: 'rolecall@vellamo.example',
    host: 'mail.vellamo.example',
    port: 587,
    tls: 'starttls',
    user: 'rolecall',
    secret: 'smtp-password',
    secretKept: true,
    ca: null,
  },
  webhook: null,
  last: [
    { channel: 'email', at: 1_795_000_000_000, run: 7, error: 'mail.vellamo.example refused.' },
  ],
}

const notifyEngine = (kept: NotifySettings = notify) => {
  let now = kept
  return engine({
    'settings.get': () => settings(),
    'notify.get': () => now,
    'notify.set': (change) => {
      now = { ...now, ...change }
      return now
    },
    'notify.test': ({ channel }) => ({
      ok: channel !== 'webhook',
      message: `${channel} was tried.`,
    }),
    'secrets.set': () => ({}),
  })
}

test('a test is sent for what is saved only, and its answer stands in place', async () => {
  const calls = notifyEngine()
  open('notifications')
  const trial = await screen.findByRole('button', { name: 'Send a test by e-mail' })
  expect(screen.getByText(/The news of run 7 could not be sent/)).toBeTruthy()
  await userEvent.click(trial)
  await screen.findByText('email was tried.')
  expect(calls.of('notify.test')).toEqual([{ channel: 'email' }])
  await userEvent.type(screen.getByLabelText('Mail server'), '.org')
  expect(trial.hasAttribute('data-disabled')).toBe(true)
})

test('a password goes in before what names it, and never comes back', async () => {
  const calls = notifyEngine()
  open('notifications')
  const password = await screen.findByLabelText<HTMLInputElement>('Password')
  expect(password.type).toBe('password')
  expect(password.value).toBe('')
  await userEvent.type(password, 'hush')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(calls.of('notify.set')).toEqual([expect.objectContaining(channels)]))
  const sent = calls.all.map((one) => one.name)
  expect(sent.indexOf('secrets.set')).toBeLessThan(sent.indexOf('notify.set'))
  expect(calls.of('secrets.set')).toEqual([{ name: 'smtp-password', value: 'hush' }])
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(''))
})

const channels = { desktop: true, email: notify.email, webhook: null }

test('what is switched off comes back with one press', async () => {
  const calls = notifyEngine()
  open('notifications')
  await userEvent.click(await screen.findByRole('switch', { name: 'By e-mail' }))
  await waitFor(() => expect(calls.of('notify.set')).toEqual([{ ...channels, email: null }]))
  await screen.findByText(/Nothing is mailed/)
})

test('a webhook is signed unless that is given up, and needs its key first', async () => {
  const calls = notifyEngine()
  open('notifications')
  await userEvent.click(await screen.findByRole('switch', { name: 'To a webhook' }))
  const card = screen.getByRole('heading', { name: 'To a webhook' }).closest('section')
  if (!card) throw new Error('The webhook has no card.')
  await userEvent.type(within(card).getByLabelText('Address'), 'https://hooks.example/rolecall')
  const save = within(card).getByRole('button', { name: 'Save' })
  expect(save.hasAttribute('data-disabled')).toBe(true)
  await userEvent.type(within(card).getByLabelText('Signing key'), 'k3y')
  await userEvent.click(save)
  await waitFor(() =>
    expect(calls.of('notify.set')).toEqual([
      {
        ...channels,
        webhook: {
          url: 'https://hooks.example/rolecall',
          secret: 'notify-webhook',
          secretKept: false,
          ca: null,
        },
      },
    ]),
  )
  expect(calls.of('secrets.set')).toEqual([{ name: 'notify-webhook', value: 'k3y' }])
})

test('without a place for secrets nothing that needs one is saved', async () => {
  engine({
    'settings.get': () => settings({ backend: 'none' }),
    'notify.get': () => notify,
  })
  open('notifications')
  await userEvent.type(await screen.findByLabelText('Password'), 'hush')
  await screen.findByText('Choose first under Secrets where they are kept.')
  expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('data-disabled')).toBe(true)
})
