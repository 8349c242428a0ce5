import { expect, test } from 'vitest'
import { likeness, matching } from './matching'

const offer = (label: string, note?: string) => ({ id: label, label, note, onAction: () => {} })

test('every word of the query must be there, wherever it stands', () => {
  expect(likeness('Open Settings', 'set open')).toBeGreaterThan(0)
  expect(likeness('Open Settings', 'set closed')).toBe(0)
  expect(likeness('Anything', '')).toBeGreaterThan(0)
})

test('accents and case do not count', () => {
  expect(likeness('Übersicht', 'uber')).toBeGreaterThan(0)
  expect(likeness('Anja Köhler', 'KOHLER')).toBeGreaterThan(0)
})

test('what begins with the query comes first, what only its note says last', () => {
  const offers = [
    offer('Ann Rule', 'anja@vellamo.example'),
    offer('Show what the rules do'),
    offer('Rules'),
  ]
  expect(matching(offers, 'rule', 9).map((one) => one.label)).toEqual([
    'Rules',
    'Ann Rule',
    'Show what the rules do',
  ])
  expect(matching(offers, 'anja', 9).map((one) => one.label)).toEqual(['Ann Rule'])
  expect(matching(offers, '', 2)).toHaveLength(2)
})
