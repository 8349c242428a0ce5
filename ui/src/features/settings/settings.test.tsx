import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { SecretsState, Settings as Values } from '../../platform'
import { engine } from '../../test/engine'
import { show } from '../../test/show'
import Settings from './index'

const settings = (secrets: Partial<SecretsState> = {}): Values => ({
  theme: 'system',
  language: 'en',
  platform: 'browser',
  version: '0.1.0',
  workspace: '/srv/rolecall',
  secrets: { backend: 'keyring', keyring: 'ready', reason: '', vaultExists: false, ...secrets },
})

const connections = () => ({ sources: [], targets: [] })

test('a theme is set at once and leaves the language alone', async () => {
  const calls = engine({
    'settings.get': () => settings(),
    'settings.set': (change) => ({ ...settings(), theme: change.theme ?? 'system' }),
    'connections.list': connections,
  })
  show(<Settings />)
  await userEvent.click(await screen.findByRole('button', { name: /Theme/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'Dark' }))
  await waitFor(() => expect(calls.of('settings.set')).toEqual([{ theme: 'dark', language: null }]))
  expect(screen.getByText('This version speaks English only. More languages follow.')).toBeTruthy()
})

test('without a keyring it says so, and a vault needs the same good passphrase twice', async () => {
  const calls = engine({
    'settings.get': () =>
      settings({ backend: 'none', keyring: 'missing', reason: 'No Secret Service answers.' }),
    'secrets.choose': () => settings({ backend: 'vault', keyring: 'missing' }),
    'connections.list': connections,
  })
  show(<Settings />)
  expect(await screen.findByText(/No Secret Service answers\./)).toBeTruthy()
  const keep = screen.getByRole('button', { name: 'Keep secrets there' })
  await userEvent.type(screen.getByLabelText('Passphrase'), 'correct horse')
  await userEvent.type(screen.getByLabelText('Passphrase again'), 'correct house')
  expect(screen.getByText('The two differ.')).toBeTruthy()
  expect(keep.hasAttribute('data-disabled')).toBe(true)
  await userEvent.clear(screen.getByLabelText('Passphrase again'))
  await userEvent.type(screen.getByLabelText('Passphrase again'), 'correct horse')
  await userEvent.click(keep)
  await screen.findByText('In a vault file, sealed with your passphrase')
  expect(calls.of('secrets.choose')).toEqual([{ backend: 'vault', passphrase: 'correct horse' }])
})

test('memory is chosen without a passphrase', async () => {
  const calls = engine({
    'settings.get': () => settings({ backend: 'none', keyring: 'locked' }),
    'secrets.choose': () => settings({ backend: 'memory', keyring: 'locked' }),
    'connections.list': connections,
  })
  show(<Settings />)
  await userEvent.click(await screen.findByRole('radio', { name: /This session’s memory/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep secrets there' }))
  await waitFor(() =>
    expect(calls.of('secrets.choose')).toEqual([{ backend: 'memory', passphrase: null }]),
  )
})

test('a secret goes in once and leaves the field', async () => {
  const calls = engine({
    'settings.get': () => settings(),
    'secrets.set': () => ({}),
    'connections.list': connections,
  })
  show(<Settings />)
  await userEvent.type(await screen.findByRole('combobox', { name: 'Name' }), 'goto-token')
  const value = screen.getByLabelText<HTMLInputElement>('Value')
  expect(value.type).toBe('password')
  await userEvent.type(value, 's3cret')
  await userEvent.click(screen.getByRole('button', { name: 'Set secret' }))
  await waitFor(() =>
    expect(calls.of('secrets.set')).toEqual([{ name: 'goto-token', value: 's3cret' }]),
  )
  await waitFor(() => expect(value.value).toBe(''))
})
