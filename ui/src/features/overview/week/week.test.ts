import { expect, test } from 'vitest'
import type { Period } from '../../../platform'
import { runDays } from '../runDays'
import { type Brush, drawWeek, size, type WeekWords } from './drawWeek'
import { weekAsCsv, weekFacts, weekName } from './weekFacts'

const from = new Date(2026, 10, 16).getTime()
const days = runDays(
  [{ id: 1, started: from + 1, state: 'finished', done: 40, failed: 10, held: 0 }],
  from + 7 * 86_400_000 - 1,
  7,
)

const period: Period = {
  runs: 3,
  broken: 0,
  changes: [
    { target: 'GoTo', kind: 'suspend', done: 2, failed: 0, held: 0 },
    { target: 'GoTo', kind: 'unassign', done: 14, failed: 1, held: 5 },
    { target: 'GoTo', kind: 'create', done: 5, failed: 0, held: 0 },
    { target: '=cmd()', kind: 'assign', done: 212, failed: 9, held: 0 },
  ],
  attention: 12,
  failures: [{ target: 'GoTo', cause: 'no_licences', people: 9 }],
  decisions: [{ kind: 'rule_changed', count: 4 }],
  licences: [
    {
      target: 'GoTo',
      slot: 'products',
      value: 'Connect, "all"',
      seats: 500,
      used: 480,
      coming: 0,
      short: 0,
    },
    {
      target: 'GoTo',
      slot: 'products',
      value: 'Webinar',
      seats: 250,
      used: 260,
      coming: 0,
      short: 14,
    },
  ],
}

const words: WeekWords = {
  title:
    'User sync of an organization with a name that is far too long for one line of a picture, and then some',
  span: '16 Nov to 22 Nov',
  figures: [
    { label: 'given', value: '212' },
    { label: 'failed', value: '10', tone: 'bad' },
  ],
  chart: 'By day',
  dayOf: (at) => String(new Date(at).getDate()),
  licences: 'Licences',
  ofSeats: (used, seats) => `${used} of ${seats}`,
  noLicences: 'none',
  failures: 'What failed',
  failure: ({ cause, people }) => `${cause} ${people}`,
  noFailures: 'nothing',
  foot: 'Rolecall',
}

test('what was given, taken and failed is counted apart', () => {
  expect(weekFacts('Contoso', period, days)).toMatchObject({
    given: 212,
    taken: 14,
    accounts: 5,
    suspended: 2,
    failed: 10,
    attention: 12,
    decisions: 4,
    runs: 3,
  })
})

test('the table has every part, quotes what needs it and defuses formulas', () => {
  const lines = weekAsCsv(period, days).split('\r\n')
  expect(lines[0]).toBe('part,target,what,runs,done,failed,held,people,used,licences')
  expect(lines[1]).toBe('day,,2026-11-16,1,40,10,0,,,')
  expect(lines).toContain("change,'=cmd(),assign,,212,9,0,,,")
  expect(lines).toContain('failure,GoTo,no_licences,,,,,9,,')
  expect(lines).toContain('licences,GoTo,"Connect, ""all""",,,,,0,480,500')
  expect(weekName(from, 'png')).toBe('rolecall-week-2026-11-16.png')
})

test('nothing of the picture stands outside it, and what is too long is cut with an ellipsis', () => {
  const texts: { text: string; x: number; y: number }[] = []
  const boxes: number[][] = []
  const brush = {
    fillStyle: '' as Brush['fillStyle'],
    font: '',
    textAlign: 'left' as Brush['textAlign'],
    textBaseline: 'alphabetic' as Brush['textBaseline'],
    scale() {},
    measureText(text: string): TextMetrics {
      const letter = Number(/(\d+)px/.exec(brush.font)?.[1] ?? 10)
      return { width: text.length * letter * 0.55 } as TextMetrics
    },
    fillText(text: string, x: number, y: number) {
      texts.push({ text, x, y })
      const { width } = brush.measureText(text)
      const left = brush.textAlign === 'right' ? x - width : x
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left + width).toBeLessThanOrEqual(size.width)
    },
    fillRect: (...box: number[]) => {
      boxes.push(box)
    },
  }
  const causes = ['account_exists', 'conflict', 'timeout']
  const more = causes.map((cause) => ({ target: 'GoTo', cause, people: 1 }))
  const many = { ...period, failures: [...period.failures, ...more] }
  drawWeek(brush, weekFacts('Contoso', many, days), words)
  expect(texts.some(({ text }) => text.startsWith('User sync') && text.endsWith('…'))).toBe(true)
  expect(texts.map(({ text }) => text)).toContain('260 of 250')
  expect(texts.map(({ text }) => text)).toContain('no_licences 9')
  expect(texts.map(({ text }) => text)).toContain('timeout 1')
  for (const [x = 0, y = 0, width = 0, height = 0] of boxes) {
    expect(x + width).toBeLessThanOrEqual(size.width)
    expect(y + height).toBeLessThanOrEqual(size.height)
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(0)
  }
})
