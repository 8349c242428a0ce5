import { i18n } from '@lingui/core'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { useKindWords } from '../features/activity/useKindWords'
import { useGuardWords } from '../features/overview/guardWords'
import { useStateWords } from '../features/runs/useStateWords'
import { activate, Language } from '../i18n'
import { activityKinds, causes, guards, reasonsNotSent } from '../platform/generated/contract'
import { useCauseWords } from './causeWords'

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
