import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import { effectWith } from '../../test/fakeDraft'
import {
  anja,
  draft,
  edits,
  engine,
  layOut,
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
  // Tabs hand the focus on to those of the next page, and so to the next test.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
})

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

test('an opened rule takes the focus to its name, but not from somebody who is elsewhere in it', async () => {
  await open(hrefTo('rules', ['a']))
  const name = await screen.findByRole('textbox', { name: 'Name' })
  await waitFor(() => expect(document.activeElement).toBe(name))
  fireEvent.click(screen.getByText('Legal'))
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Legal'),
  )
  const text = screen.getByRole('tab', { name: 'Text' })
  act(() => text.focus())
  // Begun after the editor's own, so it is over after it.
  await new Promise((over) => {
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(over)), 60)
  })
  expect(document.activeElement).toBe(text)
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
