import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type { DiscardItem, RunSummary, UndoPreview } from '../../platform'
import { paused } from '../../test/connections'
import { fakeEngine, Refusal } from '../../test/fakeEngine'
import { lastRun, overviewWith } from '../../test/overview'
import { show } from '../../test/show'
import Runs from './index'

const people = ['anja@vellamo.example', 'lotte@vellamo.example']

const previewed: UndoPreview = {
  run: 7,
  plan: 'p1',
  at: 40_000,
  steps: 5,
  targets: [
    {
      target: 'console',
      error: null,
      steps: 5,
      changes: [
        { kind: 'suspend', slot: null, value: null, count: 2, people },
        { kind: 'unassign', slot: 'products', value: 'Webinar', count: 2, people },
        { kind: 'release', slot: null, value: null, count: 1, people: people.slice(0, 1) },
      ],
      left: [
        {
          reason: 'updated',
          kind: 'update',
          slot: null,
          value: null,
          count: 120,
          people,
        },
        {
          reason: 'value_created',
          kind: 'value',
          slot: 'groups',
          value: 'OU-Sales',
          count: 1,
          people: [],
        },
      ],
    },
    { target: 'Adobe', error: 'Adobe did not answer.', steps: 0, changes: [], left: [] },
  ],
}

const discard = (id: string): DiscardItem => ({
  id,
  target: 'console',
  user: `person${id}@vellamo.example`,
  kind: 'unassign',
  slot: 'products',
  value: 'Webinar',
  who: 'anja@desk',
  at: 2_000,
})

let engine: ReturnType<typeof fakeEngine>
let run: RunSummary
let preview: UndoPreview
let isMoved: boolean
let discards: DiscardItem[]
let sync = overviewWith().sync

beforeEach(() => {
  run = { ...lastRun, id: 7 }
  preview = previewed
  isMoved = false
  discards = [discard('1'), discard('2'), discard('3')]
  sync = overviewWith().sync
  engine = fakeEngine({
    'runs.show': () => ({
      summary: run,
      counts: [],
      warnings: [],
      dropped: [
        {
          user: 'saga@vellamo.example',
          target: 'console',
          cause: 'no_licences',
          slot: 'products',
          value: 'Webinar',
        },
      ],
    }),
    'runs.undo_preview': () => preview,
    'runs.undo': () => {
      if (isMoved) throw new Refusal('plan_changed', 'The console changed meanwhile.')
      return {}
    },
    'overview.get': () => overviewWith({ sync }),
    'targets.resume': () => ({}),
    'discards.list': ({ text, descending }) => {
      const items = discards.filter((one) => one.user.includes(text))
      return { total: items.length, items: descending ? items.reverse() : items }
    },
    'discards.export': () => ({ name: 'discarded.csv', text: 'user\n' }),
    'discards.take_back': ({ ids }) => {
      discards = discards.filter((one) => !ids.includes(one.id))
      return {}
    },
  })
})

const open = (hash: string) => {
  location.hash = hash
  show(<Runs />)
}

const openUndo = async () => {
  open(hrefTo('runs', [7]))
  await userEvent.click(await screen.findByRole('button', { name: 'Undo…' }))
  return screen.findByRole('dialog', { name: 'Undo run 7' })
}

test('an undo says what goes back, what stays and why, and what is paused, before it is done', async () => {
  const dialog = await openUndo()
  await within(dialog).findByRole('button', { name: 'Undo 5 changes' })
  const taken = within(dialog).getByRole('list', { name: 'Taken back in console' })
  expect([...taken.children].map((line) => line.textContent)).toEqual([
    'Suspend account2 people',
    'Take Webinar away · products2 people',
    'Stop managing the account1 person',
  ])
  const stays = within(dialog).getByRole('list', { name: 'Stays as it is in console' })
  expect(stays.textContent).toContain('What was written before is not kept')
  expect(stays.textContent).toContain('OU-Sales created')
  expect(dialog.textContent).toContain('Then console is paused')
  expect(dialog.textContent).toContain('Adobe did not answer.')
  expect(engine.calls('runs.undo')).toEqual([])

  await userEvent.click(within(dialog).getByRole('button', { name: 'Undo 5 changes' }))
  await waitFor(() => expect(engine.calls('runs.undo')).toEqual([{ run: 7, plan: 'p1' }]))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('each line of an undo opens to its people, and says how many more there are', async () => {
  const dialog = await openUndo()
  const line = await within(dialog).findByRole('button', { name: /Account updated/ })
  expect(screen.queryByText('and 118 more')).toBeNull()
  await userEvent.click(line)
  expect(line.getAttribute('aria-expanded')).toBe('true')
  expect(within(dialog).getByText('lotte@vellamo.example')).toBeTruthy()
  expect(within(dialog).getByText('and 118 more')).toBeTruthy()
})

test('an undo that moved meanwhile is not carried out but shown anew', async () => {
  isMoved = true
  const dialog = await openUndo()
  const button = await within(dialog).findByRole('button', { name: 'Undo 5 changes' })
  preview = { ...previewed, plan: 'p2', steps: 3 }
  await userEvent.click(button)
  await within(dialog).findByText('The console changed meanwhile.')
  await within(dialog).findByRole('button', { name: 'Undo 3 changes' })
  isMoved = false
  await userEvent.click(within(dialog).getByRole('button', { name: 'Undo 3 changes' }))
  await waitFor(() => expect(engine.calls('runs.undo').at(-1)).toEqual({ run: 7, plan: 'p2' }))
})

test('where nothing stands any more, there is nothing to press', async () => {
  preview = { ...previewed, steps: 0, targets: [] }
  const dialog = await openUndo()
  const button = await within(dialog).findByRole('button', { name: 'Nothing to undo' })
  expect(button.hasAttribute('data-disabled')).toBe(true)
})

test('a run that did nothing offers no undo', async () => {
  run = { ...run, canUndo: false }
  open(hrefTo('runs', [7]))
  await screen.findByText('saga@vellamo.example')
  expect(screen.queryByRole('button', { name: 'Undo…' })).toBeNull()
})

test('an undo leads to what it undid and offers to resume what it paused', async () => {
  run = { ...run, id: 8, trigger: 'undo', undoes: 7, canUndo: false }
  sync = { ...sync, paused: [paused, { ...paused, target: 'Adobe', run: 3 }] }
  open(hrefTo('runs', [8]))
  const link = await screen.findByRole('link', { name: 'Open run 7' })
  expect(screen.getByText(/undoes run 7/)).toBeTruthy()
  expect(link.getAttribute('href')).toBe('#/runs/7')
  await screen.findByRole('heading', { name: 'console is paused' })
  expect(screen.queryByRole('heading', { name: 'Adobe is paused' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }))
  await waitFor(() => expect(engine.calls('targets.resume')).toEqual([{ target: 'console' }]))
})

test('what a retry was to do and nobody wants any more is told', async () => {
  open(hrefTo('runs', [7]))
  await screen.findByRole('heading', { name: 'Not wanted any more' })
  expect(screen.getByRole('link', { name: 'saga@vellamo.example' })).toBeTruthy()
})

test('a discarded change is taken back, alone or with others', async () => {
  open(hrefTo('runs', [], { view: 'discarded' }))
  await screen.findByText('3 changes discarded')
  await userEvent.click(
    await screen.findByRole('button', { name: 'Take back for person2@vellamo.example' }),
  )
  await waitFor(() => expect(engine.calls('discards.take_back')).toEqual([{ ids: ['2'] }]))
  await screen.findByText('2 changes discarded')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
  await userEvent.click(screen.getByRole('button', { name: 'Take 2 back' }))
  await waitFor(() =>
    expect(engine.calls('discards.take_back').at(-1)).toEqual({ ids: ['1', '3'] }),
  )
  await screen.findByText('Nothing is discarded')
})

test('discarded changes are sorted, narrowed and written out by the engine', async () => {
  open(hrefTo('runs', [], { view: 'discarded', kind: 'unassign' }))
  await screen.findByText('3 changes discarded')
  expect(engine.calls('discards.list').at(-1)).toMatchObject({ kind: 'unassign', text: '' })
  await userEvent.click(screen.getByRole('button', { name: 'Person' }))
  await waitFor(() =>
    expect(engine.calls('discards.list').at(-1)).toMatchObject({ sort: 'user', descending: false }),
  )
  await userEvent.click(
    await screen.findByRole('checkbox', { name: 'Select person2@vellamo.example' }),
  )
  const bar = await screen.findByRole('region', { name: 'Selected rows' })
  await userEvent.click(within(bar).getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() =>
    expect(engine.calls('discards.export').at(-1)).toMatchObject({
      kind: 'unassign',
      sort: 'user',
      chosen: { all: false, keys: ['2'] },
    }),
  )
})

test('what was looked for and is not there says so and leads back', async () => {
  open(hrefTo('runs', [], { view: 'discarded', q: 'nobody' }))
  await screen.findByText('Nothing discarded matches “nobody”')
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await screen.findByText('person1@vellamo.example')
})
