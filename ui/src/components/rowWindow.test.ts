import { expect, test } from 'vitest'
import { rowWindow } from './rowWindow'

test('a short list is drawn as it is', () => {
  const w = rowWindow(10, 44, 600, 0)
  expect([w.height, w.first, w.last, w.top(3)]).toEqual([440, 0, 9, 132])
})

test('a list in the middle draws what is in view and a little around it', () => {
  const w = rowWindow(1000, 40, 400, 4000, 2)
  expect([w.first, w.last]).toEqual([98, 112])
})

test('a million rows stay under the tallest element and reach both ends', () => {
  const top = rowWindow(1_000_000, 44, 600, 0)
  expect(top.height).toBeLessThan(33_554_428)
  expect(top.first).toBe(0)
  const end = rowWindow(1_000_000, 44, 600, top.end)
  expect(end.last).toBe(999_999)
  // The last row ends where the scrolled element ends.
  expect(end.top(999_999) + 44).toBe(end.height)
})

test('rows in view keep their distance when the list is scaled', () => {
  const w = rowWindow(1_000_000, 44, 600, 20_000_000)
  expect(w.top(w.first + 1) - w.top(w.first)).toBe(44)
})

test('revealing moves only when the row is out of view', () => {
  const w = rowWindow(1000, 40, 400, 4000)
  expect(w.reveal(100)).toBeNull()
  expect(w.reveal(99)).toBe(3960)
  expect(w.reveal(110)).toBe(4040)
})

test('an empty list draws nothing', () => {
  expect(rowWindow(0, 44, 600, 0).last).toBe(-1)
})
