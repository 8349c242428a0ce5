import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import { effectWith } from '../../test/fakeDraft'
import {
  anja,
  draft,
  edits,
  engine,
  losing,
  names,
  open,
  panel,
  row,
  start,
} from '../../test/rulesScreen'

beforeEach(() => start(['Sales', 'Legal', 'Finance']))

afterEach(() => {
  vi.restoreAllMocks()
})

test('the panel tells values, guards, tests and people worst first, and lists everybody of a value', async () => {
  const user = userEvent.setup()
  start(['Sales', 'Legal'], {
    'effect.people': ({ of }) => ({ total: of ? 58 : 60, items: [anja] }),
  })
  draft.effect = () =>
    effectWith({
      people: 60,
      values: [losing, { ...losing, value: 'Webinar', gain: 9, lose: 0, seats: 5, short: 4 }],
      accounts: [{ target: 'console', create: 0, suspend: 2, reactivate: 0, adopt: 0 }],
      guards: [
        {
          target: 'console',
          guard: 'removals',
          slot: 'products',
          value: 'Connect',
          steps: 58,
          limit: 50,
          isOld: false,
        },
      ],
      brokenTests: [{ user: 'anja', message: 'Connect was expected', isOld: true }],
      first: [anja],
    })
  await open()
  await user.click(screen.getByRole('switch', { name: 'Use “Legal”' }))
  const told = await within(panel()).findByRole('list', { name: 'Values' })
  expect(told.textContent).toContain('+9')
  expect(told.textContent).toContain('5 seats, 4 short')
  expect(
    within(panel()).getByText(/“Legal” switched off · 4,812 people · computed in 9 ms/),
  ).toBeTruthy()
  expect(panel().textContent).toContain('58 steps would be held, the limit is 50')
  expect(panel().textContent).toContain('Also without your edits')
  expect(within(panel()).getByText('in Sales through EMEA Sales')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Save · 2 accounts suspended' })).toBeTruthy()
  await user.click(within(told).getByRole('button', { name: /Connect/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Who would notice' })
  expect(await within(dialog).findByText('58 people')).toBeTruthy()
  expect(engine.calls('effect.people').at(-1)?.of).toEqual({
    target: 'console',
    kind: 'lose',
    slot: 'products',
    value: 'Connect',
  })
  await user.click(within(dialog).getByRole('button', { name: 'Only those who lose Connect' }))
  expect(await within(dialog).findByText('60 people')).toBeTruthy()
})

test('of hundreds of warnings the first are drawn, new ones before old ones, and the rest when asked for', async () => {
  const user = userEvent.setup()
  start(['Sales', 'Legal'])
  const guard = (at: number) => ({
    target: 'console',
    guard: 'removals',
    slot: 'products',
    value: `Product ${at}`,
    steps: 58,
    limit: 50,
    isOld: at < 290,
  })
  draft.effect = () =>
    effectWith({ people: 60, guards: Array.from({ length: 300 }, (_, at) => guard(at)) })
  await open()
  await user.click(screen.getByRole('switch', { name: 'Use “Legal”' }))
  const warnings = await within(panel()).findByRole('list', { name: 'Warnings' })
  const notes = () => within(warnings).getAllByRole('listitem')
  expect(
    notes()
      .map((note) => note.textContent)
      .filter((text) => text?.includes('Also')),
  ).toEqual([])
  expect(notes()).toHaveLength(8)
  expect(notes()[0]?.textContent).toContain('Product 290')
  await user.click(within(panel()).getByRole('button', { name: '292 more warnings' }))
  expect(notes()).toHaveLength(300)
  await user.click(within(panel()).getByRole('button', { name: 'Fewer warnings' }))
  expect(notes()).toHaveLength(8)
})

test('what another administrator saved is told and taken over, never written over', async () => {
  draft.conflict = {
    changes: [
      { rule: 'Legal', change: 'changed', collides: true },
      { rule: 'Interns', change: 'new', collides: false },
    ],
  }
  const user = userEvent.setup()
  await open()
  expect(await screen.findByText('Another administrator saved 2 changes meanwhile')).toBeTruthy()
  expect(screen.getByText(/You both changed “Legal”: there your edits stay/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Take over their changes' }))
  await waitFor(() => expect(screen.queryByText(/meanwhile/)).toBeNull())
  expect(engine.calls('draft.merge')).toHaveLength(1)
})

test('a heading is given, folded, renamed and removed', async () => {
  const user = userEvent.setup()
  await open()
  act(() => row('Sales').focus())
  await user.keyboard(' {Shift>}{ArrowDown}{/Shift}')
  await user.click(screen.getByRole('button', { name: 'Heading…' }))
  await user.type(await screen.findByRole('combobox', { name: 'Heading' }), 'Field')
  await user.click(screen.getByRole('button', { name: 'Put under it' }))
  const heading = await screen.findByRole('row', { name: 'Heading Field' })
  await user.click(heading)
  expect(names()).toEqual(['Finance'])
  await user.click(heading)
  act(() => heading.focus())
  await user.keyboard('{F2}')
  const field = await screen.findByRole('textbox', { name: 'Heading' })
  await user.clear(field)
  await user.type(field, 'Outside{Enter}')
  expect(await screen.findByRole('row', { name: 'Heading Outside' })).toBeTruthy()
  expect(edits().at(-1)).toEqual({ kind: 'heading', ids: ['a', 'b'], heading: 'Outside' })
})

test('of three hundred rules only those in view are drawn, and the last is reached by End', async () => {
  start(Array.from({ length: 300 }, (_, i) => `Rule ${i + 1}`))
  await open()
  expect(screen.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('300')
  const drawn = screen.getAllByRole('row').length
  expect(drawn).toBeGreaterThan(5)
  expect(drawn).toBeLessThan(60)
})

test('axe finds nothing in the list with an open editor and an effect', async () => {
  draft.effect = () => effectWith({ people: 58, values: [losing], first: [anja] })
  const { baseElement } = await open(hrefTo('rules', ['a']))
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name' }), {
    target: { value: 'Selling' },
  })
  await within(panel()).findByText('−58')
  // React Aria's announcer names parts of earlier tests' pages until it forgets them.
  const where = { include: [baseElement], exclude: ['[data-live-announcer]'] }
  const result = await axe.run(where, { rules: { 'color-contrast': { enabled: false } } })
  expect(result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
})
