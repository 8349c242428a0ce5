import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { Language } from '../i18n'
import type { ActivityItem } from '../platform'
import { show } from '../test/show'
import { ActivitySentence, useCauseWords, useStepWords } from './index'

const causes = [
  'account_exists',
  'no_licences',
  'domain_not_verified',
  'attribute_missing',
  'attribute_invalid',
  'duplicate_in_source',
  'duplicate_across_directories',
  'suspended_elsewhere',
  'externally_managed',
  'not_permitted',
  'rejected_by_target',
  'unreadable_answer',
  'not_confirmed',
  'credential_rejected',
  'not_found',
  'conflict',
  'rate_limited',
  'unavailable',
  'timeout',
  'certificate_untrusted',
]

const wrapper = ({ children }: { children: ReactNode }) => <Language>{children}</Language>

const item = (change: Partial<ActivityItem>): ActivityItem => ({
  seq: 1,
  at: 1_795_000_000_000,
  who: 'ines@laptop',
  kind: 'run_finished',
  status: 'ok',
  person: null,
  rule: null,
  target: null,
  run: null,
  cause: null,
  detail: {},
  ...change,
})

const sentence = (change: Partial<ActivityItem>) =>
  show(<ActivitySentence item={item(change)} />).container.textContent

test('each of the twenty causes has a name and a remedy of its own', () => {
  const { result } = renderHook(useCauseWords, { wrapper })
  const facts = { target: 'GoTo', values: [], rules: [], people: 3 }
  const names = causes.map((cause) => result.current.name(cause))
  const remedies = causes.map((cause) => result.current.remedy({ ...facts, cause }))
  expect(new Set(names).size).toBe(20)
  expect(new Set(remedies).size).toBe(20)
  expect(names).not.toContain(result.current.name('a cause of a newer engine'))
  expect(remedies).not.toContain(result.current.remedy({ ...facts, cause: 'newer' }))
})

test('several products without seats are named together', () => {
  const { result } = renderHook(useCauseWords, { wrapper })
  const value = { slot: 'products', people: 1, seats: 5, used: 5, withoutRule: 0 }
  const values = ['Connect', 'Webinar'].map((name) => ({ ...value, value: name }))
  const facts = { cause: 'no_licences', target: 'GoTo', rules: ['A', 'B'], people: 2, values }
  expect(result.current.title(facts)).toBe('No licences left for Connect and Webinar')
  expect(result.current.remedy(facts)).toBe(
    'All seats are taken. Buy more or take some away, then retry. Rules “A” and “B” ask for it.',
  )
})

test('steps read as what happens to a person', () => {
  const { result } = renderHook(useStepWords, { wrapper })
  const step = (kind: string, value: string | null = null) =>
    result.current({ kind, slot: value && 'products', value })
  expect(step('assign', 'Webinar')).toBe('Give Webinar')
  expect(step('unassign', 'Webinar')).toBe('Take Webinar away')
  expect(step('suspend')).toBe('Suspend account')
})

test('entries of Activity are sentences with their figures', () => {
  expect(sentence({ detail: { done: 1187, failed: 17, held: 0 } })).toBe(
    'Run finished: 1,187 done, 17 failed',
  )
  expect(sentence({ kind: 'rule_moved', rule: 'EMEA', detail: { from: 6, to: 4 } })).toBe(
    'ines moved rule EMEA from 6 to 4',
  )
  expect(sentence({ kind: 'sync_switched', detail: { on: false } })).toBe(
    'ines switched User sync off',
  )
  expect(
    sentence({
      kind: 'failure',
      person: 'saga',
      cause: 'no_licences',
      target: 'GoTo',
      detail: { value: 'Webinar' },
    }),
  ).toBe('No licences left · Webinar · saga · GoTo')
})

test('a retry of everything, what it dropped, and news that did not get through', () => {
  expect(sentence({ kind: 'failures_retried', detail: { people: 17 } })).toBe(
    'ines retried everything (17 people)',
  )
  const dropped = { kind: 'failure_dropped', person: 'saga', target: 'GoTo' }
  expect(sentence({ ...dropped, detail: { value: 'Webinar' } })).toBe(
    'Not wanted any more: Webinar · saga · GoTo',
  )
  expect(sentence({ kind: 'notify_failed', detail: { error: 'busy' } })).toBe(
    'News could not be sent: busy',
  )
})

test('an entry without particulars, or of a newer engine, still reads as a sentence', () => {
  expect(sentence({})).toBe('Run finished: nothing to change')
  expect(sentence({ kind: 'rule_moved', rule: 'EMEA' })).toBe('ines moved rule EMEA')
  expect(sentence({ kind: 'held_approved', target: 'GoTo' })).toBe(
    'ines approved held steps · GoTo',
  )
  expect(sentence({ kind: 'tea_brewed', person: 'saga' })).toBe('tea brewed · saga')
})

test('what stands still and what was taken back are sentences too', () => {
  const target = 'console'
  expect(sentence({ kind: 'run_undone', detail: { undone: 7, done: 12, failed: 1 } })).toBe(
    'ines undid run 7: 12 done, 1 failed',
  )
  expect(sentence({ kind: 'target_paused', target })).toBe('ines paused console')
  expect(sentence({ kind: 'target_paused', target, detail: { undone: 7 } })).toBe(
    'console is paused since run 7 was undone',
  )
  expect(sentence({ kind: 'quarantined', target, detail: { sample: 'closed', next: null } })).toBe(
    'console is in quarantine · “closed”',
  )
  expect(sentence({ kind: 'quarantine_lifted', target })).toBe(
    'ines lifted the quarantine of console',
  )
  expect(sentence({ kind: 'discard_taken_back', target, detail: { steps: 2 } })).toBe(
    'ines took 2 discarded steps back · console',
  )
  expect(sentence({ kind: 'connection_tested', target, detail: { ok: false } })).toBe(
    'ines tested console, which failed',
  )
  expect(sentence({ kind: 'attribute_kept', detail: { after: { name: 'region' } } })).toBe(
    'ines changed the attribute region',
  )
})
