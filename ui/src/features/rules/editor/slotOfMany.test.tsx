import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { RuleDraft, SlotItem } from '../../../platform'
import { show } from '../../../test/show'
import { SlotOfMany } from './SlotOfMany'

const slot = {
  name: 'user_groups',
  many: true,
  open: true,
  values: Array.from({ length: 500 }, (_, at) => ({ name: `Team ${at}`, seats: null })),
} as unknown as SlotItem

const draft = {
  assigns: [{ target: 'goto', slot: 'user_groups', values: ['Team 471'] }],
  withholds: [],
} as unknown as RuleDraft

test('of thousands of values the rule’s own and a few others stand there, the rest is found by name', async () => {
  const given: RuleDraft[] = []
  show(
    <SlotOfMany
      target="goto"
      slot={slot}
      draft={draft}
      onChange={(to) => given.push(to)}
      vocabulary={undefined}
    />,
  )
  const names = () =>
    [...document.querySelectorAll('[role=radiogroup]')].map((one) => one.getAttribute('aria-label'))
  expect(names()[0]).toBe('Team 471')
  expect(names().length).toBeLessThan(60)
  expect(screen.queryByText(/451 more values/)).not.toBeNull()
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find a value' }), '499')
  expect(names()).toContain('Team 499')
  const found = screen.getByRole('radiogroup', { name: 'Team 499' })
  await userEvent.click(within(found).getByRole('radio', { name: 'Given' }))
  expect(given[0]?.assigns[0]?.values).toEqual(['Team 471', 'Team 499'])
})
