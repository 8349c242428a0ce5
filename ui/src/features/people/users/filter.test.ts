import { beforeEach, expect, test } from 'vitest'
import { asked, changeFilter, everybody, isNarrowed, readWithin, rereadFilter } from './filter'

beforeEach(() => {
  localStorage.clear()
  rereadFilter()
})

test('the filter is remembered', () => {
  changeFilter({ state: 'disabled', sort: { column: 'unit', descending: true } })
  const kept = JSON.parse(localStorage.getItem('rolecall.people') ?? '{}')
  expect(kept).toEqual({
    ...everybody,
    state: 'disabled',
    sort: { column: 'unit', descending: true },
  })
})

test('an order alone narrows nothing', () => {
  expect(isNarrowed({ ...everybody, sort: { column: 'user', descending: true } })).toBe(false)
  expect(isNarrowed({ ...everybody, withoutGroup: true })).toBe(true)
})

test('a group or an org unit of the address is asked for by its own key', () => {
  const within = readWithin({ gd: 'main', gid: 'g-1', group: 'Sales', unit: '/Sales' })
  expect(asked(everybody, within)).toEqual({
    directory: null,
    state: null,
    failures: false,
    withoutGroup: false,
    group: { directory: 'main', id: 'g-1' },
    orgUnit: '/Sales',
  })
  expect(readWithin({ gd: 'main' }).group).toBeNull()
})
