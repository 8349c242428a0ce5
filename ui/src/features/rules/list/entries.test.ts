import { expect, test } from 'vitest'
import type { DraftRule, RuleEdit } from '../../../platform'
import { ruleOf } from '../../../test/fakeDraft'
import { applyEdits, newRule } from '../draft/state'
import { contains, dropped, entriesOf, nudged } from './entries'

/** Rules written as `a b | H: c d | e`. */
function listOf(text: string): DraftRule[] {
  return text.split(' | ').flatMap((block) => {
    const [, heading = '', names = ''] = /^(?:(\w+): )?(.*)$/.exec(block) ?? []
    return names.split(' ').map((name) => newRule(name, ruleOf(name, { heading })))
  })
}

function textOf(rules: readonly DraftRule[]): string {
  return entriesOf(rules, new Set(), null)
    .map((e, i, all) => {
      if (e.kind === 'heading') return `${i ? '| ' : ''}${e.heading}:`
      const above = all[i - 1]
      const leaves = above?.kind === 'rule' && above.heading !== '' && e.heading === ''
      return leaves ? `| ${e.key}` : e.key
    })
    .join(' ')
}

const after = (rules: DraftRule[], edits: RuleEdit[]) =>
  textOf(
    applyEdits(
      { rules, deleted: [], isChanged: true, canUndo: true, edition: 1, conflict: null, people: 0 },
      edits,
    ).rules,
  )

const drop = (text: string, active: string, over: string, selected: string[] = []) => {
  const rules = listOf(text)
  const entries = entriesOf(rules, new Set(), null)
  const key = (name: string) =>
    entries.find((e) => (e.kind === 'heading' ? e.heading === name : e.key === name))?.key ?? name
  return after(rules, dropped(rules, entries, key(active), key(over), new Set(selected)))
}

test('the list helper reads and writes headings', () => {
  expect(textOf(listOf('a b | H: c d | e'))).toBe('a b | H: c d | e')
})

test('a rule dropped among the rules of a heading stands under it', () => {
  expect(drop('a | H: b c d | e', 'a', 'c')).toBe('H: b c a d | e')
  expect(drop('a | H: b c d | e', 'e', 'c')).toBe('a | H: b e c d')
})

test('a rule dragged out of its heading leaves it', () => {
  expect(drop('a | H: b c | d e', 'b', 'd')).toBe('a | H: c | d b e')
  expect(drop('x a | H: b c | e', 'c', 'a')).toBe('x c a | H: b | e')
})

test('a rule dropped on a heading from above is its first, from below stands before it', () => {
  expect(drop('a | H: b c | d', 'a', 'H')).toBe('H: a b c | d')
  expect(drop('a | H: b c | d', 'd', 'H')).toBe('a d | H: b c')
})

test('a heading moves with its rules and does not land inside another', () => {
  expect(drop('a | H: b c | d', 'H', 'd')).toBe('a d | H: b c')
  expect(drop('a | H: b c | K: d e | f', 'H', 'd')).toBe('a | K: d e | H: b c | f')
  expect(drop('a | H: b c | K: d e | f', 'K', 'c')).toBe('a | K: d e | H: b c | f')
})

test('chosen rules move together, in their order', () => {
  expect(drop('a b c d e', 'd', 'a', ['b', 'd'])).toBe('b d a c e')
})

test('Alt and an arrow lead one step: into a heading, through it, and out of it', () => {
  let rules = listOf('a | H: b c | d')
  const seen: string[] = []
  for (let n = 0; n < 5; n++) {
    const edits = nudged(rules, ['a'], 1)
    seen.push(after(rules, edits))
    rules = applyEdits(
      { rules, deleted: [], isChanged: true, canUndo: true, edition: 1, conflict: null, people: 0 },
      edits,
    ).rules as DraftRule[]
  }
  expect(seen).toEqual([
    'H: a b c | d',
    'H: b a c | d',
    'H: b c a | d',
    'H: b c | a d',
    'H: b c | d a',
  ])
  expect(nudged(rules, ['a'], 1)).toEqual([])
})

test('a whole heading that is chosen passes its neighbour without falling apart', () => {
  const rules = listOf('a | H: b c | d')
  expect(after(rules, nudged(rules, ['b', 'c'], -1))).toBe('H: b c | a d')
})

test('a folded heading hides its rules and counts them', () => {
  const entries = entriesOf(listOf('a | H: b c | d'), new Set(['H']), null)
  expect(entries.map((e) => (e.kind === 'heading' ? e.ids.length : e.position))).toEqual([1, 2, 4])
})

test('what is searched for is found in names, notes, headings, conditions and values', () => {
  const row = newRule('x', ruleOf('Field', { note: 'asked by Ines', heading: 'Sales' }))
  for (const text of ['fiel', 'INES', 'sales', 'groups.display', 'connect'])
    expect(contains(row, text), text).toBe(true)
  expect(contains(row, 'webinar')).toBe(false)
})
