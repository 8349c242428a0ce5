import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import type { FailureItem, FailuresRequest } from '../../platform'
import { engine } from '../../test/engine'
import { noLicences } from '../../test/overview'
import { show } from '../../test/show'
import Failures from './index'
import { RetryAllButton } from './RetryAllButton'

const people: FailureItem[] = ['Saga Öberg', 'João Dias', 'Björn Lund'].map((name, id) => ({
  id,
  user: `person${id}@contoso.com`,
  name,
  email: null,
  kind: 'assign',
  slot: 'products',
  value: 'Webinar',
  rules: ['Marketing'],
  message: 'No seats available for product G2W',
  since: 1_795_000_000_000,
  tries: 1,
}))

const banner = {
  ...noLicences,
  people: 3,
  values: noLicences.values.map((value) => ({ ...value, people: 3 })),
}

const start = (more: Parameters<typeof engine>[0] = {}) =>
  engine({
    'failures.list': ({ text, page }: FailuresRequest) => {
      const found = people.filter((p) => p.name.includes(text))
      const items = found.slice(page.offset, page.offset + page.limit)
      return { total: found.length, banner, items }
    },
    'failures.retry': () => ({}),
    'people.show': ({ user }) => ({
      person: {
        user,
        name: user,
        email: null,
        active: true,
        directory: 'd',
        orgUnit: null,
        department: null,
      },
      attributes: [],
      groups: [],
      targets: [
        {
          target: 'GoTo',
          error: null,
          account: null,
          values: [
            {
              slot: 'products',
              value: 'Webinar',
              state: 'without_seat',
              pendingUntil: null,
              rules: [
                {
                  rule: 'Marketing',
                  matches: true,
                  does: 'assigns',
                  clauses: [
                    { clause: 'in group Marketing', holds: true, own: `${user} is in`, has: [] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
    ...more,
  })

const retried = (users: string[]) => [{ cause: 'no_licences', target: 'GoTo', users }]

beforeEach(() => {
  location.hash = '#/overview/failures/GoTo/no_licences'
})

test('each row says what was to happen in our words and in the target’s', async () => {
  start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  expect(screen.getAllByText('Give Webinar')).toHaveLength(3)
  expect(screen.getAllByText('“No seats available for product G2W”')).toHaveLength(3)
  expect(screen.getByText(/9/, { selector: 'b' }).parentElement?.textContent).toBe(
    'Buy at least 3 more seats of Webinar, or free some: 9 of its 250 holders get it from no rule.',
  )
})

test('the button retries everyone without listing them, then those selected', async () => {
  const calls = start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  await userEvent.click(screen.getByRole('button', { name: 'Retry sync for 3' }))
  await waitFor(() => expect(calls.of('failures.retry')).toEqual(retried([])))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select João Dias' }))
  await userEvent.click(screen.getByRole('button', { name: 'Retry sync for 1' }))
  await waitFor(() =>
    expect(calls.of('failures.retry')[1]).toEqual(retried(['person1@contoso.com'])[0]),
  )
})

test('all but one are named', async () => {
  const calls = start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select João Dias' }))
  await userEvent.click(screen.getByRole('button', { name: 'Retry sync for 2' }))
  await waitFor(() =>
    expect(calls.of('failures.retry')).toEqual(
      retried(['person0@contoso.com', 'person2@contoso.com']),
    ),
  )
})

test('searching asks the engine, selecting all of the found retries only them', async () => {
  const calls = start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  await userEvent.type(screen.getByRole('searchbox'), 'Lund')
  await waitFor(() => expect(screen.queryByText('João Dias')).toBeNull())
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
  await userEvent.click(screen.getByRole('button', { name: 'Retry sync for 1' }))
  await waitFor(() => expect(calls.of('failures.retry')).toEqual(retried(['person2@contoso.com'])))
})

test('sorting asks the engine and stays in the address', async () => {
  const calls = start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  await userEvent.click(screen.getByRole('button', { name: 'Tries' }))
  await waitFor(() =>
    expect(calls.of('failures.list').at(-1)).toMatchObject({ sort: 'tries', descending: false }),
  )
  expect(location.hash).toContain('sort=tries')
})

test('a row opens why its person gets the value', async () => {
  start()
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('Why Saga Öberg gets Webinar')
  await userEvent.click(screen.getByText('Björn Lund'))
  await screen.findByText('Why Björn Lund gets Webinar')
  await screen.findByText(/person2@contoso.com is in/)
})

test('export gives the engine’s file to the administrator', async () => {
  const created = vi.fn((_: Blob) => 'blob:x')
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: created, revokeObjectURL: vi.fn() }))
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  start({ 'failures.export': () => ({ name: 'no-licences.csv', text: 'user\nsaga\n' }) })
  show(<Failures target="GoTo" cause="no_licences" />)
  await screen.findByText('João Dias')
  await userEvent.click(screen.getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() => expect(clicked).toHaveBeenCalledOnce())
  expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toBe('no-licences.csv')
  expect(created.mock.calls[0]?.[0].size).toBe('user\nsaga\n'.length)
})

test('a cause that is gone says so and leads back', async () => {
  start({ 'failures.list': () => ({ total: 0, banner: null, items: [] }) })
  show(<Failures target="GoTo" cause="timeout" />)
  await screen.findByText('This is settled')
  expect(screen.getByRole('link', { name: 'Go to Overview' })).toBeTruthy()
})

test('who holds a product without a rule is a click away', async () => {
  const calls = start({
    'failures.holders': () => ({
      total: 1,
      items: [
        {
          user: 'kiosk',
          name: 'Kiosk',
          email: null,
          person: false,
          active: true,
          managed: false,
        },
      ],
    }),
  })
  show(<Failures target="GoTo" cause="no_licences" />)
  await userEvent.click(await screen.findByRole('button', { name: 'Show them' }))
  await screen.findByText('nobody’s account')
  expect(calls.of('failures.holders')).toEqual([
    { target: 'GoTo', slot: 'products', value: 'Webinar', page: { offset: 0, limit: 200 } },
  ])
})

test('accounts that someone else deactivated are reactivated for those selected', async () => {
  const elsewhere = {
    ...banner,
    cause: 'suspended_elsewhere',
    values: [],
    actions: ['details', 'retry', 'reactivate', 'dismiss'],
  }
  const calls = start({
    'failures.list': () => ({ total: 3, banner: elsewhere, items: people }),
    'failures.reactivate': () => ({}),
  })
  show(<Failures target="GoTo" cause="suspended_elsewhere" />)
  await userEvent.click(await screen.findByRole('button', { name: 'Reactivate…' }))
  await screen.findByText(/not Rolecall/)
  await userEvent.click(screen.getByRole('button', { name: 'Reactivate 3 accounts' }))
  await waitFor(() =>
    expect(calls.of('failures.reactivate')).toEqual([
      { cause: 'suspended_elsewhere', target: 'GoTo', users: [] },
    ]),
  )
})

test('everything is retried without naming anything', async () => {
  const calls = start({ 'failures.retry_all': () => ({}) })
  show(<RetryAllButton />)
  await userEvent.click(await screen.findByRole('button', { name: 'Retry everything' }))
  await waitFor(() => expect(calls.of('failures.retry_all')).toEqual([{}]))
})
