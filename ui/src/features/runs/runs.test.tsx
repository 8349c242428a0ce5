import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type { RunCount, RunStep, RunSummary } from '../../platform'
import { fakeEngine, Refusal } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Runs from './index'
import { byTarget, worstFirst } from './order'

const run: RunSummary = {
  id: 7,
  trigger: 'manual',
  who: 'anja@desk',
  started: 1_000,
  ended: 39_000,
  state: 'finished',
  done: 2,
  failed: 1,
  held: 3,
  notSent: 0,
  error: null,
  undoes: null,
  canUndo: true,
}

const step = (id: number, state: string): RunStep => ({
  id,
  user: `person${id}@vellamo.example`,
  target: 'console',
  kind: 'assign',
  slot: 'products',
  value: 'Webinar',
  rules: ['Sales'],
  state,
  cause: state === 'failed' ? 'no_licences' : null,
  message: state === 'failed' ? 'no seats' : '',
  tries: 1,
  at: 2_000,
  waits: state === 'held',
})

const count = (value: string, numbers: Partial<RunCount>): RunCount => ({
  target: 'console',
  kind: 'assign',
  slot: 'products',
  value,
  done: 0,
  failed: 0,
  held: 0,
  notSent: 0,
  waiting: 0,
  ...numbers,
})

const steps = [step(1, 'done'), step(2, 'failed'), step(3, 'done')]
let engine: ReturnType<typeof fakeEngine>
let runs: RunSummary[]

beforeEach(() => {
  localStorage.clear()
  runs = [run]
  engine = fakeEngine({
    'runs.list': () => ({ total: runs.length, items: runs }),
    'runs.show': ({ run: id }) => {
      if (id !== 7) throw new Refusal('run_unknown', `There is no run ${id}.`)
      return {
        summary: run,
        counts: [count('Webinar', { done: 2, failed: 1 })],
        warnings: [],
        dropped: [],
      }
    },
    'runs.steps': ({ state, text }) => {
      const items = steps.filter((s) => (!state || s.state === state) && s.user.includes(text))
      return { total: items.length, items }
    },
    'overview.get': () =>
      ({
        sync: { running: null },
        held: [
          {
            target: 'console',
            guard: 'removals',
            slot: 'products',
            value: null,
            steps: 3,
            limit: 2,
            run: 7,
          },
        ],
      }) as never,
    'held.approve': () => ({}),
    'held.decide': ({ steps: { chosen } }) => ({ steps: chosen?.keys.length ?? 0 }),
  })
})

const open = (hash: string) => {
  location.hash = hash
  show(<Runs />)
}

test('the list shows a run with its numbers, and an empty one the next step', async () => {
  open(hrefTo('runs'))
  const row = await screen.findByRole('row', { name: /With failures/ })
  expect(within(row).getByText('anja@desk')).toBeTruthy()
})

test('without runs the next step is offered', async () => {
  runs = []
  open(hrefTo('runs'))
  expect(await screen.findByText('No runs yet')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Sync now' })).toBeTruthy()
})

test('the filter asks the engine for steps of one state, and stands in the address', async () => {
  const user = userEvent.setup()
  open(hrefTo('runs', [7]))
  await screen.findByText('person1@vellamo.example')
  await user.click(screen.getByRole('radio', { name: /Failed/ }))
  await waitFor(() => expect(screen.queryByText('person1@vellamo.example')).toBeNull())
  expect(screen.getByText('person2@vellamo.example')).toBeTruthy()
  expect(location.hash).toBe('#/runs/7?state=failed')
  expect(engine.calls('runs.steps').at(-1)?.state).toBe('failed')
})

test('a link to the held steps opens them filtered', async () => {
  open(hrefTo('runs', [7], { state: 'held' }))
  expect(await screen.findByText('No steps here')).toBeTruthy()
  expect(engine.calls('runs.steps')[0]?.state).toBe('held')
})

test('held steps are approved only after saying what that does', async () => {
  const user = userEvent.setup()
  open(hrefTo('runs', [7]))
  await user.click(await screen.findByRole('button', { name: 'Approve 3 changes' }))
  expect(engine.calls('held.approve')).toEqual([])
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Approve 3 changes' }))
  await waitFor(() =>
    expect(engine.calls('held.approve')).toEqual([
      { run: 7, target: 'console', guard: 'removals' },
    ]),
  )
})

test('a run that does not exist says so', async () => {
  open(hrefTo('runs', [9]))
  expect(await screen.findByText('There is no run 9.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})

test('counts come worst first, target by target', () => {
  const done = count('Connect', { done: 400 })
  const held = count('Meeting', { held: 2 })
  const failed = count('Webinar', { failed: 1 })
  expect(worstFirst([done, held, failed])).toEqual([failed, held, done])
  const other = { ...done, target: 'Adobe' }
  expect(byTarget([done, other, held])).toEqual([
    ['console', [done, held]],
    ['Adobe', [other]],
  ])
})

test('a head sorts by the engine and stands in the address', async () => {
  const user = userEvent.setup()
  open(hrefTo('runs', [7]))
  await screen.findByText('person1@vellamo.example')
  expect(engine.calls('runs.steps').at(-1)).not.toHaveProperty('sort')
  await user.click(screen.getByRole('button', { name: 'Person' }))
  await waitFor(() =>
    expect(engine.calls('runs.steps').at(-1)).toMatchObject({ sort: 'user', descending: false }),
  )
  await user.click(screen.getByRole('button', { name: 'Person' }))
  await waitFor(() => expect(location.hash).toContain('sort=user&down=1'))
  expect(engine.calls('runs.steps').at(-1)).toMatchObject({ sort: 'user', descending: true })
})

test('chosen steps are decided on, by keyboard alone', async () => {
  const user = userEvent.setup()
  open(hrefTo('runs', [7]))
  ;(await screen.findByRole('row', { name: /person1/ })).focus()
  await user.keyboard(' {Shift>}{ArrowDown}{/Shift}')
  expect(screen.getAllByText('2 rows selected')).toHaveLength(2)
  await user.click(screen.getByRole('button', { name: 'Discard…' }))
  await user.click(screen.getByRole('button', { name: 'Discard them' }))
  await waitFor(() => expect(engine.calls('held.decide')).toHaveLength(1))
  expect(engine.calls('held.decide')[0]).toMatchObject({
    approve: false,
    steps: { run: 7, chosen: { all: false, keys: ['1', '2'] } },
  })
  await waitFor(() => expect(screen.queryByText('2 rows selected')).toBeNull())
})

test('the list of runs is narrowed and sorted by the engine', async () => {
  const user = userEvent.setup()
  open(hrefTo('runs'))
  await screen.findByRole('row', { name: /With failures/ })
  runs = []
  await user.click(screen.getByRole('radio', { name: 'Broken off' }))
  await screen.findByText('No run of this kind')
  expect(engine.calls('runs.list').at(-1)).toMatchObject({ outcome: 'broken_off' })
  runs = [run]
  await user.click(screen.getByRole('button', { name: 'Show all runs' }))
  const row = await screen.findByRole('row', { name: /With failures/ })
  expect(row).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Failed' }))
  await waitFor(() =>
    expect(engine.calls('runs.list').at(-1)).toMatchObject({ sort: 'failed', descending: false }),
  )
})
