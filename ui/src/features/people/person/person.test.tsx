import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { hrefTo } from '../../../app'
import type { PersonItem } from '../../../platform'
import { fakeEngine } from '../../../test/fakeEngine'
import { show } from '../../../test/show'
import People from '../index'

const person: PersonItem = {
  user: 'p1@vellamo.example',
  name: 'Person 1',
  email: null,
  active: true,
  directory: 'main',
  orgUnit: null,
  department: null,
}

const edits = (change: object = {}) => ({
  directory: 'main',
  user: 'p1@vellamo.example',
  editable: true,
  until: null,
  fixed: ['userName'],
  source: { userName: 'p1@vellamo.example', department: 'Sales' },
  edits: [],
  ...change,
})

const onPage = (change: object, more: object = {}) =>
  fakeEngine({
    'rules.vocabulary': () => ({ attributes: [], targets: [] }),
    'exceptions.list': () => ({ exceptions: [], version: 1 }),
    'directories.list': () => ({ items: [] }),
    'activity.list': () => ({ total: 0, items: [], kinds: [] }),
    'people.show': () => ({
      person,
      groups: [],
      targets: [],
      attributes: [
        { name: 'department', values: ['Legal'], origin: { kind: 'column', text: 'dept' } },
      ],
    }),
    'people.edits': () => edits(change),
    ...more,
  })

test('an edited value stands beside the one of the source', async () => {
  const edit = {
    attribute: 'department',
    source: 'Sales',
    edited: 'Legal',
    at: 1,
    who: 'anja@desk',
  }
  onPage({ edits: [edit] })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  show(<People />)
  expect(await screen.findByText('edited')).toBeTruthy()
  expect(screen.getByText(/at the source: Sales · anja@desk/)).toBeTruthy()
})

test('a value is edited, and only what changed is sent', async () => {
  const engine = onPage({}, { 'people.edit': () => edits() })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  const user = userEvent.setup()
  show(<People />)
  await user.click(await screen.findByRole('button', { name: 'Edit' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Edit values…' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).queryByLabelText('userName')).toBeNull()
  const field = within(dialog).getByLabelText('department')
  await user.clear(field)
  await user.type(field, 'Legal')
  expect(within(dialog).getByText('At the source: Sales')).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'Save 1 change' }))
  await waitFor(() =>
    expect(engine.calls('people.edit')).toEqual([
      { directory: 'main', user: 'p1@vellamo.example', values: { department: 'Legal' } },
    ]),
  )
})

test('deleting for good asks for the userName to the letter', async () => {
  const engine = onPage(
    {},
    {
      'people.delete_preview': () => ({
        directory: 'main',
        user: 'p1@vellamo.example',
        name: 'Person 1',
        allowed: true,
        comesBack: true,
        accounts: [],
      }),
      'people.delete': () => ({ comesBack: true, accounts: [] }),
      'people.list': () => ({ total: 0, items: [] }),
    },
  )
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  const user = userEvent.setup()
  show(<People />)
  await user.click(await screen.findByRole('button', { name: 'Edit' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete for good…' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(await within(dialog).findByText(/the next reading brings them back/)).toBeTruthy()
  const button = within(dialog).getByRole('button', { name: 'Delete person' })
  const field = within(dialog).getByRole('textbox')
  await user.type(field, 'P1@vellamo.example')
  expect(button).toHaveProperty('disabled', true)
  await user.clear(field)
  await user.type(field, 'p1@vellamo.example')
  await user.click(button)
  await waitFor(() =>
    expect(engine.calls('people.delete')).toEqual([
      {
        directory: 'main',
        user: 'p1@vellamo.example',
        typed: 'p1@vellamo.example',
        accounts: false,
      },
    ]),
  )
})
