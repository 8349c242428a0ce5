import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '../test/show'
import { Tabs } from './Tabs'

const tabs = [
  { id: 'users', label: 'Users', content: null },
  { id: 'groups', label: 'Groups', content: null },
] as const

function Pages() {
  const [view, setView] = useState<'users' | 'groups'>('users')
  const list = <Tabs label="People" selected={view} onSelect={setView} tabs={tabs} />
  return view === 'users' ? <main key="users">{list}</main> : <section key="groups">{list}</section>
}

const hasFocus = (name: string) =>
  waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tab', { name })))

test('the focus goes with the tabs from one page to the next', async () => {
  show(<Pages />)
  await userEvent.tab()
  await hasFocus('Users')
  await userEvent.keyboard('{ArrowRight}')
  await hasFocus('Groups')
  await userEvent.keyboard('{ArrowLeft}')
  await hasFocus('Users')
})
