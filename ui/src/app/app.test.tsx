import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noLicences, overviewWith } from '../test/overview'
import { App } from './App'
import { hrefTo, parseRoute } from './routes'
import { toast } from './toasts'

class Events {
  static CLOSED = 2
  static last: Events | null = null
  onmessage: ((m: { data: string }) => void) | null = null
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  readyState = 1
  constructor() {
    Events.last = this
  }
  close() {}
}

const settings = {
  theme: 'dark',
  language: 'en',
  platform: 'browser',
  version: '0.1.0',
  workspace: '/srv/rolecall',
  secrets: { backend: 'keyring', keyring: 'ready', reason: '', vaultExists: false },
  renewAfterDays: 180,
  keepActivityDays: null,
  autostart: null,
}
let overview = overviewWith()
let answer: (name: string) => Response

beforeEach(() => {
  overview = overviewWith()
  answer = (name) => new Response(JSON.stringify(name === 'overview.get' ? overview : settings))
  vi.stubGlobal('EventSource', Events)
  vi.stubGlobal(
    'fetch',
    vi.fn(async (_: string, { body }: { body: string }) => answer(JSON.parse(body).name)),
  )
})

afterEach(() => {
  Events.last = null
})

test('routes are read and written without loss', () => {
  const href = hrefTo('rules', ['a/b', 12], { tab: 'text', empty: '' })
  expect(href).toBe('#/rules/a%2Fb/12?tab=text')
  expect(parseRoute(href)).toEqual({ screen: 'rules', path: ['a/b', '12'], query: { tab: 'text' } })
  expect(parseRoute('')?.screen).toBe('overview')
  expect(parseRoute('#/nowhere')).toBeNull()
})

test('the sidebar leads to a screen, marks it, and moves the focus to its title', async () => {
  render(<App />)
  expect(await screen.findByRole('heading', { level: 1, name: 'Overview' })).toBeTruthy()
  await screen.findByText('Everyone is in sync')
  await userEvent.click(screen.getByRole('link', { name: 'Settings' }))
  await screen.findByText('Appearance and language')
  expect(screen.getByRole('link', { name: 'Settings' }).getAttribute('aria-current')).toBe('page')
  expect(location.hash).toBe('#/settings')
  await waitFor(() => expect(document.title).toBe('Settings · Rolecall'))
  await waitFor(() =>
    expect(document.activeElement).toBe(
      screen.getByRole('heading', { level: 1, name: 'Settings' }),
    ),
  )
})

test('an unknown address offers the way back', async () => {
  location.hash = '#/nowhere'
  render(<App />)
  expect(await screen.findByRole('link', { name: 'Go to Overview' })).toBeTruthy()
})

test('the theme of the settings is shown', async () => {
  render(<App />)
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'))
})

test('a refused session says what to do', async () => {
  answer = () => new Response('{}', { status: 401 })
  render(<App />)
  expect(await screen.findByText('This address has been used or has expired')).toBeTruthy()
})

test('an engine out of reach says so, and a lost line is announced', async () => {
  render(<App />)
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  Events.last?.onerror?.()
  expect(await screen.findByText('Rolecall does not answer. Trying again…')).toBeTruthy()
  Events.last?.onopen?.()
  await waitFor(() =>
    expect(screen.queryByText('Rolecall does not answer. Trying again…')).toBeNull(),
  )
})

const asked = () =>
  vi.mocked(fetch).mock.calls.map((call) => JSON.parse(String(call[1]?.body)).name)

test('an event of the engine reads only what it made old again', async () => {
  render(<App />)
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  await screen.findByText('Everyone is in sync')
  const before = asked().length
  Events.last?.onmessage?.({ data: '{"type":"changed","topics":["settings"]}' })
  await waitFor(() => expect(asked().slice(before)).toEqual(['settings.get']))
})

test('the foot of the sidebar names the workspace, the badge counts banners', async () => {
  overview = overviewWith({ banners: [noLicences] })
  render(<App />)
  expect(await screen.findByText('Contoso')).toBeTruthy()
  expect(await screen.findByRole('img', { name: '1 need attention' })).toBeTruthy()
  expect(screen.getByRole('navigation').textContent).toContain('4,812 people · synced')
})

test('an empty workspace shows the first start instead of the screens', async () => {
  overview = overviewWith({ workspace: { ...overview.workspace, configured: false } })
  render(<App />)
  expect(await screen.findByRole('heading', { name: 'Welcome to Rolecall' })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBeNull()
})

test('a message offers its way back once', async () => {
  const onPress = vi.fn()
  render(<App />)
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  toast({ text: 'Rule “Sales” deleted', action: { label: 'Undo', onPress } })
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(onPress).toHaveBeenCalledOnce()
  expect(screen.queryByText('Rule “Sales” deleted')).toBeNull()
})
