import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fakeEngine } from '../test/fakeEngine'
import { overviewWith } from '../test/overview'
import { show } from '../test/show'
import { Announcer } from './Announcer'
import { setProgress } from './progress'
import { ariaKeys, placeOf, shortcuts } from './shortcuts'

const running = {
  run: 8,
  phase: 'apply',
  target: 'GoTo',
  targets: [],
  done: 0,
  total: 1000,
  rate: null,
  secondsLeft: null,
  started: 1,
}

test('a run is told in quarters, not at every step, and so is its end', async () => {
  let overview = overviewWith({ sync: { ...overviewWith().sync, running } })
  fakeEngine({ 'overview.get': () => overview })
  show(<Announcer />)
  await screen.findByText('The run is at 0 percent.')
  act(() => setProgress({ ...running, done: 249 }))
  expect(screen.getByText('The run is at 0 percent.')).toBeTruthy()
  act(() => setProgress({ ...running, done: 501 }))
  expect(screen.getByText('The run is at 50 percent.').getAttribute('role')).toBe('status')
  overview = overviewWith()
  act(() => setProgress(null))
})

test('what failed and what is held is told from any screen', async () => {
  setProgress(null)
  const held = { target: 'GoTo', guard: 'removals', slot: 'products', run: 7, limit: 200 }
  fakeEngine({
    'overview.get': () =>
      overviewWith({
        inSync: { people: 9, inSync: 7, attention: 2, causes: 1 },
        held: [{ ...held, value: null, steps: 212 }],
      }),
  })
  show(<Announcer />)
  await waitFor(() =>
    expect(screen.getAllByRole('status').map((one) => one.textContent)).toEqual([
      'The run has ended: 1,187 changes done, 17 not.',
      'Something failed for 2 people. A guard holds changes back.',
    ]),
  )
})

test('keys lead to places, and only the whole of them', () => {
  const pressed = {
    code: '',
    key: '',
    ctrlKey: true,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  }
  // In a browser Ctrl and a digit are the browser's own.
  expect(placeOf({ ...pressed, code: 'Digit2' })).toBeNull()
  expect(placeOf({ ...pressed, code: 'Digit2', altKey: true })).toBe('#/rules')
  expect(placeOf({ ...pressed, code: 'Digit9', altKey: true })).toBeNull()
  expect(placeOf({ ...pressed, key: ',' })).toBe('#/settings')
  expect(placeOf({ ...pressed, key: 'P', shiftKey: true })).toBe('#/runs/plan')
  expect(placeOf({ ...pressed, key: 'p' })).toBeNull()
  expect(placeOf({ ...pressed, key: ',', ctrlKey: false })).toBeNull()
  const keys = Object.values(shortcuts).map((one) => one.keys)
  expect(new Set(keys).size).toBe(keys.length)
  expect(ariaKeys('Ctrl Alt 2')).toBe('Control+Alt+2')
  expect(ariaKeys('⌥⌘2')).toBe('Alt+Meta+2')
})
