import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { engine } from '../../test/engine'
import { show } from '../../test/show'
import Start from './index'

test('exploring opens the sample organization', async () => {
  const calls = engine({ 'workspace.open_sample': () => ({}) })
  show(<Start />)
  await userEvent.click(screen.getByRole('button', { name: /Explore with a sample/ }))
  await waitFor(() => expect(calls.of('workspace.open_sample')).toEqual([{}]))
})

test('a configuration is checked first, and taken over only without errors', async () => {
  const errors = ['rolecall.toml:12:8: unknown key `prioritiy`']
  const calls = engine({
    'workspace.check': ({ path }) =>
      path === 'bad.toml' ? { errors, changes: [] } : { errors: [], changes: ['Adds 14 rules'] },
    'workspace.import': () => ({}),
  })
  show(<Start />)
  await userEvent.click(screen.getByRole('button', { name: /^Set up/ }))
  await userEvent.click(screen.getByRole('button', { name: /^From a configuration file/ }))
  const field = screen.getByLabelText('Configuration file')
  await userEvent.type(field, 'bad.toml')
  await userEvent.click(screen.getByRole('button', { name: 'Check file' }))
  await screen.findByText(errors[0] ?? '')
  expect(screen.queryByRole('button', { name: 'Take over' })).toBeNull()

  await userEvent.clear(field)
  await userEvent.type(field, 'good.toml')
  await userEvent.click(screen.getByRole('button', { name: 'Check file' }))
  await screen.findByText('Adds 14 rules')
  expect(calls.of('workspace.import')).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Take over' }))
  await waitFor(() => expect(calls.of('workspace.import')).toEqual([{ path: 'good.toml' }]))
})

test('moving in says that it comes later and offers the way that works', async () => {
  engine({})
  show(<Start />)
  await userEvent.click(screen.getByRole('button', { name: /^Move in/ }))
  expect(screen.getByText(/cannot read another tool’s configuration yet/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Set up instead' }))
  expect(screen.getByRole('button', { name: /^Step by step/ })).toBeTruthy()
})

test('setting up step by step begins with a directory', async () => {
  engine({})
  show(<Start />)
  await userEvent.click(screen.getByRole('button', { name: /^Set up/ }))
  await userEvent.click(screen.getByRole('button', { name: /^Step by step/ }))
  expect(location.hash).toBe('#/connections/add')
})
