import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { ConnectionTarget, DirectoryItem, QuarantineItem } from '../../platform'
import { paused, quarantined, workingConsole, workspace } from '../../test/connections'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Connections from './index'

const directory: DirectoryItem = {
  ...workspace,
  kind: 'scim-push',
  place: '/scim/v2/vellamo.example',
  last: null,
}

const engineWith = (
  change: Partial<ConnectionTarget> = {},
  {
    directories = [],
    items = [],
  }: { directories?: DirectoryItem[]; items?: QuarantineItem[] } = {},
) =>
  fakeEngine({
    'connections.list': () => ({ sources: [], targets: [{ ...workingConsole, ...change }] }),
    'directories.list': () => ({ items: directories }),
    'directories.remove_sync': () => ({
      kind: 'scim-push',
      people: 4,
      tokens: 1,
      secretDeleted: false,
      switchOffAtProvider: true,
    }),
    'edit_window.open': ({ directory: name }) => ({
      directory: name,
      openedAt: 0,
      until: 3_600_000,
      who: 'anja@desk',
    }),
    'send.list': () => ({
      targets: [
        {
          target: 'console',
          always: [{ theirs: 'userName', ours: 'userName' }],
          more: [{ theirs: 'title', ours: 'title' }],
          canSendMore: true,
        },
      ],
    }),
    'quarantine.list': () => ({ items }),
    'connections.test': () => ({
      ok: false,
      message: 'The console refused the credential. Set the secret anew.',
      accounts: null,
      cause: 'credential_rejected',
    }),
    'secrets.set': () => ({}),
    'targets.pause': () => ({}),
    'targets.resume': () => ({}),
    'quarantine.try_now': () => ({}),
    'quarantine.lift': () => ({}),
  })

test('a test says in place what is wrong and what to do', async () => {
  const engine = engineWith()
  const user = userEvent.setup()
  show(<Connections />)
  await user.click(await screen.findByRole('button', { name: 'Test console' }))
  expect(await screen.findByText(/refused the credential/)).toBeTruthy()
  expect(engine.calls('connections.test')).toEqual([{ target: 'console' }])
})

test('a missing secret is set through a field that never shows one', async () => {
  const engine = engineWith({ secretPresent: false })
  const user = userEvent.setup()
  show(<Connections />)
  expect(await screen.findByText('Secret missing')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Set secret…' }))
  const dialog = await screen.findByRole('dialog')
  const field = within(dialog).getByLabelText<HTMLInputElement>('console-token')
  expect(field.type).toBe('password')
  expect(field.value).toBe('')
  await user.type(field, 'hush')
  await user.click(within(dialog).getByRole('button', { name: 'Keep secret' }))
  await waitFor(() =>
    expect(engine.calls('secrets.set')).toEqual([{ name: 'console-token', value: 'hush' }]),
  )
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('a target says how often it is synced, what leaves for it, and where that is changed', async () => {
  engineWith()
  show(<Connections />)
  const often = await screen.findByRole('link', { name: 'every 40 minutes' })
  expect(often.getAttribute('href')).toBe('#/settings/schedule')
  const leaves = await screen.findByRole('link', { name: 'userName and 1 more' })
  expect(leaves.getAttribute('href')).toBe('#/attributes/sent')
})

test.each([
  ['umapi', 'Adobe User Management', 'Organization'],
  ['goto', 'GoTo Admin', 'Account key'],
])('a target of kind %s is called by its name, and its customer too', async (kind, name, place) => {
  engineWith({ kind, place: '1234@AdobeOrg' })
  show(<Connections />)
  expect(await screen.findByText(name)).toBeTruthy()
  expect(screen.getByText(place).nextElementSibling?.textContent).toBe('1234@AdobeOrg')
})

test('a target is paused with one button and resumed with another', async () => {
  const engine = engineWith()
  const user = userEvent.setup()
  show(<Connections />)
  await user.click(await screen.findByRole('button', { name: 'Pause console' }))
  await waitFor(() => expect(engine.calls('targets.pause')).toEqual([{ target: 'console' }]))
})

test('a paused target says who paused it and why, and is resumed in place', async () => {
  const engine = engineWith({ paused })
  const user = userEvent.setup()
  show(<Connections />)
  expect(await screen.findByText('Paused')).toBeTruthy()
  expect(screen.getByText(/anja@desk undid run 7/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Pause console' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Resume' }))
  await waitFor(() => expect(engine.calls('targets.resume')).toEqual([{ target: 'console' }]))
})

test('a quarantine says why, quotes an answer, and is tried or lifted in place', async () => {
  const engine = engineWith({ quarantine: quarantined })
  const user = userEvent.setup()
  show(<Connections />)
  expect(await screen.findByText('In quarantine')).toBeTruthy()
  expect(screen.getByText(/15 of 20 requests failed, 75%/)).toBeTruthy()
  expect(screen.getByText('“console answered 503 Service Unavailable.”')).toBeTruthy()
  const request = { connection: 'console', direction: 'outbound' }
  await user.click(screen.getByRole('button', { name: 'Try now · console' }))
  await waitFor(() => expect(engine.calls('quarantine.try_now')).toEqual([request]))
  await user.click(screen.getByRole('button', { name: 'Lift the quarantine of console' }))
  await waitFor(() => expect(engine.calls('quarantine.lift')).toEqual([request]))
})

test('a connection that failed for 28 days is switched off and says how it comes back', async () => {
  engineWith({ quarantine: { ...quarantined, state: 'off', nextAt: null, times: 30 } })
  show(<Connections />)
  expect(await screen.findByText('Switched off')).toBeTruthy()
  expect(screen.getByText(/failed for 28 days/)).toBeTruthy()
})

test('pushes in quarantine stand at their directory, with a word on the provider', async () => {
  const item = { ...quarantined, connection: 'vellamo.example', direction: 'push' }
  engineWith({}, { directories: [{ ...directory, quarantine: item }] })
  show(<Connections />)
  expect(await screen.findByText('In quarantine')).toBeTruthy()
  expect(screen.getByText(/Your provider may have paused its side too/)).toBeTruthy()
})

test('removing the sync says what stays, then what to do at the provider', async () => {
  const engine = engineWith({}, { directories: [directory] })
  const user = userEvent.setup()
  show(<Connections />)
  await user.click(await screen.findByRole('button', { name: 'More for vellamo.example' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Remove sync…' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(within(dialog).getByText(/its 4 people and all accounts stay/)).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'Remove sync' }))
  expect(await screen.findByText(/Switch provisioning off at the provider too/)).toBeTruthy()
  expect(engine.calls('directories.remove_sync')).toEqual([{ directory: 'vellamo.example' }])
})

test('a synced directory is opened for editing after it was said what that means', async () => {
  const engine = engineWith({}, { directories: [directory] })
  const user = userEvent.setup()
  show(<Connections />)
  await user.click(await screen.findByRole('button', { name: 'More for vellamo.example' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Allow editing…' }))
  expect(await screen.findByText(/Edits are never written back/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Allow editing for 1 hour' }))
  await waitFor(() =>
    expect(engine.calls('edit_window.open')).toEqual([{ directory: 'vellamo.example' }]),
  )
})

test('a source that is asked says what its last reading brought, and how far behind it is', async () => {
  const late = { ...workspace, secretExpires: '2027-03-01' }
  engineWith({}, { directories: [late] })
  show(<Connections />)
  expect(await screen.findByText(/1 new, 3 changed, and 2 gone/)).toBeTruthy()
  expect(screen.getByText(/by 41 calls/)).toBeTruthy()
  expect(screen.getByText('2027-03-01')).toBeTruthy()
})

test('a source that was not read for more than two cycles is said to lag', async () => {
  const last = workspace.last && { ...workspace.last, isLate: true, lagMs: 10_800_000 }
  engineWith({}, { directories: [{ ...workspace, last }] })
  show(<Connections />)
  expect(await screen.findByText('longer than two cycles')).toBeTruthy()
  expect(screen.getByText('3h 0m')).toBeTruthy()
})
