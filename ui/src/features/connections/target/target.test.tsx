import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { TargetDraft, TargetTrial } from '../../../platform'
import { axeFinds } from '../../../test/clean'
import { fakeEngine } from '../../../test/fakeEngine'
import { show } from '../../../test/show'
import { SetUpTarget } from './SetUpTarget'
import { blank, isReady, readValues, stepsOf, writeValues } from './settings'

const found: TargetTrial = {
  steps: ['reach', 'credential', 'right', 'accounts'].map((step) => ({
    step,
    ok: true,
    message: '',
    cause: null,
    remedy: '',
    optional: false,
  })),
  accounts: 42,
  active: 40,
  found: [
    {
      slot: 'groups',
      total: 2,
      values: [
        { name: 'Sales', holders: 9, seats: null },
        { name: 'Field', holders: 1, seats: 20 },
      ],
    },
  ],
  required: [],
}

const next = () => userEvent.click(screen.getByRole('button', { name: 'Next' }))

test('values are lines, with licences behind an equals sign', () => {
  const values = readValues('Connect = 500\n\n Webinar \nA = B\nConnect = 7')
  expect(values).toEqual([
    { name: 'Connect', seats: 7 },
    { name: 'Webinar', seats: null },
    { name: 'A = B', seats: null },
  ])
  expect(readValues(writeValues(values))).toEqual(values)
})

test('each kind asks for what it needs, no more', () => {
  expect(stepsOf('csv', true)).toEqual(['what', 'access', 'slots', 'finish'])
  expect(stepsOf('goto', false)).toEqual(['access', 'slots', 'finish'])
  const scim = { ...blank('scim'), url: 'https://console.example/scim/v2' }
  expect(isReady('access', scim, false)).toBe(false)
  expect(isReady('access', scim, true)).toBe(true)
  expect(isReady('access', { ...scim, clientId: 'x' }, true)).toBe(false)
  expect(isReady('access', { ...blank('goto'), accountKey: '1', clientId: 'c' }, true)).toBe(true)
})

test('a console is tried out for real before it is added, and its secret leaves once', async () => {
  const engine = fakeEngine({
    'targets.try': () => found,
    'targets.set': ({ settings }) => ({ settings, secretPresent: true, uses: 0 }),
  })
  show(<SetUpTarget name={null} />)
  await userEvent.type(screen.getByLabelText('Name of the target'), 'console')
  await userEvent.click(screen.getByRole('radio', { name: /SCIM 2\.0/ }))
  expect(await axeFinds(document.body)).toEqual([])
  await next()
  await screen.findByText(/find where provisioning by SCIM 2\.0 is set up/)
  await next()
  expect(screen.getByRole('button', { name: 'Next' }).hasAttribute('disabled')).toBe(true)
  await userEvent.type(screen.getByLabelText('Address'), 'https://console.example/scim/v2')
  await userEvent.type(screen.getByLabelText('Token'), 's3cret')
  await userEvent.click(screen.getByRole('button', { name: 'Try it out' }))
  await screen.findByText('42 accounts')
  expect(await axeFinds(document.body)).toEqual([])
  await next()
  expect(await axeFinds(document.body)).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Take over what was found' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('Values of groups').value).toBe(
    'Sales\nField = 20',
  )
  await next()
  expect(screen.queryByText(/has not been tried out/)).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Add target' }))
  await waitFor(() => expect(engine.calls('targets.set')).toHaveLength(1))
  const draft = engine.calls('targets.set')[0] as TargetDraft
  expect(draft.isNew).toBe(true)
  expect(draft.settings).toMatchObject({
    name: 'console',
    kind: 'scim',
    unmanaged: 'leave',
    slots: [{ name: 'groups', bind: 'groups', values: [{ name: 'Sales' }, { seats: 20 }] }],
  })
  expect(location.hash).toBe('#/connections')
})

test('a trial names what is wrong and which right is missing', async () => {
  const refused = {
    step: 'right',
    ok: false,
    message: '403 Forbidden',
    cause: 'not_permitted',
    remedy: '',
    optional: false,
  }
  fakeEngine({
    'targets.show': () => ({
      settings: { ...blank('umapi'), name: 'adobe', orgId: 'A@AdobeOrg', clientId: 'c' },
      secretPresent: true,
      uses: 2,
    }),
    'targets.try': () => ({ ...found, steps: [...found.steps.slice(0, 2), refused], found: [] }),
  })
  show(<SetUpTarget name="adobe" />)
  await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }))
  await screen.findByText(/Add the User Management API to the project.*“403 Forbidden”/)
  expect(screen.queryByText('42 accounts')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Remove…' }))
  await screen.findByText(/name this target\. Take it out of them first/)
  expect(screen.getByRole('button', { name: 'Remove target' }).hasAttribute('disabled')).toBe(true)
})
