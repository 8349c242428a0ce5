import { i18n } from '@lingui/core'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { useKindWords } from '../features/activity/useKindWords'
import { QuarantineWords } from '../features/connections/quarantineWords'
import { useGuardWords } from '../features/overview/guardWords'
import { useRemarkWords } from '../features/rules/useRemarkWords'
import { useStateWords } from '../features/runs/useStateWords'
import { activate, Language } from '../i18n'
import { errorCodes, errorWords } from '../i18n/errorWords'
import {
  activityKinds,
  causes,
  guards,
  ownCodes,
  quarantineReasons,
  reasonsNotSent,
  remarkCodes,
  runErrorCodes,
  warningCodes,
} from '../platform/generated/contract'
import { show } from '../test/show'
import { useCauseWords } from './causeWords'
import { useOwnWords } from './ownWords'
import { useWarningWords } from './warningWords'

const wrapper = ({ children }: { children: ReactNode }) => <Language>{children}</Language>

// The catalogues are compiled strictly: what has words here has them in all eight languages.

test('every cause of the contract has a name and a remedy of its own', () => {
  const { result } = renderHook(useCauseWords, { wrapper })
  const facts = { target: 'GoTo', values: [], rules: [], people: 3 }
  const odd = { ...facts, cause: 'of a newer engine' }
  const names = causes.map((cause) => result.current.name(cause))
  const remedies = causes.map((cause) => result.current.remedy({ ...facts, cause }))
  expect(new Set([...names, result.current.name(odd.cause)]).size).toBe(causes.length + 1)
  expect(new Set([...remedies, result.current.remedy(odd)]).size).toBe(causes.length + 1)
})

test('every guard of the contract says why it holds', () => {
  const { result } = renderHook(useGuardWords, { wrapper })
  const of = (guard: string) => result.current.reason({ guard, target: 'GoTo', parts: [] })
  expect(new Set([...guards, 'newer'].map(of)).size).toBe(guards.length + 1)
})

test('every reason why a step is not sent has words', () => {
  const { result } = renderHook(useStateWords, { wrapper })
  const step = {
    id: 1,
    user: 'saga',
    target: 'GoTo',
    kind: 'assign',
    slot: null,
    value: null,
    rules: [],
    state: 'not_sent',
    message: '',
    tries: 0,
    at: null,
    waits: false,
  }
  for (const cause of reasonsNotSent) {
    expect(result.current({ ...step, cause }).why, cause).not.toBe('')
  }
})

test('every kind of entry has words for the filter', async () => {
  await activate('de')
  try {
    const { result } = renderHook(useKindWords, { wrapper })
    const bare = (kind: string) => {
      const plain = kind.replaceAll('_', ' ')
      return plain.charAt(0).toUpperCase() + plain.slice(1)
    }
    // A kind without words shows its own, which are English.
    expect(activityKinds.filter((kind) => result.current(kind) === bare(kind))).toEqual([])
  } finally {
    i18n.loadAndActivate({ locale: 'en', messages: {} })
  }
})

test('every warning of a source has words of its own, with what it names', () => {
  const { result } = renderHook(useWarningWords, { wrapper })
  const details = {
    fields: 3,
    header: 7,
    value: 'maybe',
    text: 'odd line',
    name: 'userName',
    dn: 'uid=a',
    twin: 'uid=b',
    count: 12,
    user: 'saga',
    status: 'ODD',
    group: 'Sales',
    member: 'anja',
    days: 4,
    reason: 'no keyring',
  }
  const bare = { place: '', line: null, column: null, details, message: 'the engine’s own' }
  const said = warningCodes.map((code) => result.current({ ...bare, code }))
  expect(new Set(said).size).toBe(warningCodes.length)
  expect(said).not.toContain(bare.message)
  expect(said.filter((words) => /undefined|NaN/.test(words))).toEqual([])
  const placed = { ...bare, code: 'user_name_empty', place: 'users.csv', line: 7, column: 2 }
  expect(result.current(placed)).toMatch(/^users\.csv:7:2: /)
  expect(result.current({ ...bare, code: 'of a newer engine' })).toBe(bare.message)
  expect(result.current({ ...bare, code: null })).toBe(bare.message)
})

test('everything that lint finds has words of its own', () => {
  const { result } = renderHook(() => useRemarkWords(), { wrapper })
  const of = (code: string) =>
    result.current({ code, name: 'Sales', rules: ['EMEA'], count: 3, fixes: [] })
  const said = remarkCodes.map(of)
  expect(new Set([...said, of('newer')]).size).toBe(remarkCodes.length + 1)
  expect(said.filter((words, at) => words.startsWith(remarkCodes[at] ?? ''))).toEqual([])
})

test('all that people have where clauses look has words of its own', () => {
  const { result } = renderHook(useOwnWords, { wrapper })
  const names = ['EMEA', 'EMEA Sales', 'Nordics']
  const of = (code: string) => result.current.own({ own: 'English', has: [{ code, names }] })
  const said = ownCodes.map(of)
  expect(new Set([...said, of('newer')]).size).toBe(ownCodes.length + 1)
  expect(said).not.toContain('English')
  expect(of('newer')).toBe('English')
  expect(of('through')).toBe('in EMEA through EMEA Sales and Nordics')
})

test('every reason of a quarantine has words of its own', () => {
  const item = {
    connection: 'GoTo',
    direction: 'outbound',
    state: 'quarantined',
    sample: '',
    failed: 12,
    requests: 20,
    since: 1_795_000_000_000,
    nextAt: null,
    times: 1,
  }
  const said = quarantineReasons.map((reason) => {
    const { container, unmount } = show(<QuarantineWords item={{ ...item, reason }} />)
    const words = container.textContent
    unmount()
    return words
  })
  expect(new Set(said).size).toBe(quarantineReasons.length)
})

test('every error by which a run ends has words in other languages', async () => {
  expect(runErrorCodes.filter((code) => !errorCodes.includes(code))).toEqual([])
  await activate('fr')
  try {
    const details = { rule: 'Sales', reason: 'gone', directory: 'main', holder: 'ann@desk' }
    expect(runErrorCodes.filter((code) => !errorWords(code, details))).toEqual([])
  } finally {
    i18n.loadAndActivate({ locale: 'en', messages: {} })
  }
})
