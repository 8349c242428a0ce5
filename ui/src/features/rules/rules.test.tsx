import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import { Toasts } from '../../app/Toasts'
import type { Vocabulary } from '../../platform'
import { effectWith, FakeDraft, ruleOf } from '../../test/fakeDraft'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Rules from './index'

const slots = [
  {
    name: 'products',
    many: true,
    open: false,
    values: [
      { name: 'Connect', seats: 10 },
      { name: 'Webinar', seats: 5 },
    ],
  },
  { name: 'role', many: false, open: false, values: [{ name: 'Member', seats: null }] },
]
const vocabulary: Vocabulary = {
  attributes: [
    {
      name: 'department',
      label: 'Department',
      kind: 'text',
      custom: false,
      from: null,
      people: 9,
      rules: [],
      expression: null,
      uses: [],
    },
  ],
  targets: [{ name: 'console', slots }],
}

const losing = {
  target: 'console',
  slot: 'products',
  many: true,
  value: 'Connect',
  gain: 0,
  lose: 58,
  instead: null,
  seats: 10,
  used: 3,
  short: 0,
  isCreated: false,
}
const anja = {
  user: 'anja@vellamo.example',
  name: 'Anja Köhler',
  because: 'in Sales through EMEA Sales',
  changes: [{ target: 'console', kind: 'lose', slot: 'products', value: 'Connect', before: null }],
}

let draft: FakeDraft
let engine: ReturnType<typeof fakeEngine>

const start = (names: string[], more: Parameters<typeof fakeEngine>[0] = {}) => {
  draft = new FakeDraft(names.map((name, i) => ({ id: 'abcdef'[i] ?? name, rule: ruleOf(name) })))
  engine = fakeEngine({
    ...draft.answers(),
    'rules.vocabulary': () => vocabulary,
    'rules.complete': ({ text }) => ({
      items: ['Training', 'Marketing', 'Benelux']
        .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
        .map((name) => ({ name, people: 3 })),
    }),
    ...more,
  })
}

beforeEach(() => start(['Sales', 'Legal', 'Finance']))

afterEach(() => {
  vi.restoreAllMocks()
})

const open = async (hash = hrefTo('rules')) => {
  location.hash = hash
  const shown = show(
    <>
      <Rules />
      <Toasts />
    </>,
  )
  await screen.findByRole('treegrid', { name: 'Rules' })
  return shown
}

const row = (name: string) => screen.getByRole('row', { name: new RegExp(`^Rule \\d+: ${name}$`) })
const names = () =>
  screen
    .getAllByRole('row', { name: /^Rule \d+: / })
    .map((one) => /: (.*)$/.exec(one.getAttribute('aria-label') ?? '')?.[1])
const panel = () => screen.getByRole('complementary', { name: 'If you save this' })
const edits = () => engine.calls('draft.edit').flatMap((call) => call.edits)

/** jsdom lays nothing out; the rows stand 70 px below each other. */
const layOut = () => {
  vi.stubGlobal(
    'DOMRect',
    class {
      constructor(
        readonly left: number,
        readonly top: number,
        readonly width: number,
        readonly height: number,
      ) {}
      get right() {
        return this.left + this.width
      }
      get bottom() {
        return this.top + this.height
      }
    },
  )
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const slot = this.closest('[data-key]')
    const at = slot?.parentElement ? [...slot.parentElement.children].indexOf(slot) : 0
    return new DOMRect(0, at * 70, 600, 62)
  })
}

test('a rule is picked up, moved and dropped by keyboard, and each step is announced', async () => {
  layOut()
  const user = userEvent.setup()
  await open()
  act(() => screen.getByRole('button', { name: 'Move “Sales”, number 1' }).focus())
  await user.keyboard(' ')
  await screen.findByText('“Sales” picked up. It is number 1 of 3.')
  await user.keyboard('{ArrowDown}')
  await screen.findByText('“Sales” would be number 2 of 3.')
  await user.keyboard(' ')
  await waitFor(() => expect(edits()).toEqual([{ kind: 'move', ids: ['a'], before: 'c' }]))
  expect(names()).toEqual(['Legal', 'Sales', 'Finance'])
  expect(await within(panel()).findByText(/“Sales” from 1 to 2 · 4,812 people/)).toBeTruthy()
})

test('Alt and an arrow move the rule at once, and not past the end; Ctrl and Z brings it back', async () => {
  await open()
  fireEvent.keyDown(row('Finance'), { key: 'ArrowDown', altKey: true })
  act(() => row('Finance').focus())
  fireEvent.keyDown(row('Finance'), { key: 'ArrowUp', altKey: true })
  expect(names()).toEqual(['Sales', 'Finance', 'Legal'])
  await waitFor(() => expect(edits()).toEqual([{ kind: 'move', ids: ['c'], before: 'b' }]))
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
  await waitFor(() => expect(names()).toEqual(['Sales', 'Legal', 'Finance']))
  expect(engine.calls('draft.undo')).toHaveLength(1)
})

test('arrows move the focus, Space and Shift choose, and the chosen ones are switched off together', async () => {
  const user = userEvent.setup()
  await open()
  act(() => row('Sales').focus())
  await user.keyboard('{ArrowDown} ')
  await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
  expect(row('Sales').getAttribute('aria-selected')).toBe('false')
  expect(row('Legal').getAttribute('aria-selected')).toBe('true')
  expect(document.activeElement).toBe(row('Finance'))
  const bar = screen.getByRole('toolbar', { name: 'Chosen rules' })
  expect(within(bar).getByText('2 chosen')).toBeTruthy()
  await user.click(within(bar).getByRole('button', { name: 'Switch off' }))
  await waitFor(() =>
    expect(edits()).toEqual([{ kind: 'switch', ids: ['b', 'c'], enabled: false }]),
  )
})

test('a search keeps the order fixed, and says so when nothing is found', async () => {
  const user = userEvent.setup()
  await open()
  await user.keyboard('/')
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Find a rule' }))
  await user.keyboard('legal')
  await waitFor(() => expect(names()).toEqual(['Legal']))
  fireEvent.keyDown(row('Legal'), { key: 'ArrowUp', altKey: true })
  expect(edits()).toEqual([])
  await user.keyboard('!')
  expect(await screen.findByText('No rule contains “legal!”')).toBeTruthy()
})

test('a deleted rule stands at the end with the way back', async () => {
  const user = userEvent.setup()
  await open()
  act(() => row('Legal').focus())
  await user.keyboard('{Delete}')
  expect(names()).toEqual(['Sales', 'Finance'])
  const deleted = screen.getByRole('list', { name: 'Deleted rules' })
  expect(within(deleted).getByText('Legal')).toBeTruthy()
  await user.click(within(deleted).getByRole('button', { name: 'Restore' }))
  await waitFor(() => expect(names()).toEqual(['Sales', 'Legal', 'Finance']))
  expect(edits().at(-1)).toEqual({ kind: 'restore', id: 'b' })
})

test('three clicks make a rule of one group, called after it, and Save says what it does', async () => {
  const user = userEvent.setup()
  await open()
  draft.effect = () =>
    effectWith({ people: 63, values: [{ ...losing, value: 'Webinar', gain: 63, lose: 0 }] })
  await user.click(screen.getByRole('button', { name: 'Add a rule' }))
  await user.click(await screen.findByRole('option', { name: /Training/ }))
  const webinar = screen.getByRole('radiogroup', { name: 'Webinar' })
  await user.click(within(webinar).getByRole('radio', { name: 'Given' }))
  await user.click(await screen.findByRole('button', { name: 'Save · 63 gain Webinar' }))
  expect(await screen.findByText(/The rules are saved/)).toBeTruthy()
  expect(draft.saved.at(-1)?.rule).toMatchObject({
    name: 'Training',
    when: 'groups.display eq "Training"',
    assigns: [{ target: 'console', slot: 'products', values: ['Webinar'] }],
  })
  expect(engine.calls('draft.save')).toHaveLength(1)
})

test('giving everything up closes a rule that was being made', async () => {
  const user = userEvent.setup()
  await open()
  await user.click(screen.getByRole('button', { name: 'Add a rule' }))
  await user.click(await screen.findByRole('option', { name: /Training/ }))
  await waitFor(() => expect(names()).toEqual(['Sales', 'Legal', 'Finance', 'Training']))
  await user.click(screen.getByRole('button', { name: 'Discard' }))
  await waitFor(() => expect(names()).toEqual(['Sales', 'Legal', 'Finance']))
  expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull()
})

test('a value goes from given to withheld by its three-state control', async () => {
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  const connect = await screen.findByRole('radiogroup', { name: 'Connect' })
  expect(within(connect).getByRole<HTMLInputElement>('radio', { name: 'Given' }).checked).toBe(true)
  await user.click(within(connect).getByRole('radio', { name: 'Withheld' }))
  await waitFor(() => expect(edits()).toHaveLength(1))
  expect(edits()[0]).toMatchObject({
    rule: {
      assigns: [],
      withholds: [{ target: 'console', slot: 'products', values: ['Connect'] }],
    },
  })
  expect(screen.getByText('not Connect')).toBeTruthy()
})

test('a condition that cannot be read yet keeps the last effect and blocks saving; its suggestion mends it', async () => {
  const user = userEvent.setup()
  draft.effect = () => effectWith({ people: 58, values: [losing], first: [anja] })
  await open(hrefTo('rules', ['a']))
  await user.click(await screen.findByRole('tab', { name: 'Text' }))
  const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Condition as text' })
  fireEvent.change(text, { target: { value: 'department eq "Legal"' } })
  expect(await within(panel()).findByText('−58')).toBeTruthy()
  fireEvent.change(text, { target: { value: 'departmint eq "Legal"' } })
  expect(await within(panel()).findByText('Below is the effect before that.')).toBeTruthy()
  expect(within(panel()).getByText('−58')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  expect(text.getAttribute('aria-invalid')).toBe('true')
  await user.click(screen.getByRole('button', { name: 'Use department' }))
  expect(text.value).toBe('department eq "Legal"')
  await waitFor(() =>
    expect(within(panel()).queryByText('Below is the effect before that.')).toBeNull(),
  )
  fireEvent.change(text, { target: { value: 'groups.display eq "Benelux"' } })
  await user.click(screen.getByRole('tab', { name: 'Builder' }))
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Value' }).value).toBe('Benelux'),
  )
})

test('a name that is taken is said at its field', async () => {
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  const name = await screen.findByRole('textbox', { name: 'Name' })
  await user.clear(name)
  await user.type(name, 'Legal')
  await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getAllByText('A rule named “Legal” exists already.').length).toBeGreaterThan(0)
})

test('edits are there again after the screen was left', async () => {
  const first = await open()
  act(() => row('Finance').focus())
  fireEvent.keyDown(row('Finance'), { key: 'ArrowUp', altKey: true })
  await waitFor(() => expect(edits()).toHaveLength(1))
  first.unmount()
  await open()
  expect(names()).toEqual(['Sales', 'Finance', 'Legal'])
  expect(engine.calls('effect.get')).toHaveLength(1)
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
  draft = new FakeDraft(
    Array.from({ length: 300 }, (_, i) => ({ id: `r${i}`, rule: ruleOf(`Rule ${i + 1}`) })),
  )
  engine = fakeEngine({ ...draft.answers(), 'rules.vocabulary': () => vocabulary })
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
