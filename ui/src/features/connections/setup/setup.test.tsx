import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { hrefTo } from '../../../app'
import type { SignInState, SourceProbe, SourceSettings } from '../../../platform'
import { workspace } from '../../../test/connections'
import { fakeEngine } from '../../../test/fakeEngine'
import { show } from '../../../test/show'
import Connections from '../index'
import { blank } from './settings'

const probe: SourceProbe = {
  steps: [
    { step: 'reach', ok: true, message: 'it answers', cause: null, remedy: '', optional: false },
    { step: 'credential', ok: true, message: 'accepted', cause: null, remedy: '', optional: false },
  ],
  people: [
    {
      id: '1',
      userName: 'anja@vellamo.example',
      active: true,
      orgUnit: '/Sales',
      attributes: [
        ['title', 'Lead'],
        ['department', ''],
      ],
    },
  ],
  fields: [
    { path: 'customSchemas.Desk.floor', sample: '4' },
    { path: 'organizations.department', sample: 'Sales' },
  ],
}

const signIn = (change: Partial<SignInState>): SignInState => ({
  directory: workspace.name,
  state: 'none',
  url: null,
  opened: false,
  until: null,
  secret: 'source-vellamo-example',
  error: null,
  cause: null,
  ...change,
})

const audit = {
  step: 'admin.reports.audit.readonly',
  ok: false,
  message: 'no token was given',
  cause: 'not_permitted',
  remedy: 'It is not needed',
  optional: true,
}

/** A wizard at `step`; tells what was called. */
function wizardAt(step: string, source: SourceSettings, states: SignInState[] = []) {
  const directory = { ...workspace, synced: false, kind: '' }
  const details = {
    directory,
    source: null,
    secretPresent: null,
    draft: { directory: directory.name, source, step, savedAt: 0 },
    goneGroups: [],
  }
  const engine = fakeEngine({
    'directories.show': () => details,
    'directories.list': () => ({ items: [directory] }),
    'directories.draft': (draft) => ({ ...details, draft }),
    'rules.vocabulary': () => ({ attributes: [], targets: [], groups: [], orgUnits: [] }),
    'connections.probe': () => ({ ...probe, steps: [...probe.steps, audit] }),
    'sign_in.get': () => states[0] ?? signIn({}),
    'sign_in.begin': () => {
      states.unshift(signIn({ state: 'waiting', url: 'https://accounts.example/auth?x=1' }))
      return states[0] as SignInState
    },
    'sign_in.cancel': () => {
      states.unshift(signIn({ state: 'cancelled' }))
      return states[0] as SignInState
    },
  } as Parameters<typeof fakeEngine>[0])
  location.hash = hrefTo('connections', ['directory', directory.name, 'source'])
  show(<Connections />)
  return { engine, states }
}

test('somebody signs in by the browser, and may go on once that is done', async () => {
  const { engine, states } = wizardAt('access', { ...blank('google'), signIn: true })
  const user = userEvent.setup()
  const file = await screen.findByRole('textbox', { name: 'File of the OAuth client (JSON)' })
  expect(screen.queryByRole('textbox', { name: 'Administrator' })).toBeNull()
  const next = screen.getByRole('button', { name: 'Next' })
  expect(next).toHaveProperty('disabled', true)
  await user.click(file)
  await user.paste('{"installed": {}}')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect((await screen.findByText('https://accounts.example/auth?x=1')).tagName).toBe('CODE')
  expect(engine.calls('sign_in.begin')[0]?.client).toBe('{"installed": {}}')
  await user.click(screen.getByRole('button', { name: 'Cancel sign-in' }))
  expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await screen.findByText('https://accounts.example/auth?x=1')
  states.unshift(signIn({ state: 'done' }))
  expect(await screen.findByText(/You are signed in/, {}, { timeout: 4_000 })).toBeTruthy()
  await waitFor(() => expect(next).toHaveProperty('disabled', false))
  await user.click(screen.getByRole('button', { name: 'Try it out' }))
  await waitFor(() => expect(engine.calls('connections.probe')).toHaveLength(1))
  expect(engine.calls('connections.probe')[0]?.secretValue).toBeNull()
})

test('the scope is said by groups, org units and a query', async () => {
  const { engine } = wizardAt('access', { ...blank('google'), admin: 'anja@vellamo.example' })
  const user = userEvent.setup()
  await user.type(
    await screen.findByRole('textbox', { name: 'Only members of these groups' }),
    'Licensed{Enter}Leads',
  )
  await user.type(screen.getByRole('textbox', { name: 'Only people in these org units' }), '/Sales')
  await user.click(screen.getByRole('button', { name: 'Try it out' }))
  await waitFor(() => expect(engine.calls('connections.probe')).toHaveLength(1))
  const source = engine.calls('connections.probe')[0]?.source
  expect(source?.scopeGroups).toEqual(['Licensed', 'Leads'])
  expect(source?.scopeOrgUnits).toEqual(['/Sales'])
  expect(await screen.findByText('anja@vellamo.example')).toBeTruthy()
  expect(screen.queryByRole('img', { name: 'Problem' })).toBeNull()
  const optional = (await screen.findByText(/It is not needed/)).closest('li')
  expect(optional?.dataset.state).toBe('later')
})

test('where an attribute is read from is chosen with real values beside it', async () => {
  const { engine } = wizardAt('fields', { ...blank('google'), admin: 'anja@vellamo.example' })
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Read five people' }))
  const title = (await screen.findByText('Lead')).closest('tr')
  expect(title?.textContent).toContain('Title')
  const field = screen.getByRole('combobox', { name: 'Where Department is read from' })
  await user.type(field, 'organ')
  await user.click(await screen.findByRole('option', { name: /organizations\.department/ }))
  expect(field.closest('tr')?.textContent).toContain('Sales')
  await user.click(screen.getByRole('button', { name: 'Next' }))
  await waitFor(() => expect(engine.calls('directories.draft')).toHaveLength(1))
  expect(engine.calls('directories.draft')[0]?.source.map).toEqual({
    department: 'organizations.department',
  })
})
