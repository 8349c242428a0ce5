import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { hrefTo } from '../../app'
import type { PersonItem } from '../../platform'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import People from './index'

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
    'people.show': () => ({
      person: person(1),
      attributes: [{ name: 'department', values: ['Sales'] }],
      groups: [{ name: 'EMEA Sales', direct: false }],
      targets: [
        {
          target: 'console',
          error: null,
          values: [
            {
              slot: 'products',
              value: 'Webinar',
              state: 'withheld',
              rules: [
                {
                  rule: 'Contractors',
                  matches: true,
                  does: 'withholds',
                  clauses: [
                    { clause: 'department eq "Sales"', holds: true, own: 'Sales' },
                    { clause: 'title pr', holds: false, own: 'nothing' },
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
