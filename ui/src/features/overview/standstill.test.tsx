import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { paused, quarantined } from '../../test/connections'
import { engine } from '../../test/engine'
import { overviewWith } from '../../test/overview'
import { show } from '../../test/show'
import Overview from './index'

const button = (name: string) => screen.findByRole('button', { name })

test('with several targets each tells how far it is', async () => {
  const target = (name: string, done: number, secondsLeft: number | null) => ({
    target: name,
    done,
    total: 900,
    secondsLeft,
  })
  const running = {
    run: 8,
    phase: 'apply',
    target: 'Adobe',
    targets: [target('GoTo', 900, null), target('Adobe', 412, 34)],
    done: 1312,
    total: 1800,
    rate: 31,
    secondsLeft: 34,
    started: Date.now(),
  }
  engine({
    'overview.get': () => overviewWith({ sync: { ...overviewWith().sync, running } }),
  })
  show(<Overview />)
  const list = await screen.findByRole('list', { name: 'By target' })
  const lines = within(list).getAllByRole('listitem')
  expect(lines.map((line) => line.textContent)).toEqual([
    'GoTo900 done',
    'Adobe412 of 900 · 34s left',
  ])
})

test('a paused target stands on the Overview until it is resumed', async () => {
  const sync = { ...overviewWith().sync, paused: [paused], nextAt: 1_795_002_400_000 }
  const calls = engine({
    'overview.get': () => overviewWith({ sync }),
    'targets.resume': () => ({}),
  })
  show(<Overview />)
  await screen.findByRole('heading', { name: 'console is paused' })
  expect(screen.getByText('A target is paused')).toBeTruthy()
  expect(screen.getByText('without the paused target')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Open run' }).getAttribute('href')).toBe('#/runs/7')
  await userEvent.click(await button('Resume'))
  await waitFor(() => expect(calls.of('targets.resume')).toEqual([{ target: 'console' }]))
})

test('a quarantine is a banner with its reason, the next attempt to the second on hover, and two ways out', async () => {
  const sync = { ...overviewWith().sync, quarantined: [quarantined] }
  const calls = engine({
    'overview.get': () => overviewWith({ sync }),
    'quarantine.try_now': () => ({}),
    'quarantine.lift': () => ({}),
  })
  show(<Overview />)
  const title = await screen.findByRole('heading', { name: 'console is in quarantine' })
  const words = title.parentElement?.textContent
  expect(words).toContain('15 of 20 requests failed, 75%')
  expect(words).toContain('“console answered 503 Service Unavailable.”')
  expect(words).toContain('may have paused too')
  expect(screen.getByText('A connection is in quarantine')).toBeTruthy()
  const [, next] = title.parentElement?.querySelectorAll('time') ?? []
  expect(next?.getAttribute('datetime')).toBe(new Date(1_795_000_900_000).toISOString())
  expect(next?.title).toMatch(/:40/)
  const request = { connection: 'console', direction: 'outbound' }
  await userEvent.click(await button('Try now · console'))
  await waitFor(() => expect(calls.of('quarantine.try_now')).toEqual([request]))
  await userEvent.click(await button('Lift the quarantine of console'))
  await waitFor(() => expect(calls.of('quarantine.lift')).toEqual([request]))
})

test('a rejected credential leads to where it is replaced', async () => {
  const item = { ...quarantined, reason: 'credential_rejected', nextAt: null }
  const sync = { ...overviewWith().sync, quarantined: [item] }
  engine({ 'overview.get': () => overviewWith({ sync }) })
  show(<Overview />)
  await screen.findByText(/The credential is not accepted/)
  expect(screen.getByRole('link', { name: 'Replace the secret…' }).getAttribute('href')).toBe(
    '#/connections',
  )
})
