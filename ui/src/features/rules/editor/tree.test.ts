import { expect, test } from 'vitest'
import type { Condition } from '../../../platform'
import { emptyGroup, fromCondition, isComplete, onlyGroup, toCondition, withPart } from './tree'

const clause = (field: string, op: string, ...values: string[]): Condition => ({
  kind: 'clause',
  field,
  op,
  values,
})

const sales = clause('groups.display', 'eq', 'Sales')
const legal = clause('department', 'eq', 'Legal')

test.each<[string, Condition]>([
  ['a single clause', sales],
  ['both', { kind: 'all', parts: [sales, { kind: 'not', part: legal }] }],
  ['either, not the first', { kind: 'any', parts: [{ kind: 'not', part: sales }, legal] }],
  ['not a whole group', { kind: 'not', part: { kind: 'any', parts: [sales, legal] } }],
  [
    'groups in groups',
    {
      kind: 'any',
      parts: [sales, { kind: 'all', parts: [legal, clause('title', 'pr')] }],
    },
  ],
  ['what only text can say', { kind: 'all', parts: [sales, { kind: 'text', text: 'x[y eq 1]' }] }],
  ['not not', { kind: 'not', part: { kind: 'not', part: sales } }],
])('%s survives the builder', (_, condition) => {
  expect(toCondition(fromCondition(condition))).toEqual(condition)
})

test('a direct group, which the engine hands over as text, has a row of its own', () => {
  const text = 'groups[type eq "direct"].display eq "R\\"D"'
  const tree = fromCondition({ kind: 'all', parts: [sales, { kind: 'text', text }] })
  expect(toCondition(tree)).toEqual({
    kind: 'all',
    parts: [sales, clause('groups[type eq "direct"].display', 'eq', 'R"D')],
  })
})

test('a tree without a value is not complete', () => {
  expect(isComplete(emptyGroup())).toBe(false)
  expect(isComplete(fromCondition(sales))).toBe(true)
  expect(isComplete(fromCondition(clause('title', 'pr')))).toBe(true)
})

test('the last part of an inner group takes the group along', () => {
  const root = fromCondition({
    kind: 'all',
    parts: [sales, { kind: 'any', parts: [legal, sales] }],
  })
  const inner = root.parts[1]
  if (inner?.kind !== 'group') throw new Error('the second part is a group')
  let now = root
  for (const part of inner.parts) now = withPart(now, part.id, () => null)
  expect(toCondition(now)).toEqual(sales)
})

test('only the single condition "member of group G" names the rule', () => {
  expect(onlyGroup(fromCondition(sales))).toBe('Sales')
  expect(onlyGroup(fromCondition({ kind: 'not', part: sales }))).toBeNull()
  expect(onlyGroup(fromCondition({ kind: 'all', parts: [sales, legal] }))).toBeNull()
})
