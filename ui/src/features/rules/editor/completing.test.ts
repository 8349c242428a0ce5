import { expect, test } from 'vitest'
import { completed, typingAt } from './completing'

/** The text with `|` where the caret is. */
const at = (marked: string) => {
  const caret = marked.indexOf('|')
  return { text: marked.replace('|', ''), caret }
}
const typing = (marked: string) => typingAt(at(marked).text, at(marked).caret)

test.each([
  ['dep|', 'field', 'dep'],
  ['title pr and (dep|', 'field', 'dep'],
  ['not groups.d|', 'field', 'groups.d'],
  ['department eq "Mar|', 'Mar', 'department'],
  ['groups.display in ("A", "B \\"x\\"", "C|")', 'C', 'groups.display'],
  ['groups[type eq "direct"].display eq "Sa|', 'Sa', 'groups.display'],
])('%s', (marked, kindOrWord, rest) => {
  const found = typing(marked)
  if (found?.kind === 'field') expect([found.kind, found.word]).toEqual([kindOrWord, rest])
  else expect([found?.word, found?.field]).toEqual([kindOrWord, rest])
})

test.each(['department e|', 'title pr an|', '|', 'start gt now|', 'name re "^a|', '"x|'])(
  'nothing is offered at %s',
  (marked) => {
    expect(typing(marked)).toBeNull()
  },
)

test('a name takes the place of what was typed, and the caret stands behind it', () => {
  const put = (marked: string, name: string) => {
    const { text, caret } = at(marked)
    const found = typingAt(text, caret)
    if (!found) throw new Error('nothing is being typed')
    const done = completed(text, caret, found, name)
    return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`
  }
  expect(put('title pr and dep|', 'department')).toBe('title pr and department |')
  expect(put('department eq "Mar|', 'Marketing "EMEA"')).toBe(
    'department eq "Marketing \\"EMEA\\""|',
  )
  expect(put('department eq "Mar|" and title pr', 'Marketing')).toBe(
    'department eq "Marketing"| and title pr',
  )
})
