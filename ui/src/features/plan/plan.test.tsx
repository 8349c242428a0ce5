import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import type { PlanStep, PlanStepsRequest, PlanView } from '../../platform'
import { axeFinds } from '../../test/clean'
import { fakeEngine } from '../../test/fakeEngine'
import { overviewWith } from '../../test/overview'
import { show } from '../../test/show'
import Runs from '../runs'
import { groupChanges } from './groups'

const plan: PlanView = {
  id: 3,
  at: Date.now(),
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
      failures: [],
      pending: 0,
      waiting: [],
    },
  ],
}

const step: PlanStep = {
  target: 'GoTo',
  user: 'saga@contoso.com',
  name: 'Saga Öberg',
  kind: 'unassign',
  slot: 'products',
  value: 'Connect',
  rules: [],
  held: 'removals',
}

let engine: ReturnType<typeof fakeEngine>

beforeEach(() => {
  engine = fakeEngine({
    'overview.get': () => overviewWith(),
    'plan.get': () => plan,
    'plan.rules': () => ({ rules: [{ rule: 'Marketing', position: 4, steps: 14, people: 14 }] }),
    'plan.steps': () => ({ total: 1, items: [step] }),
    'plan.export': () => ({ name: 'plan.csv', text: 'user\r\n' }),
    'rules.list': () => ({ people: 9, rules: [] }),
    'people.show': () =>
      ({ targets: [{ target: 'GoTo', error: null, values: [] }], person: step }) as never,
    'sync.now': () => ({}),
  })
})

const open = (query: Record<string, string> = {}) => {
  location.hash = hrefTo('runs', ['plan'], query)
  show(<Runs />)
}

const asked = () => engine.calls('plan.steps').at(-1) as PlanStepsRequest

test('values that people lose come first', () => {
  expect(
    groupChanges(plan, 'value').map(({ value, lose, gain, held }) => [value, lose, gain, held]),
  ).toEqual([
    ['Connect', 212, 0, 212],
    ['Webinar', 0, 1470, 0],
  ])
  expect(groupChanges(plan, 'slot')).toMatchObject([
    { slot: 'products', value: null, lose: 212, gain: 1470 },
  ])
})

test('a change leads to its people, and a person to the why', async () => {
  open()
  await userEvent.click(await screen.findByRole('button', { name: /Take Connect away/ }))
  const row = await screen.findByText('Saga Öberg')
  expect(asked()).toMatchObject({ target: 'GoTo', kind: 'unassign', value: 'Connect' })
  await userEvent.click(row)
  const why = await screen.findByRole('complementary', { name: 'Why' })
  await within(why).findByRole('heading', { name: 'Why Saga Öberg loses Connect' })
  await within(why).findByText('No rule speaks of it for this person at present.')
})

test('rules and values are ways in too', async () => {
  open({ by: 'rule' })
  await userEvent.click(await screen.findByText('4 Marketing'))
  await screen.findByText('Saga Öberg')
  expect(asked()).toMatchObject({ rule: 'Marketing', target: null })
  expect(location.hash).toContain('by=person')
})

test('the list is narrowed by what is held and by a name', async () => {
  open({ by: 'person' })
  await screen.findByText('Saga Öberg')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Only what would be held' }))
  await waitFor(() => expect(asked()).toMatchObject({ held: true }))
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find a person' }), 'saga')
  await waitFor(() => expect(asked()).toMatchObject({ held: true, text: 'saga' }))
})

test('what is looked at can be saved, and the run is started with its number', async () => {
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL() {} }),
  )
  open({ by: 'person', rule: 'Marketing' })
  await screen.findByText('Saga Öberg')
  await userEvent.click(screen.getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() => expect(engine.calls('plan.export')[0]).toMatchObject({ rule: 'Marketing' }))
  await userEvent.click(screen.getByRole('button', { name: 'Sync now · 1,482 changes' }))
  await waitFor(() => expect(engine.calls('sync.now')).toHaveLength(1))
})

test('changes are sorted by the engine, and those chosen are saved', async () => {
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL() {} }),
  )
  open({ by: 'person' })
  await screen.findByText('Saga Öberg')
  await userEvent.click(screen.getByRole('button', { name: 'Person' }))
  await waitFor(() => expect(asked()).toMatchObject({ sort: 'person', descending: false }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select Saga Öberg' }))
  const chosen = screen.getByRole('region', { name: 'Selected rows' })
  await userEvent.click(within(chosen).getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() =>
    expect(engine.calls('plan.export')[0]).toMatchObject({
      sort: 'person',
      chosen: {
        all: false,
        keys: ['["GoTo","saga@contoso.com","unassign","products","Connect"]'],
      },
    }),
  )
})

test('a plan that a run has overtaken says so', async () => {
  const last = overviewWith().sync.last
  engine = fakeEngine({
    'overview.get': () =>
      overviewWith({
        sync: { ...overviewWith().sync, last: last && { ...last, ended: Date.now() + 60_000 } },
      }),
    'plan.get': () => plan,
  })
  open()
  await screen.findByRole('heading', { name: 'A run has ended since' })
  await userEvent.click(screen.getAllByRole('button', { name: 'Plan again' }).at(-1) as Element)
  await waitFor(() => expect(engine.calls('plan.get')).toHaveLength(2))
})

test.each(['target', 'value', 'rule', 'person'])(
  'axe finds nothing in the plan by %s',
  async (by) => {
    open({ by })
    await screen.findAllByText(/Connect|Marketing|Saga Öberg/)
    expect(await axeFinds(document.body)).toEqual([])
  },
)
