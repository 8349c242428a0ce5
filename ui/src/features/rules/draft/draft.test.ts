import { expect, test, vi } from 'vitest'
import type { Draft, DraftAnswer, DraftRule, RuleEdit } from '../../../platform'
import { effectWith, ruleOf } from '../../../test/fakeDraft'
import { applyEdits, freeName, merged, moved, movedIds, newRule } from './state'
import { DraftStore } from './store'

const row = (id: string, savedPosition: number | null): DraftRule => ({
  ...newRule(id, ruleOf(id)),
  change: savedPosition === null ? 'new' : 'same',
  savedPosition,
})
const rows = (...ids: string[]) => ids.map((id) => row(id, 'abcdef'.indexOf(id) + 1 || null))
const draftOf = (rules: DraftRule[], edition = 1): Draft => ({
  rules,
  deleted: [],
  isChanged: false,
  canUndo: false,
  edition,
  conflict: null,
  people: 10,
})
const ids = (rules: readonly DraftRule[]) => rules.map((r) => r.view.id).join('')

test('rules move in their order, before a rule or to the end, and never before themselves', () => {
  expect(ids(moved(rows('a', 'b', 'c', 'd'), ['d', 'b'], 'a'))).toBe('bdac')
  expect(ids(moved(rows('a', 'b', 'c', 'd'), ['a'], null))).toBe('bcda')
  expect(ids(moved(rows('a', 'b', 'c', 'd'), ['b', 'c'], 'c'))).toBe('abcd')
})

test('only the rule that was dragged counts as moved, not those that made way', () => {
  expect([...movedIds(rows('a', 'b', 'f', 'c', 'd', 'e'))]).toEqual(['f'])
  expect([...movedIds(rows('b', 'c', 'd', 'a'))]).toEqual(['a'])
  expect([...movedIds(rows('b', 'a', 'c'), new Set(['a']))]).toEqual(['a'])
  expect([...movedIds(rows('b', 'a', 'c'), new Set(['b']))]).toEqual(['b'])
  // One was deleted and one is new: nobody moved.
  expect([...movedIds(rows('a', 'x', 'c', 'd'))]).toEqual([])
})

test('edits show at once: set, delete, switch, heading', () => {
  const before = draftOf(rows('a', 'b', 'c'))
  const after = applyEdits(before, [
    { kind: 'set', id: 'x', rule: ruleOf('New'), position: 2 },
    { kind: 'delete', ids: ['b'] },
    { kind: 'switch', ids: ['a'], enabled: false },
    { kind: 'heading', ids: ['c'], heading: 'Field' },
  ])
  expect(ids(after.rules)).toBe('axc')
  expect(after.rules.map((r) => r.change)).toEqual(['changed', 'new', 'changed'])
  expect(after.deleted).toEqual([{ id: 'b', name: 'b', position: 2 }])
  expect(after.rules[0]?.view.rule.enabled).toBe(false)
  expect(after.rules[2]?.view.rule.heading).toBe('Field')
  expect(before.rules).toHaveLength(3)
})

const answerOf = (order: string[], edition: number, change: Partial<DraftAnswer> = {}) => ({
  changed: [],
  order,
  deleted: [],
  isChanged: true,
  canUndo: true,
  edition,
  conflict: null,
  effect: effectWith({ id: edition }),
  ...change,
})

test('an answer of an earlier edition is left out; one that names unknown rules asks for the whole', () => {
  const draft = draftOf(rows('a', 'b'), 5)
  expect(merged(draft, answerOf(['b', 'a'], 4))).toBe(draft)
  expect(ids(merged(draft, answerOf(['b', 'a'], 6))?.rules ?? [])).toBe('ba')
  expect(merged(draft, answerOf(['a', 'z'], 6))).toBeNull()
})

test('a name is made free without regard to case', () => {
  expect(freeName('Sales', ['sales', 'Sales 2'])).toBe('Sales 3')
})

/** An engine that answers `draft.edit` when the test says so. */
function slowEngine() {
  const waiting: {
    name: string
    edits: RuleEdit[]
    continues: boolean
    answer: (body: unknown) => void
  }[] = []
  vi.stubGlobal(
    'fetch',
    (_: string, { body }: { body: string }) =>
      new Promise<Response>((done) => {
        const { name, args } = JSON.parse(body)
        const answer = (value: unknown) => done(new Response(JSON.stringify(value)))
        waiting.push({ name, edits: args.edits, continues: args.continues, answer })
      }),
  )
  return waiting
}

const store = (draft: Draft) => {
  const made = new DraftStore(
    (error) => {
      throw error
    },
    (kept) => kept,
  )
  made.load(draft)
  return made
}
const typed = (when: string): RuleEdit => ({
  kind: 'set',
  id: 'a',
  rule: ruleOf('a', { when }),
  position: null,
})
const whenOf = (shown: DraftStore) => shown.snapshot().draft?.rules[0]?.view.rule.when

test('one request is on its way, the newest letters wait behind it, and no answer hides them', async () => {
  const sent = slowEngine()
  const made = store(draftOf(rows('a', 'b')))
  for (const when of ['1', '12', '123', '1234']) made.edit([typed(when)])
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(whenOf(made)).toBe('1234')
  const first = { ...row('a', 1), view: { ...row('a', 1).view, rule: ruleOf('a', { when: '1' }) } }
  sent[0]?.answer(answerOf(['a', 'b'], 2, { changed: [first] }))
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  // What was typed between is never sent; what is on screen stays the newest.
  expect(sent[1]?.edits).toEqual([typed('1234')])
  expect(whenOf(made)).toBe('1234')
  expect(made.snapshot().effectTurn).toBe(1)
  expect(made.snapshot().pending.has('a')).toBe(true)
  const last = { ...first, view: { ...first.view, rule: ruleOf('a', { when: '1234' }) } }
  sent[1]?.answer(answerOf(['a', 'b'], 3, { changed: [last] }))
  await vi.waitFor(() => expect(made.snapshot().isBusy).toBe(false))
  expect(made.snapshot().effectTurn).toBe(4)
  expect(made.snapshot().effect?.id).toBe(3)
  expect(made.snapshot().pending.size).toBe(0)
})

test('letters typed one after the other are one edit to undo, another field begins a new one', async () => {
  const sent = slowEngine()
  const made = store(draftOf(rows('a', 'b')))
  const type = async (rule: ReturnType<typeof ruleOf>) => {
    made.edit([{ kind: 'set', id: 'a', rule, position: null }])
    await vi.waitFor(() => expect(made.snapshot().isBusy).toBe(true))
    const mine = sent.length - 1
    const changed = [{ ...row('a', 1), view: { ...row('a', 1).view, rule } }]
    sent[mine]?.answer(answerOf(['a', 'b'], mine + 2, { changed }))
    await vi.waitFor(() => expect(made.snapshot().isBusy).toBe(false))
    return sent[mine]?.continues
  }
  expect(await type(ruleOf('a', { when: '1' }))).toBe(false)
  expect(await type(ruleOf('a', { when: '12' }))).toBe(true)
  expect(await type(ruleOf('a', { when: '12', note: 'x' }))).toBe(false)
  expect(await type(ruleOf('a', { when: '12', note: 'xy' }))).toBe(true)
  made.edit([{ kind: 'switch', ids: ['a'], enabled: false }])
  expect(sent.at(-1)?.continues).toBe(false)
})

test('an effect that cannot be told leaves the last one, marked as old', async () => {
  const sent = slowEngine()
  const made = store(draftOf(rows('a', 'b')))
  made.edit([typed('1')])
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer(answerOf(['a', 'b'], 2))
  await vi.waitFor(() => expect(made.snapshot().effect?.id).toBe(2))
  made.edit([typed('1 an')])
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  sent[1]?.answer(answerOf(['a', 'b'], 3, { effect: null }))
  await vi.waitFor(() => expect(made.snapshot().isEffectOld).toBe(true))
  expect(made.snapshot().effect?.id).toBe(2)
  expect(made.snapshot().effectTurn).toBe(1)
})

test('a draft that was read before an edit was answered does not bring the old rules back', async () => {
  const sent = slowEngine()
  const made = store(draftOf(rows('a', 'b'), 1))
  made.edit([{ kind: 'move', ids: ['b'], before: 'a' }])
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer(answerOf(['b', 'a'], 2))
  await vi.waitFor(() => expect(made.snapshot().isBusy).toBe(false))
  made.load(draftOf(rows('a', 'b'), 1))
  expect(ids(made.snapshot().draft?.rules ?? [])).toBe('ba')
})

test('edits made while saving is under way go after it', async () => {
  const sent = slowEngine()
  const made = store(draftOf(rows('a', 'b')))
  made.edit([typed('1')])
  const saving = made.save(false)
  made.edit([typed('12')])
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer(answerOf(['a', 'b'], 2))
  await vi.waitFor(() => expect(sent.map((s) => s.name)).toEqual(['draft.edit', 'draft.save']))
  sent[1]?.answer(draftOf(rows('a', 'b'), 3))
  expect((await saving).edition).toBe(3)
  expect(whenOf(made)).toBe('12')
  await vi.waitFor(() => expect(sent[2]?.edits).toEqual([typed('12')]))
})
