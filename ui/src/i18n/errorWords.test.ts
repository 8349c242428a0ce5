import { i18n } from '@lingui/core'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '../platform'
import { activate, available } from './activate'
import { errorCodes, errorWords } from './errorWords'
import './index'

afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const details = {
  what: 'rule',
  id: '7',
  directory: 'main',
  target: 'GoTo',
  user: 'anja',
  account: 'anja2',
  name: 'Sales',
  rule: 'Sales',
  people: 12,
  holder: 'ann@desk',
  domain: 'contoso.com',
  attribute: 'region',
  path: '/srv/people.csv',
  reason: 'no session',
}

test('English is the engine’s own', () => {
  const error = new AppError('rule_name_taken', 'A rule named "Sales" exists.', { rule: 'Sales' })
  expect(error.message).toBe('A rule named "Sales" exists.')
})

test('errors follow the language in use, with their names', async () => {
  const error = new AppError('rule_name_taken', 'A rule named "Sales" exists.', { rule: 'Sales' })
  const odd = new AppError('brand_new', 'Only the engine knows.')
  await activate('de')
  expect(error.message).toContain('Sales')
  expect(error.message).not.toContain('exists')
  expect(error.original).toContain('exists')
  expect(odd.message).toBe('Only the engine knows.')
})

test.each(available.map(({ id }) => id).filter((id) => id !== 'en'))(
  'every error with words says them in %s, with what it names',
  async (id) => {
    await activate(id)
    for (const code of errorCodes) {
      const said = errorWords(code, details) ?? ''
      expect(said, code).not.toBe('')
      expect(said, code).not.toMatch(/undefined|\{|\}/)
    }
    expect(errorWords('domain_synced', details)).toMatch(/contoso\.com.*main|main.*contoso\.com/)
  },
)
