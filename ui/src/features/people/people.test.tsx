import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type { PersonItem } from '../../platform'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import People from './index'
import { rereadFilter } from './users/filter'

beforeEach(() => {
  localStorage.clear()
  rereadFilter()
})

const person = (i: number): PersonItem => ({
  user: `p${i}@vellamo.example`,
  name: `Person ${i}`,
  email: null,
  active: true,
  directory: 'main',
  orgUnit: null,
  department: null,
})

test('a million people are listed by pages, and searched by the engine', async () => {
  const engine = fakeEngine({
    'people.list': ({ text, page }) =>
      text
        ? { total: 1, items: [person(41)] }
        : {
            total: 1_000_000,
            items: Array.from({ length: page.limit }, (_, i) => person(page.offset + i)),
          },
  })
  location.hash = hrefTo('people')
  const user = userEvent.setup()
  show(<People />)
  const grid = await screen.findByRole('grid', { name: 'People' })
  expect(grid.getAttribute('aria-rowcount')).toBe('1000001')
  expect(screen.getByText('1,000,000 people')).toBeTruthy()
  expect(engine.calls('people.list').every(({ page }) => page.limit <= 200)).toBe(true)
  await user.type(screen.getByRole('searchbox', { name: 'Find a person' }), '41')
  expect(await screen.findByText('1 person found')).toBeTruthy()
  expect(engine.calls('people.list').at(-1)?.text).toBe('41')
})

test('the why of a value opens in one click, clause by clause', async () => {
  fakeEngine({
    'rules.vocabulary': () => ({ attributes: [], targets: [] }),
    'exceptions.list': () => ({ exceptions: [], version: 1 }),
    'people.show': () => ({
      person: person(1),
      attributes: [{ name: 'department', values: ['Sales'] }],
      groups: [{ id: 'g-1', name: 'EMEA Sales', direct: false }],
      targets: [
        {
          target: 'console',
          error: null,
          account: null,
          values: [
            {
              slot: 'products',
              value: 'Webinar',
              state: 'withheld',
              pendingUntil: null,
              rules: [
                {
                  rule: 'Contractors',
                  matches: true,
                  does: 'withholds',
                  clauses: [
                    { clause: 'department eq "Sales"', holds: true, own: '"Sales"', has: [] },
                    {
                      clause: 'title pr',
                      holds: false,
                      own: '',
                      has: [{ code: 'nothing', names: [] }],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
  })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  const user = userEvent.setup()
  show(<People />)
  const value = await screen.findByRole('button', { name: /Webinar/ })
  expect(within(value).getByText('Because “Contractors” withholds it')).toBeTruthy()
  await user.click(value)
  expect(screen.getByText(/^department is Sales$/i)).toBeTruthy()
  expect(screen.getByText('Own value: nothing')).toBeTruthy()
  expect(screen.getByRole('img', { name: 'Does not hold' })).toBeTruthy()
  await user.click(value)
  await waitFor(() => expect(screen.queryByText('Own value: nothing')).toBeNull())
})

const details = (user: string) => ({
  person: { ...person(1), user },
  attributes: [],
  groups: [],
  targets: [
    {
      target: 'console',
      error: null,
      account: {
        key: 'k1',
        userName: 'other@vellamo.example',
        email: null,
        active: true,
        managed: false,
        user,
        byHand: false,
      },
      values: [],
    },
  ],
})

const slots = {
  attributes: [],
  targets: [
    {
      name: 'console',
      slots: [
        { name: 'products', many: true, open: false, values: [{ name: 'Webinar', seats: null }] },
      ],
    },
  ],
}

test.each([
  [true, 'Has it'],
  [false, 'Asked for, no account'],
])('what rules give is only had with an account (%s)', async (hasAccount, word) => {
  const given = { slot: 'products', value: 'Webinar', state: 'granted', pendingUntil: null }
  fakeEngine({
    'exceptions.list': () => ({ exceptions: [], version: 7 }),
    'people.show': ({ user }) => {
      const shown = details(user)
      const targets = shown.targets.map((target) => ({
        ...target,
        account: hasAccount ? target.account : null,
        values: [{ ...given, rules: [] }],
      }))
      return { ...shown, targets }
    },
  })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  show(<People />)
  expect(await screen.findByText(word)).toBeTruthy()
})

test('an exception is made for a person with a reason and a last day', async () => {
  const engine = fakeEngine({
    'rules.vocabulary': () => slots,
    'exceptions.list': () => ({ exceptions: [], version: 7 }),
    'exceptions.set': () => ({ exceptions: [], version: 8 }),
    'people.show': ({ user }) => details(user),
  })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  const user = userEvent.setup()
  show(<People />)
  await user.click(await screen.findByRole('button', { name: 'Add an exception' }))
  const dialog = await screen.findByRole('dialog')
  const save = within(dialog).getByRole('button', { name: 'Save exception' })
  expect(save).toHaveProperty('disabled', true)
  await user.type(within(dialog).getByRole('textbox', { name: /Reason/ }), 'covers for Lotte')
  await user.type(within(dialog).getByRole('textbox', { name: /Last day/ }), '2027-02-31')
  expect(within(dialog).getByText('Write the day as 2027-01-31.')).toBeTruthy()
  await user.clear(within(dialog).getByRole('textbox', { name: /Last day/ }))
  await user.type(within(dialog).getByRole('textbox', { name: /Last day/ }), '2027-02-28')
  await user.click(within(dialog).getByRole('radio', { name: /Give/ }))
  await waitFor(() => expect(save).toHaveProperty('disabled', false))
  await user.click(save)
  await waitFor(() => expect(engine.calls('exceptions.set')).toHaveLength(1))
  expect(engine.calls('exceptions.set')[0]).toEqual({
    index: null,
    version: 7,
    exception: {
      user: 'p1@vellamo.example',
      reason: 'covers for Lotte',
      until: '2027-02-28',
      assigns: [{ target: 'console', slot: 'products', values: ['Webinar'] }],
      withholds: [],
    },
  })
})

test('an account is parted from a person, and another is linked', async () => {
  const engine = fakeEngine({
    'rules.vocabulary': () => slots,
    'exceptions.list': () => ({ exceptions: [], version: 1 }),
    'accounts.list': () => ({
      total: 1,
      items: [
        {
          key: 'k2',
          userName: 'p.one@vellamo.example',
          email: null,
          active: true,
          managed: false,
          user: null,
          byHand: false,
        },
      ],
    }),
    'accounts.link': () => ({}),
    'accounts.unlink': () => ({}),
    'people.show': ({ user }) => details(user),
  })
  location.hash = hrefTo('people', ['p1@vellamo.example'])
  const user = userEvent.setup()
  show(<People />)
  expect(await screen.findByText('other@vellamo.example')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Account in console' }))
  await user.click(await screen.findByRole('menuitem', { name: 'This is not their account' }))
  await waitFor(() =>
    expect(engine.calls('accounts.unlink')).toEqual([{ target: 'console', account: 'k1' }]),
  )
  await user.click(screen.getByRole('button', { name: 'Account in console' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Link another account…' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('combobox'))
  await user.click(await screen.findByRole('option', { name: /p\.one@/ }))
  await user.click(within(dialog).getByRole('button', { name: 'Link account' }))
  await waitFor(() =>
    expect(engine.calls('accounts.link')).toEqual([
      { target: 'console', account: 'k2', user: 'p1@vellamo.example' },
    ]),
  )
})

test('another order and a filter are asked of the engine, and stay when one comes back', async () => {
  const engine = fakeEngine({
    'directories.list': () => ({ items: [] }),
    'people.list': ({ page }) => ({
      total: 3,
      items: Array.from({ length: Math.min(3, page.limit) }, (_, i) => person(i)),
    }),
  })
  location.hash = hrefTo('people')
  const user = userEvent.setup()
  const { unmount } = show(<People />)
  await user.click(await screen.findByRole('button', { name: 'Org unit' }))
  await user.click(screen.getByRole('checkbox', { name: 'With failures' }))
  await waitFor(() => {
    const last = engine.calls('people.list').at(-1)
    expect(last?.order).toEqual({ column: 'unit', descending: false, language: 'en' })
    expect(last?.filter?.failures).toBe(true)
  })
  unmount()
  rereadFilter()
  show(<People />)
  await waitFor(() => expect(engine.calls('people.list').at(-1)?.filter?.failures).toBe(true))
  expect(await screen.findByRole('checkbox', { name: 'With failures' })).toHaveProperty(
    'checked',
    true,
  )
})

test('people whom no source delivers are asked for by what became of them', async () => {
  const engine = fakeEngine({
    'directories.list': () => ({ items: [] }),
    'people.list': () => ({ total: 1, items: [person(1)] }),
    'people.absent': () => ({
      total: 1,
      items: [
        {
          directory: 'main',
          id: '9',
          user: 'gone@vellamo.example',
          name: 'Gone Person',
          email: null,
          active: false,
          orgUnit: null,
          department: null,
          state: 'gone',
          since: 1_795_000_000_000,
        },
      ],
    }),
  })
  location.hash = hrefTo('people')
  const user = userEvent.setup()
  show(<People />)
  await user.click(await screen.findByRole('button', { name: /Any state/ }))
  await user.click(await screen.findByRole('option', { name: 'Disabled, no longer delivered' }))
  expect(await screen.findByText('Gone Person')).toBeTruthy()
  expect(engine.calls('people.absent').at(-1)?.state).toBe('gone')
})
