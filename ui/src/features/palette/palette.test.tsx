import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { setPalette } from '../../app'
import { fakeEngine } from '../../test/fakeEngine'
import { overviewWith } from '../../test/overview'
import { show } from '../../test/show'
import { Palette } from '.'

const anja = {
  user: 'anja@vellamo.example',
  name: 'Anja Köhler',
  email: 'anja@vellamo.example',
  directory: 'main',
}

let engine: ReturnType<typeof fakeEngine>

beforeEach(() => {
  location.hash = ''
  setPalette(false)
  const overview = overviewWith()
  engine = fakeEngine({
    'overview.get': () => overview,
    'people.list': ({ text }) =>
      ({ total: 1, items: 'anja köhler'.includes(text.toLowerCase()) ? [anja] : [] }) as never,
    'groups.list': () => ({ total: 0, items: [] }) as never,
    'rules.list': () => ({ people: 9, rules: [] }),
    'sync.now': () => ({}),
  })
})

test('the keys open it, and a name leads to the person', async () => {
  show(<Palette />)
  await userEvent.keyboard('{Control>}k{/Control}')
  const field = await screen.findByRole('searchbox', { name: 'Search or do' })
  await waitFor(() => expect(document.activeElement).toBe(field))
  await userEvent.keyboard('anja')
  await userEvent.click(await screen.findByRole('menuitem', { name: /Anja Köhler/ }))
  expect(location.hash).toBe('#/people/anja%40vellamo.example')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('Enter does what stands first', async () => {
  show(<Palette />)
  setPalette(true)
  await screen.findByRole('searchbox', { name: 'Search or do' })
  await userEvent.keyboard('sync now')
  await screen.findByRole('menuitem', { name: 'Sync now' })
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(engine.calls('sync.now')).toHaveLength(1))
})

test('an Enter that is heard twice does what it does once', async () => {
  show(<Palette />)
  setPalette(true)
  const field = await screen.findByRole('searchbox', { name: 'Search or do' })
  await userEvent.keyboard('sync now')
  await screen.findByRole('menuitem', { name: 'Sync now' })
  act(() => {
    fireEvent.keyDown(field, { key: 'Enter' })
    fireEvent.keyDown(field, { key: 'Enter' })
  })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(engine.calls('sync.now')).toHaveLength(1)
})

test('what nothing is called says so', async () => {
  show(<Palette />)
  setPalette(true)
  await screen.findByRole('searchbox', { name: 'Search or do' })
  await userEvent.keyboard('zzzz')
  await screen.findByText('Nothing is called “zzzz”. Try a name, an address or a verb.')
})
