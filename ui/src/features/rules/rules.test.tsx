import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import { Toasts } from '../../app/Toasts'
import type { Condition, RuleDraft, RuleView, Vocabulary } from '../../platform'
import { fakeEngine, Refusal } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Rules from './index'

const member = (group: string): Condition => ({
  kind: 'clause',
  field: 'groups.display',
  op: 'eq',
  values: [group],
})

const textOf = (condition: Condition): string => {
  if (condition.kind === 'clause') return `${condition.field} eq "${condition.values[0]}"`
  if (condition.kind === 'not') return `not (${textOf(condition.part)})`
  if (condition.kind === 'text') return condition.text
  return condition.parts.map(textOf).join(condition.kind === 'all' ? ' and ' : ' or ')
}

const ruleOf = (id: string, name: string): RuleView => ({
  id,
  rule: {
    name,
    note: '',
    enabled: true,
    when: textOf(member(name)),
    assigns: [{ target: 'console', slot: 'products', values: ['Connect'] }],
    withholds: [],
  },
  condition: member(name),
  people: 12,
  remarks: [],
})

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
    },
  ],
  targets: [
    {
      name: 'console',
      slots: [
        {
          name: 'products',
          many: true,
          open: false,
          values: [
            { name: 'Connect', seats: 10 },
            { name: 'Webinar', seats: 5 },
          ],
        },
        {
          name: 'role',
          many: false,
          open: false,
          values: [{ name: 'Member', seats: null }],
        },
      ],
    },
  ],
}

let rules: RuleView[]
let engine: ReturnType<typeof fakeEngine>
let refuse: Refusal | null

const saved = (id: string, rule: RuleDraft): RuleView => {
  if (refuse) throw refuse
  return { ...ruleOf(id, rule.name), rule }
}

beforeEach(() => {
  rules = [ruleOf('a', 'Sales'), ruleOf('b', 'Legal'), ruleOf('c', 'Finance')]
  refuse = null
  engine = fakeEngine({
    'rules.list': () => ({ rules, people: 500, version: 7 }),
    'rules.vocabulary': () => vocabulary,
    'rules.complete': ({ text }) => ({
      items: ['Training', 'Marketing']
        .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
        .map((name) => ({ name, people: 3 })),
    }),
    'condition.write': (condition) => ({ text: textOf(condition) }),
    'condition.read': ({ text }) => {
      const group = /^groups.display eq "([^"]+)"$/.exec(text)?.[1]
      const problem = { column: 1, message: 'unknown attribute', suggestion: 'department' }
      return {
        text,
        condition: group ? member(group) : null,
        error: group ? null : problem,
        people: group ? 264 : 0,
        sample: [],
        unknown: [],
      }
    },
    'rules.move': ({ id, position }) => {
      const rule = rules.find((r) => r.id === id)
      rules = rules.filter((r) => r.id !== id)
      if (rule) rules.splice(position - 1, 0, rule)
      return {}
    },
    'rules.switch': () => ({}),
    'rules.delete': ({ id }) => {
      rules = rules.filter((r) => r.id !== id)
      return {}
    },
    'rules.restore': () => ({}),
    'rules.create': ({ rule }) => saved('new', rule),
    'rules.change': ({ id, rule }) => saved(id, rule),
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

const open = async (hash = hrefTo('rules')) => {
  location.hash = hash
  show(
    <>
      <Rules />
      <Toasts />
    </>,
  )
  await screen.findByRole('list', { name: 'Rules' })
}

const names = () =>
  within(screen.getByRole('list', { name: 'Rules' }))
    .getAllByRole('link')
    .map((link) => link.textContent)

/** jsdom lays nothing out; the rows stand 70 px below each other. */
const layOut = () => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const row = this.closest('ol > li')
    const at = row?.parentElement ? [...row.parentElement.children].indexOf(row) : 0
    return new DOMRect(0, at * 70, 600, 62)
  })
}

test('a rule is picked up, moved and dropped by keyboard, and each step is announced', async () => {
  vi.stubGlobal(
    'DOMRect',
    class {
      constructor(
        readonly left: number,
        readonly top: number,
        readonly width: number,
        readonly height: number,
      ) {}
      get x() {
        return this.left
      }
      get y() {
        return this.top
      }
      get right() {
        return this.left + this.width
      }
      get bottom() {
        return this.top + this.height
      }
    },
  )
  layOut()
  const user = userEvent.setup()
  await open()
  act(() => screen.getByRole('button', { name: 'Move “Sales”, number 1' }).focus())
  await user.keyboard(' ')
  await screen.findByText('“Sales” picked up. It is number 1 of 3.')
  await user.keyboard('{ArrowDown}')
  await screen.findByText('“Sales” would be number 2 of 3.')
  await user.keyboard(' ')
  await waitFor(() => expect(engine.calls('rules.move')).toEqual([{ id: 'a', position: 2 }]))
  await waitFor(() => expect(names()).toEqual(['Legal', 'Sales', 'Finance']))
})

test('Alt and an arrow move the rule in one go, and not past the end', async () => {
  await open()
  const last = screen.getByRole('link', { name: 'Finance' })
  fireEvent.keyDown(last, { key: 'ArrowDown', altKey: true })
  fireEvent.keyDown(last, { key: 'ArrowUp', altKey: true })
  await waitFor(() => expect(engine.calls('rules.move')).toEqual([{ id: 'c', position: 2 }]))
  await waitFor(() => expect(names()).toEqual(['Sales', 'Finance', 'Legal']))
})

test('a filtered list keeps its order', async () => {
  await open(hrefTo('rules', [], { q: 'legal' }))
  expect(names()).toEqual(['Legal'])
  fireEvent.keyDown(screen.getByRole('link', { name: 'Legal' }), { key: 'ArrowUp', altKey: true })
  expect(engine.calls('rules.move')).toEqual([])
})

test('a deleted rule comes back by Undo', async () => {
  const user = userEvent.setup()
  await open()
  await user.click(screen.getByRole('button', { name: 'More for “Legal”' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(engine.calls('rules.delete')).toEqual([{ id: 'b' }])
  await waitFor(() => expect(engine.calls('rules.restore')).toEqual([{ id: 'b' }]))
})

test('a rule of one group takes its name, and is saved with the text of the builder', async () => {
  const user = userEvent.setup()
  await open()
  await user.click(screen.getByRole('button', { name: 'Add a rule' }))
  await user.click(await screen.findByRole('option', { name: /Training/ }))
  await user.click(await screen.findByRole('button', { name: 'Save · matches 264 people' }))
  await waitFor(() => expect(engine.calls('rules.create')).toHaveLength(1))
  expect(engine.calls('rules.create')[0]).toEqual({
    position: null,
    rule: {
      name: 'Training',
      note: '',
      enabled: true,
      when: 'groups.display eq "Training"',
      assigns: [],
      withholds: [],
    },
  })
  expect(await screen.findByText(/“Training” is saved/)).toBeTruthy()
})

test('a value goes from given to withheld by its three-state control', async () => {
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  const connect = await screen.findByRole('radiogroup', { name: 'Connect' })
  expect(within(connect).getByRole<HTMLInputElement>('radio', { name: 'Given' }).checked).toBe(true)
  await user.click(within(connect).getByRole('radio', { name: 'Withheld' }))
  await user.click(screen.getByRole('button', { name: /^Save/ }))
  await waitFor(() => expect(engine.calls('rules.change')).toHaveLength(1))
  const { rule, version } = engine.calls('rules.change')[0] ?? {}
  expect(version).toBe(7)
  expect(rule?.assigns).toEqual([])
  expect(rule?.withholds).toEqual([{ target: 'console', slot: 'products', values: ['Connect'] }])
})

test('what is typed as text appears in the builder, and a mistake is put right by its suggestion', async () => {
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  await user.click(await screen.findByRole('tab', { name: 'Text' }))
  const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Condition as text' })
  fireEvent.change(text, { target: { value: 'deprtment eq "Legal"' } })
  await user.click(await screen.findByRole('button', { name: 'Use department' }))
  expect(text.value).toBe('department eq "Legal"')
  fireEvent.change(text, { target: { value: 'groups.display eq "Benelux"' } })
  await user.click(screen.getByRole('tab', { name: 'Builder' }))
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Value' }).value).toBe('Benelux'),
  )
})

test('a name that is taken is said at its field', async () => {
  refuse = new Refusal('rule_name_taken', 'A rule named “Legal” exists already.')
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  const name = await screen.findByRole('textbox', { name: 'Name' })
  await user.clear(name)
  await user.type(name, 'Legal')
  await user.click(screen.getByRole('button', { name: /^Save/ }))
  expect(await screen.findByText('A rule named “Legal” exists already.')).toBeTruthy()
  expect(name.getAttribute('aria-invalid')).toBe('true')
})

test('leaving with unsaved edits asks first', async () => {
  const user = userEvent.setup()
  await open(hrefTo('rules', ['a']))
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), '!')
  await user.click(screen.getByRole('link', { name: 'Legal' }))
  await user.click(await screen.findByRole('button', { name: 'Keep editing' }))
  expect(location.hash).toBe('#/rules/a')
  // Typed into the address bar, it is asked as well.
  location.hash = '#/rules/b'
  await user.click(await screen.findByRole('button', { name: 'Discard edits' }))
  await waitFor(() => expect(location.hash).toBe('#/rules/b'))
})
