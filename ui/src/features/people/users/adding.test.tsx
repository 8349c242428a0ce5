import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { hrefTo } from '../../../app'
import { fakeEngine, Refusal } from '../../../test/fakeEngine'
import { show } from '../../../test/show'
import People from '../index'
import { changeFilter, rereadFilter } from './filter'

const unread = () => {
  throw new Refusal('not_found', 'There is nobody.')
}

beforeEach(() => {
  localStorage.clear()
  rereadFilter()
})

const directory = (name: string, synced: boolean) => ({
  name,
  kind: synced ? 'csv' : '',
  place: '',
  synced,
  people: 1,
  groups: 0,
  gone: 1,
  notSeenYet: 0,
  edited: 0,
  readAt: null,
  error: null,
  warnings: [],
  domains: [],
  checkDomains: true,
  orgUnitPrefix: 'OU-',
  asksOrgUnit: false,
  editWindow: null,
  quarantine: null,
  nextAt: null,
  last: null,
  signsIn: false,
  secretExpires: null,
})

const vocabulary = {
  attributes: [
    { name: 'region', label: 'Region', kind: 'text', expression: null },
    { name: 'fullTime', label: 'Full time', kind: 'text', expression: 'user.hours + ""' },
  ],
  targets: [],
}

const gone = {
  user: 'bob@example.com',
  name: 'Bob Berg',
  email: 'bob@example.com',
  active: false,
  directory: 'files',
  orgUnit: null,
  department: 'Support',
  id: '2',
  state: 'gone',
  since: 1_700_000_000_000,
}

const person = (name: string) => ({
  user: 'ann@example.com',
  name: 'Ann Aho',
  email: null,
  active: true,
  directory: name,
  orgUnit: null,
  department: null,
})

test('a user is added to a directory without a source, with what was filled in', async () => {
  const engine = fakeEngine({
    'people.list': () => ({ total: 1, items: [person('main')] }),
    'directories.list': () => ({ items: [directory('files', true), directory('main', false)] }),
    'rules.vocabulary': () => vocabulary as never,
    'people.add': ({ directory: name, user }) => ({
      directory: name,
      user,
      editable: true,
      until: null,
      fixed: [],
      source: {},
      edits: [],
    }),
    'people.show': unread,
  })
  location.hash = hrefTo('people')
  const user = userEvent.setup()
  show(<People />)
  await user.click(await screen.findByRole('button', { name: 'Add user' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add a user' })
  expect(within(dialog).queryByLabelText('Directory')).toBeNull()
  expect(within(dialog).queryByLabelText('Full time')).toBeNull()
  await user.type(within(dialog).getByLabelText('User name'), ' eva@example.com ')
  await user.type(within(dialog).getByLabelText('Region'), 'EMEA')
  await user.click(within(dialog).getByRole('button', { name: 'Add user' }))
  await waitFor(() =>
    expect(engine.calls('people.add')).toEqual([
      { directory: 'main', user: 'eva@example.com', values: { region: 'EMEA' } },
    ]),
  )
  await waitFor(() => expect(location.hash).toContain('directory=main'))
})

test('where every directory has a source nobody is added here', async () => {
  fakeEngine({
    'people.list': () => ({ total: 1, items: [person('files')] }),
    'directories.list': () => ({ items: [directory('files', true)] }),
  })
  location.hash = hrefTo('people')
  show(<People />)
  await screen.findByText('Ann Aho')
  expect(screen.queryByRole('button', { name: 'Add user' })).toBeNull()
})

test('people who are gone are sorted, saved and opened as everybody else', async () => {
  const engine = fakeEngine({
    'people.absent': () => ({ total: 1, items: [gone] }),
    'directories.list': () => ({ items: [directory('files', true), directory('main', false)] }),
    'people.export': () => ({ name: 'people.csv', text: 'user\r\n' }),
    'people.show': unread,
  })
  changeFilter({ state: 'gone' })
  location.hash = hrefTo('people')
  const user = userEvent.setup()
  show(<People />)
  await screen.findByText('Bob Berg')
  expect(screen.getByText('Support')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: /Department/ }))
  await waitFor(() =>
    expect(engine.calls('people.absent').at(-1)?.order?.column).toBe('department'),
  )
  await user.click(screen.getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() => expect(engine.calls('people.export')[0]?.filter?.state).toBe('gone'))
  await user.click(screen.getByText('Bob Berg'))
  await waitFor(() =>
    expect(engine.calls('people.show')).toEqual([{ directory: 'files', user: 'bob@example.com' }]),
  )
})

test('a page says that somebody is gone, and leads to the same person elsewhere', async () => {
  fakeEngine({
    'people.show': () => ({
      person: { ...person('files'), active: false },
      state: 'gone',
      since: 1_700_000_000_000,
      alsoIn: ['main'],
      attributes: [],
      groups: [],
      targets: [{ target: 'console', error: null, account: null, values: [] }],
    }),
    'directories.list': () => ({ items: [] }),
    'exceptions.list': () => ({ exceptions: [], version: 1 }),
  })
  location.hash = hrefTo('people', ['ann@example.com'], { directory: 'files' })
  show(<People />)
  expect(await screen.findByText(/The source of files does not deliver this person/)).toBeTruthy()
  expect(screen.getByText(/Rules give nothing to people whom the source/)).toBeTruthy()
  const link = screen.getByRole('link', { name: 'main' })
  expect(link.getAttribute('href')).toBe(
    hrefTo('people', ['ann@example.com'], { directory: 'main' }),
  )
})

test('the DNS server that is asked for proofs is chosen', async () => {
  const engine = fakeEngine({
    'directories.list': () => ({ items: [directory('main', false)] }),
    'domains.resolver': () => ({ address: null }),
    'domains.set_resolver': ({ address }) => ({ address }),
  })
  location.hash = hrefTo('people', [], { view: 'domains' })
  const user = userEvent.setup()
  show(<People />)
  await screen.findByText(/asked of the system’s DNS server/)
  await user.click(screen.getByRole('button', { name: 'Change… · DNS server' }))
  const dialog = await screen.findByRole('dialog')
  await user.type(within(dialog).getByRole('textbox'), '192.0.2.1')
  await user.click(within(dialog).getByRole('button', { name: 'Save' }))
  await waitFor(() =>
    expect(engine.calls('domains.set_resolver')).toEqual([{ address: '192.0.2.1' }]),
  )
})
