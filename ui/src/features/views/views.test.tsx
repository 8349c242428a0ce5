import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { axeFinds } from '../../test/clean'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import { isSameView, rereadViews } from './kept'
import { SavedViews } from './SavedViews'

beforeEach(() => {
  localStorage.clear()
  rereadViews()
  fakeEngine({ 'settings.get': () => ({ workspace: '/srv/rolecall' }) as never })
})

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('menuitem', { name }))

test('a view is saved under a name, found again by a new window, and deleted', async () => {
  const onApply = vi.fn()
  const shown = { kind: 'failure', range: 'week' }
  const view = <SavedViews list="activity" current={shown} onApply={onApply} />
  const first = show(view)
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }))
  await press('Save this view…')
  await userEvent.type(await screen.findByLabelText('Name of the view'), 'Failures this week')
  expect(await axeFinds(screen.getByRole('dialog'))).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Save view' }))
  await screen.findByRole('button', { name: 'Failures this week' })
  first.unmount()
  rereadViews()

  show(<SavedViews list="activity" current={{}} onApply={onApply} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }))
  await press('Failures this week')
  expect(onApply).toHaveBeenCalledWith(shown)
})

test('each list has its own, and one is deleted where it is shown', async () => {
  localStorage.setItem(
    'rolecall.views./srv/rolecall',
    JSON.stringify({ activity: [{ name: 'Held', query: { status: 'held' } }, 7], runs: 'odd' }),
  )
  show(<SavedViews list="activity" current={{ status: 'held' }} onApply={() => {}} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Held' }))
  await press('Delete the view “Held”')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Held' })).toBeNull())
  expect(localStorage.getItem('rolecall.views./srv/rolecall')).not.toContain('Held')
})

test('the order of what is said does not matter', () => {
  expect(isSameView({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
  expect(isSameView({ a: '1' }, { a: '2' })).toBe(false)
})
