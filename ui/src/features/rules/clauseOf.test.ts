import { expect, test } from 'vitest'
import { clauseOf } from './clauseOf'

test('a comparison and a presence are read, with escapes', () => {
  expect(clauseOf('groups.display eq "A \\"B\\""')).toEqual({
    kind: 'clause',
    field: 'groups.display',
    op: 'eq',
    values: ['A "B"'],
  })
  expect(clauseOf('userName pr')).toEqual({
    kind: 'clause',
    field: 'userName',
    op: 'pr',
    values: [],
  })
})

test('what is more than one clause stays text', () => {
  const text = 'a eq "1" and b eq "2"'
  expect(clauseOf(text)).toEqual({ kind: 'text', text })
  expect(clauseOf('startDate le now')).toEqual({ kind: 'text', text: 'startDate le now' })
})
