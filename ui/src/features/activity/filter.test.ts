import { expect, test } from 'vitest'
import { isSameDay, readFilter, startOf } from './filter'

test('an address is read, and what it does not know is left out', () => {
  expect(readFilter({ range: 'week', kind: 'failure', status: 'failed', q: 'anja' })).toEqual({
    range: 'week',
    kind: 'failure',
    status: 'failed',
    person: null,
    rule: null,
    target: null,
    text: 'anja',
  })
  expect(readFilter({ range: 'decade', status: 'odd' })).toEqual({
    range: 'all',
    kind: null,
    status: null,
    person: null,
    rule: null,
    target: null,
    text: '',
  })
})

test('ranges begin at local midnight', () => {
  const now = new Date(2026, 10, 22, 15, 30)
  expect(startOf('all', now)).toBeNull()
  expect(startOf('today', now)).toBe(new Date(2026, 10, 22).getTime())
  expect(startOf('week', now)).toBe(new Date(2026, 10, 16).getTime())
  expect(startOf('week', new Date(2026, 2, 3))).toBe(new Date(2026, 1, 25).getTime())
})

test('a day ends at midnight', () => {
  const late = new Date(2026, 10, 22, 23, 59).getTime()
  expect(isSameDay(late, new Date(2026, 10, 22, 0, 1).getTime())).toBe(true)
  expect(isSameDay(late, late + 120_000)).toBe(false)
})
