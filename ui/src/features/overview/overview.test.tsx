import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { setProgress } from '../../app/progress'
import type { PlanView } from '../../platform'
import { engine } from '../../test/engine'
import { lastRun, noLicences, overviewWith } from '../../test/overview'
import { show } from '../../test/show'
import { groupHeld } from './heldGroups'
import Overview from './index'

const plan: PlanView = {
  id: 3,
  at: 1_795_000_000_000,
  people: 4812,
  steps: 1694,
  warnings: [],
  targets: [
    {
      target: 'GoTo',
      error: null,
      changes: [
        { kind: 'suspend', slot: null, value: null, count: 12, held: 0 },
        { kind: 'unassign', slot: 'products', value: 'Connect', count: 212, held: 212 },
        { kind: 'assign', slot: 'products', value: 'Webinar', count: 1470, held: 0 },
      ],
      held: [{ guard: 'removals', slot: 'products', value: null, steps: 212, limit: 200 }],
      seats: [],
      failures: [{ cause: 'account_exists', people: 3 }],
      pending: 0,
      waiting: [],
    },
  ],
}

const button = (name: string | RegExp) => screen.findByRole('button', { name })

test('a banner says how many and what to do, and its buttons do just that', async () => {
  const calls = engine({
    'overview.get': () => overviewWith({ banners: [noLicences] }),
    'failures.retry': () => ({}),
    'failures.dismiss': () => ({}),
  })
  show(<Overview />)
  const title = await screen.findByRole('heading', {
    name: 'No licences left for Webinar · 2 people',
  })
  expect(title.parentElement?.textContent).toContain('All 250 seats are taken.')
  expect(title.parentElement?.textContent).toContain('Rule “Marketing” asks for it.')
  expect(screen.getByRole('link', { name: 'Details' }).getAttribute('href')).toBe(
    '#/overview/failures/GoTo/no_licences',
  )
  expect(screen.queryByRole('button', { name: 'Adopt…' })).toBeNull()

  await userEvent.click(await button('Retry sync'))
  await waitFor(() =>
    expect(calls.of('failures.retry')).toEqual([
      { cause: 'no_licences', target: 'GoTo', users: [] },
    ]),
  )
  await userEvent.click(await button('Dismiss'))
  await waitFor(() =>
    expect(calls.of('failures.dismiss')).toEqual([{ cause: 'no_licences', target: 'GoTo' }]),
  )
})

test('buying starts with what is short and buys what was entered', async () => {
  const calls = engine({
    'overview.get': () => overviewWith({ banners: [noLicences] }),
    'sample.buy_seats': () => ({}),
  })
  show(<Overview />)
  await userEvent.click(await button('Buy seats…'))
  const field = await screen.findByLabelText<HTMLInputElement>('Webinar')
  expect(field.value).toBe('2')
  await userEvent.clear(field)
  await userEvent.type(field, '5')
  await userEvent.click(await button('Buy 5 seats'))
  await waitFor(() =>
    expect(calls.of('sample.buy_seats')).toEqual([
      { target: 'GoTo', slot: 'products', value: 'Webinar', count: 5 },
    ]),
  )
})

test('adopting asks first and says how many', async () => {
  const banner = { ...noLicences, cause: 'account_exists', actions: ['adopt'], values: [] }
  const calls = engine({
    'overview.get': () => overviewWith({ banners: [banner] }),
    'failures.adopt': () => ({}),
  })
  show(<Overview />)
  await userEvent.click(await button('Adopt…'))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('2 accounts in GoTo come under Rolecall’s management.')
  expect(calls.of('failures.adopt')).toEqual([])
  await userEvent.click(within(dialog).getByRole('button', { name: 'Adopt 2 accounts' }))
  await waitFor(() =>
    expect(calls.of('failures.adopt')).toEqual([
      { cause: 'account_exists', target: 'GoTo', users: [] },
    ]),
  )
})

test('held steps are reviewed on their run, and approved only after the numbers were shown', async () => {
  const part = { target: 'GoTo', guard: 'removals', slot: 'products', run: 7, limit: 200 }
  const calls = engine({
    'overview.get': () => overviewWith({ held: [{ ...part, value: null, steps: 212 }] }),
    'held.approve': () => ({}),
  })
  show(<Overview />)
  await screen.findByRole('heading', { name: '212 removals are waiting for you' })
  expect(screen.getByRole('link', { name: 'Review' }).getAttribute('href')).toBe(
    '#/runs/7?state=held',
  )
  await userEvent.click(await button('Approve 212 changes'))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('products: 212 changes · limit 200')
  expect(calls.of('held.approve')).toEqual([])
  await userEvent.click(within(dialog).getByRole('button', { name: 'Approve 212 changes' }))
  await waitFor(() =>
    expect(calls.of('held.approve')).toEqual([{ run: 7, target: 'GoTo', guard: 'removals' }]),
  )
})

test('what is decided together is one banner, and no step counts twice', () => {
  const part = { target: 'GoTo', guard: 'removals', run: 7, limit: 200 }
  const groups = groupHeld([
    { ...part, slot: 'products', value: 'Webinar', steps: 205 },
    { ...part, slot: 'products', value: null, steps: 212 },
    { ...part, slot: 'accounts', value: null, steps: 300 },
    { ...part, guard: 'bad_rows', slot: 'accounts', value: null, steps: 4 },
  ])
  expect(groups.map((g) => [g.guard, g.steps])).toEqual([
    ['removals', 512],
    ['bad_rows', 4],
  ])
})

test('the first switch-on shows the plan, and only its button switches on', async () => {
  const calls = engine({
    'overview.get': () =>
      overviewWith({
        sync: {
          on: false,
          everOn: false,
          running: null,
          last: null,
          nextAt: null,
          paused: [],
          pausedUntil: null,
          quarantined: [],
          runnerElsewhere: null,
        },
      }),
    'plan.get': () => plan,
    'sync.switch': () => ({}),
  })
  show(<Overview />)
  await screen.findByText('Not switched on yet')
  await userEvent.click(screen.getByRole('switch', { name: 'User sync' }))
  const dialog = await screen.findByRole('dialog')
  await within(dialog).findByText('Suspend account')
  expect(dialog.textContent).toContain('212 of these changes would wait for you.')
  expect(dialog.textContent).toContain('An account exists already · 3 people go without')
  expect(calls.of('sync.switch')).toEqual([])

  await userEvent.click(
    within(dialog).getByRole('button', { name: 'Switch on and apply 1,482 changes' }),
  )
  await waitFor(() => expect(calls.of('sync.switch')).toEqual([{ on: true }]))
  const order = calls.all
    .map((call) => call.name)
    .filter((name) => name.startsWith('plan.') || name.startsWith('sync.'))
  expect(order).toEqual(['plan.get', 'sync.switch'])
})

test('later the switch switches at once', async () => {
  const calls = engine({ 'overview.get': () => overviewWith(), 'sync.switch': () => ({}) })
  show(<Overview />)
  await screen.findByText('Everyone is in sync')
  await userEvent.click(screen.getByRole('switch', { name: 'User sync' }))
  await waitFor(() => expect(calls.of('sync.switch')).toEqual([{ on: false }]))
  expect(calls.of('plan.get')).toEqual([])
})

test('a run under way shows phase, done of total, rate and time left, and can be stopped', async () => {
  const running = {
    run: 8,
    phase: 'apply',
    target: 'GoTo',
    targets: [],
    done: 412,
    total: 1482,
    rate: 31.4,
    secondsLeft: 34,
    started: Date.now(),
  }
  const calls = engine({
    'overview.get': () => overviewWith({ sync: { ...overviewWith().sync, running } }),
    'sync.stop': () => ({}),
  })
  show(<Overview />)
  const region = await screen.findByRole('region', { name: 'Run under way' })
  expect(region.textContent).toContain('Sending changes to GoTo')
  expect(region.textContent).toContain('412 of 1,482 · 31 a second · 34s left')
  expect((await button('Sync now')).hasAttribute('data-disabled')).toBe(true)
  setProgress({ ...running, done: 900 })
  await waitFor(() => expect(region.textContent).toContain('900 of 1,482'))
  await userEvent.click(await button('Stop'))
  await waitFor(() => expect(calls.of('sync.stop')).toHaveLength(1))
  setProgress(null)
})

test('while something is missing the checklist leads to where it is put right', async () => {
  engine({
    'overview.get': () =>
      overviewWith({
        readiness: [
          { item: 'domain', done: true, found: 'contoso.com' },
          { item: 'target', done: false, found: 'GoTo: 401 Unauthorized' },
        ],
      }),
  })
  show(<Overview />)
  await screen.findByText('GoTo: 401 Unauthorized')
  expect(screen.getByText('1 of 2 done')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Open Connections' }).getAttribute('href')).toBe(
    '#/connections',
  )
})

test('the checklist stays away once all is there, also while User sync is switched off', async () => {
  const off = { ...overviewWith().sync, on: false }
  const readiness = [
    { item: 'source', done: true, found: '4812' },
    { item: 'switch', done: false, found: '' },
  ]
  engine({ 'overview.get': () => overviewWith({ sync: off, readiness }) })
  show(<Overview />)
  await screen.findByText('User sync is off', { selector: 'main *' })
  expect(screen.queryByText('Before you begin')).toBeNull()
})

test('counts in the checklist are told in words', async () => {
  engine({
    'overview.get': () =>
      overviewWith({
        sync: { ...overviewWith().sync, everOn: false, on: false },
        readiness: [
          { item: 'source', done: true, found: '4812' },
          { item: 'rule', done: true, found: '1' },
        ],
      }),
  })
  show(<Overview />)
  await screen.findByText('4,812 people were read.')
  expect(screen.getByText('1 rule matches someone.')).toBeTruthy()
})

test('a target that cannot be used is a banner without a number, and all is not well', async () => {
  const sample = 'GoTo answered 401 Unauthorized.'
  const banner = { ...noLicences, cause: 'credential_rejected', people: 0, values: [], sample }
  engine({ 'overview.get': () => overviewWith({ banners: [{ ...banner, actions: ['retry'] }] }) })
  show(<Overview />)
  await screen.findByRole('heading', { name: 'The credential is not accepted · GoTo' })
  expect(screen.getByText(`“${sample}”`)).toBeTruthy()
  expect(screen.getByText('A target cannot be used')).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Details' })).toBeNull()
})

test('a failed run says why, and a reading that fails can be tried again', async () => {
  const error = 'The file people.csv is not there.'
  let isBroken = true
  const calls = engine({
    'overview.get': () => {
      if (isBroken) throw new Error('broken')
      const failure = { code: 'internal', message: error, details: {} }
      const last = { ...lastRun, state: 'failed', error: failure }
      return overviewWith({ sync: { ...overviewWith().sync, last } })
    },
  })
  show(<Overview />)
  await screen.findByText('The overview could not be read')
  isBroken = false
  await userEvent.click(await button('Try again'))
  await screen.findByText(error)
  expect(calls.of('overview.get')).toHaveLength(2)
})
