import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../test/show'
import { activate, attributeLabel, formatsOf, matchLanguage, Time } from './index'

const en = formatsOf('en-GB')

test('numbers, signs and durations read as people write them', () => {
  expect(en.number(4812)).toBe('4,812')
  expect(en.signed(63)).toBe('+63')
  expect(en.signed(-58)).toBe('−58')
  expect(en.duration(38_200)).toBe('38s')
  expect(en.duration(125_000)).toBe('2m 5s')
  expect(formatsOf('de-DE').number(4812)).toBe('4.812')
})

test('a moment of today is a time, another day carries its date', () => {
  const now = new Date(2026, 10, 22, 12)
  expect(en.moment(new Date(2026, 10, 22, 9, 42), now)).toBe('09:42')
  expect(en.moment(new Date(2026, 10, 20, 9, 42), now)).toBe('20 Nov 2026, 09:42')
  expect(en.near(new Date(2026, 10, 22, 9, 42), now)).toBe('09:42')
  expect(en.near(new Date(2026, 10, 23, 6), now)).toBe('Mon 06:00')
  expect(en.near(new Date(2026, 10, 29, 6), now)).toBe('29 Nov 2026, 06:00')
  expect(en.relative(new Date(2026, 10, 22, 11, 57), now)).toBe('3 minutes ago')
})

test('a language without a catalogue falls back to English', () => {
  expect(matchLanguage('xx')).toBe('en')
  expect(matchLanguage('pseudo')).toBe('pseudo')
  expect(matchLanguage('system', ['xx-YY', 'en-GB'])).toBe('en')
})

test('a time shows the exact instant on hover', () => {
  show(<Time at="2026-11-20T09:42:07Z" />)
  const shown = screen.getByText(/2026/)
  expect(shown.getAttribute('datetime')).toBe('2026-11-20T09:42:07.000Z')
  expect(shown.getAttribute('title')).toMatch(/:07/)
})

test('an attribute is called as an administrator says, else by its usual name in each language', async () => {
  expect(attributeLabel({ name: 'costCenter', label: '' })).toBe('Cost centre')
  expect(attributeLabel({ name: 'Department', label: 'Team' })).toBe('Team')
  expect(attributeLabel({ name: 'badge', label: '' })).toBe('badge')
  await activate('de')
  expect(attributeLabel({ name: 'costCenter', label: '' })).toBe('Kostenstelle')
  expect(attributeLabel({ name: 'GivenName', label: '' })).toBe('Vorname')
  await activate('en')
})
