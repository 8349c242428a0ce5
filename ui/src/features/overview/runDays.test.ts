import { expect, test } from 'vitest'
import { daysAsCsv, daysBefore, runDays } from './runDays'

const now = new Date(2026, 10, 22, 15, 30).getTime()
const run = (day: number, hour: number, more = {}) => ({
  id: 1,
  started: new Date(2026, 10, day, hour).getTime(),
  state: 'finished',
  done: 5,
  failed: 1,
  held: 0,
  ...more,
})

test('runs are counted by the day on which they began', () => {
  const runs = [run(15, 9), run(21, 0), run(21, 23, { state: 'failed', done: 0 }), run(22, 8)]
  const days = runDays(runs, now, 7)
  expect(days.map((d) => d.runs)).toEqual([0, 0, 0, 0, 0, 2, 1])
  expect(days[5]).toMatchObject({ done: 5, failed: 2, broken: 1 })
  expect(days[0]?.at).toBe(daysBefore(now, 6))
})

test('a day lasts from midnight to midnight, also where clocks change', () => {
  const days = runDays([], new Date(2026, 9, 26, 1).getTime(), 3)
  expect(days.map((d) => new Date(d.at).getHours())).toEqual([0, 0, 0])
  expect(days.map((d) => new Date(d.at).getDate())).toEqual([24, 25, 26])
})

test('the days are written as CSV', () => {
  expect(daysAsCsv(runDays([run(22, 8)], now, 2))).toBe(
    'day,runs,done,failed,held,broken\r\n2026-11-21,0,0,0,0,0\r\n2026-11-22,1,5,1,0,0\r\n',
  )
})
