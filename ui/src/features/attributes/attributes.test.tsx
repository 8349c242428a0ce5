import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type { AttributeItem } from '../../platform'
import { workspace } from '../../test/connections'
import { fakeEngine, Refusal } from '../../test/fakeEngine'
import { show } from '../../test/show'
import { blank } from '../connections/setup/settings'
import AttributesScreen from './index'

const region: AttributeItem = {
  name: 'region',
  label: 'Region',
  kind: 'text',
  custom: true,
  from: 'region',
  people: 12,
  rules: ['Sales'],
  expression: null,
  uses: [{ kind: 'rule', name: 'Sales' }],
}
const anja = {
  user: 'anja@vellamo.example',
  name: 'Anja Köhler',
  email: null,
  active: true,
  directory: 'main',
  orgUnit: null,
  department: 'Sales',
}
const lists = {
  'attributes.list': () => ({ attributes: [region], targets: [] }),
  'rules.list': () => ({ rules: [], people: 1 }),
}

test('an expression is tried on people while it is written, and its error is told', async () => {
  const engine = fakeEngine({
    ...lists,
    'attributes.try': ({ attribute }) =>
      attribute.expression?.includes('departmnt')
        ? {
            error: { column: 6, message: 'there is no departmnt', suggestion: 'department' },
            people: [],
            present: 0,
            unreadable: 0,
            columns: [],
          }
        : {
            error: null,
            people: [{ person: anja, values: ['Sales-DE'], problem: null }],
            present: 1,
            unreadable: 0,
            columns: ['department'],
          },
    'attributes.set': () => ({ attributes: [region], targets: [] }),
  })
  location.hash = hrefTo('attributes', ['new'])
  const user = userEvent.setup()
  show(<AttributesScreen />)
  await user.type(await screen.findByRole('textbox', { name: /Name/ }), 'site')
  await user.click(screen.getByRole('button', { name: /Comes from/ }))
  await user.click(await screen.findByRole('option', { name: 'An expression' }))
  const expression = screen.getByRole('textbox', { name: /Expression/ })
  await user.type(expression, 'user.departmnt')
  expect(await screen.findByText('there is no departmnt')).toBeTruthy()
  expect(screen.getByText('department')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Save attribute' })).toHaveProperty('disabled', true)
  await user.clear(expression)
  await user.type(expression, 'user.department + "-DE"')
  expect(await screen.findByText('Sales-DE')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Save attribute' }))
  await waitFor(() => expect(engine.calls('attributes.set')).toHaveLength(1))
  expect(engine.calls('attributes.set')[0]).toEqual({
    oldName: null,
    attribute: {
      name: 'site',
      label: '',
      kind: 'text',
      from: null,
      expression: 'user.department + "-DE"',
    },
  })
})

test('an attribute in use is not deleted, and says what it would break', async () => {
  fakeEngine({
    ...lists,
    'attributes.try': () => {
      throw new Refusal('internal', 'not now')
    },
  })
  location.hash = hrefTo('attributes', ['edit', 'region'])
  const user = userEvent.setup()
  show(<AttributesScreen />)
  await user.click(await screen.findByRole('button', { name: 'Delete…' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(within(dialog).getByText(/would break these/)).toBeTruthy()
  expect(within(dialog).getByRole('listitem').textContent).toContain('Sales')
  expect(within(dialog).getByRole('button', { name: 'Delete attribute' })).toHaveProperty(
    'disabled',
    true,
  )
})

test('what leaves for one person follows the edit before it is saved', async () => {
  const engine = fakeEngine({
    ...lists,
    'people.list': () => ({ total: 1, items: [anja] }),
    'send.list': () => ({
      targets: [
        {
          target: 'console',
          always: [{ theirs: 'userName', ours: 'userName' }],
          more: [],
          canSendMore: true,
        },
      ],
    }),
    'send.preview': ({ user, more }) => ({
      errors: [],
      fields: [
        { theirs: 'userName', value: user, ours: 'userName' },
        ...(more ?? []).map(({ theirs, ours }) => ({ theirs, ours, value: `value of ${ours}` })),
      ],
      body: '{}',
    }),
    'send.set': () => ({ targets: [] }),
  })
  location.hash = hrefTo('attributes', ['sent'])
  const user = userEvent.setup()
  show(<AttributesScreen />)
  await user.click(await screen.findByRole('button', { name: 'Send something more' }))
  await user.type(screen.getByRole('textbox', { name: 'Attribute of the target' }), 'title')
  await user.type(
    screen.getByRole('textbox', { name: 'Our attribute or an expression' }),
    'department',
  )
  expect(await screen.findByText('value of department')).toBeTruthy()
  expect(engine.calls('send.set')).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Save what is sent' }))
  await waitFor(() =>
    expect(engine.calls('send.set')).toEqual([
      { target: 'console', more: [{ theirs: 'title', ours: 'department' }] },
    ]),
  )
})

test('an attribute is chosen from what the source’s records really have', async () => {
  const engine = fakeEngine({
    ...lists,
    'attributes.try': () => ({
      people: [],
      present: 0,
      unreadable: 0,
      error: null,
      columns: ['department'],
    }),
    'directories.list': () => ({ items: [{ ...workspace, kind: 'google' }] }),
    'directories.show': () => ({
      directory: workspace,
      source: blank('google'),
      secretPresent: true,
      draft: null,
      goneGroups: [],
    }),
    'connections.probe': () => ({
      steps: [],
      people: [],
      fields: [{ path: 'customSchemas.Desk.floor', sample: '4' }],
    }),
  })
  location.hash = hrefTo('attributes', ['new'])
  const user = userEvent.setup()
  show(<AttributesScreen />)
  const look = await screen.findByRole('button', { name: 'See what the source’s records have' })
  expect(engine.calls('connections.probe')).toHaveLength(0)
  await user.click(look)
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'See what the source’s records have' })).toBeNull(),
  )
  expect(engine.calls('connections.probe')).toHaveLength(1)
  await user.type(screen.getByRole('combobox', { name: 'Field of the source' }), 'floor')
  const option = await screen.findByRole('option', { name: /customSchemas\.Desk\.floor/ })
  expect(option.textContent).toContain('4')
  await user.click(option)
  expect(await screen.findByText('For example 4')).toBeTruthy()
})
