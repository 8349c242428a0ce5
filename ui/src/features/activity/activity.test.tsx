import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { hrefTo } from '../../app'
import type { ActivityItem, ActivityRequest } from '../../platform'
import { axeFinds } from '../../test/clean'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Activity from './index'

const item = (seq: number): ActivityItem => ({
  seq,
  at: Date.now() - seq * 1_000,
  who: 'ines@desk',
  kind: 'rule_moved',
  status: 'ok',
  person: null,
  rule: 'EMEA',
  target: null,
  run: null,
  cause: null,
  detail: { from: 2, to: 1 },
})

let engine: ReturnType<typeof fakeEngine>

beforeEach(() => {
  localStorage.clear()
  engine = fakeEngine({
    'activity.list': () => ({ total: 2, items: [item(2), item(1)], kinds: ['rule_moved'] }),
    'activity.export': () => ({ name: 'activity.jsonl', text: '{}\n' }),
    'rules.list': () => ({ people: 9, rules: [] }),
    'connections.list': () => ({ sources: [], targets: [{ name: 'GoTo' }] }) as never,
  })
})

const asked = () => engine.calls('activity.list').at(-1) as ActivityRequest

const open = async (query: Record<string, string> = {}) => {
  location.hash = hrefTo('activity', [], query)
  const { container } = show(<Activity />)
  await screen.findAllByText(/moved rule/)
  return container
}

test('Activity is sorted by the engine, newest first of its own', async () => {
  await open()
  expect(asked()).not.toHaveProperty('sort')
  const head = screen.getByRole('columnheader', { name: 'Time' })
  expect(head.getAttribute('aria-sort')).toBe('descending')
  await userEvent.click(within(head).getByRole('button'))
  await waitFor(() => expect(asked()).toMatchObject({ sort: 'time', descending: false }))
  await userEvent.click(within(head).getByRole('button'))
  await waitFor(() => expect(location.hash).toBe('#/activity'))
})

test('an address narrows by person, rule and target, and each can be left', async () => {
  await open({ person: 'saga@contoso.com', rule: 'EMEA', target: 'GoTo' })
  expect(asked()).toMatchObject({ person: 'saga@contoso.com', rule: 'EMEA', target: 'GoTo' })
  await userEvent.click(screen.getByRole('button', { name: /Show entries on everybody/ }))
  await waitFor(() => expect(asked()).not.toHaveProperty('person'))
  expect(asked()).toMatchObject({ rule: 'EMEA', target: 'GoTo' })
})

test('entries are chosen by keyboard and saved as lines', async () => {
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL() {} }),
  )
  await open()
  screen.getAllByRole('row')[1]?.focus()
  await userEvent.keyboard(' ')
  const chosen = screen.getByRole('region', { name: 'Selected rows' })
  await userEvent.click(within(chosen).getByRole('button', { name: 'Save…' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Save as JSON lines' }))
  await waitFor(() =>
    expect(engine.calls('activity.export')[0]).toMatchObject({
      format: 'jsonl',
      chosen: { all: false, keys: ['2'] },
    }),
  )
})

test('axe finds nothing in Activity with something chosen', async () => {
  const container = await open()
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
  expect(screen.getAllByText('2 rows selected')).toHaveLength(2)
  expect(await axeFinds(container)).toEqual([])
})
