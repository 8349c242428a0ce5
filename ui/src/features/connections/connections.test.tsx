import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { fakeEngine } from '../../test/fakeEngine'
import { show } from '../../test/show'
import Connections from './index'

const engineWith = (secretPresent: boolean) =>
  fakeEngine({
    'connections.list': () => ({
      sources: [],
      targets: [
        {
          name: 'console',
          kind: 'scim',
          place: 'https://console.example/scim/v2',
          accounts: 4,
          managed: 3,
          secret: 'console-token',
          secretPresent,
          readAt: null,
          error: null,
        },
      ],
    }),
    'connections.test': () => ({
      ok: false,
      message: 'The console refused the credential. Set the secret anew.',
      cause: 'credential_rejected',
    }),
    'secrets.set': () => ({}),
  })

test('a test says in place what is wrong and what to do', async () => {
  const engine = engineWith(true)
  const user = userEvent.setup()
  show(<Connections />)
  await user.click(await screen.findByRole('button', { name: 'Test console' }))
  expect(await screen.findByText(/refused the credential/)).toBeTruthy()
  expect(engine.calls('connections.test')).toEqual([{ target: 'console' }])
})

test('a missing secret is set through a field that never shows one', async () => {
  const engine = engineWith(false)
  const user = userEvent.setup()
  show(<Connections />)
  expect(await screen.findByText('Secret missing')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Set secret…' }))
  const dialog = await screen.findByRole('dialog')
  const field = within(dialog).getByLabelText<HTMLInputElement>('console-token')
  expect(field.type).toBe('password')
  expect(field.value).toBe('')
  await user.type(field, 'hush')
  await user.click(within(dialog).getByRole('button', { name: 'Keep secret' }))
  await waitFor(() =>
    expect(engine.calls('secrets.set')).toEqual([{ name: 'console-token', value: 'hush' }]),
  )
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})
