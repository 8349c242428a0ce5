import { resolve } from 'node:path'
import { i18n } from '@lingui/core'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '../platform'
import { sentences } from '../platform/generated/sentences'
import { engineSentences } from '../test/engineSentences'
import { activate, available } from './activate'
import { engineWords } from './engineWords'
import './index'

afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const others = available.map(({ id }) => id).filter((id) => id !== 'en' && id !== 'pseudo')

/** The generated module as the engine's sources make it. */
function generated(): string {
  const found = engineSentences(resolve(import.meta.dirname, '../../../src-tauri/crates'))
  const lines = found.map((sentence) => {
    const text = JSON.stringify(sentence)
    return `  { sentence: ${text}, words: msg({ message: ${text} }) },\n`
  })
  return `// Generated from the engine's sources by \`npm run i18n:sentences\`; do not edit.
import { msg } from '@lingui/core/macro'

/** What the engine says in English, with the names in it in braces. */
export const sentences = [
${lines.join('')}]
`
}

test('the sentences are those of the engine’s sources', async () => {
  expect(sentences.length).toBeGreaterThan(200)
  await expect(generated()).toMatchFileSnapshot('../platform/generated/sentences.ts')
})

test.each(others)('every sentence is known again and said in %s', async (id) => {
  await activate(id)
  const english = sentences.filter(({ sentence }) => {
    const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => `x-${name}-x`)
    return engineWords(filled) === filled
  })
  expect(english.map(({ sentence }) => sentence)).toEqual([])
})

test('a sentence keeps what it names, where it was, and what a vendor said', async () => {
  await activate('de')
  expect(engineWords('no seat of Webinar is free in goto')).toMatch(/Webinar.*goto|goto.*Webinar/)
  const file = engineWords('/srv/my files/users.csv: the file is UTF-16')
  expect(file).toMatch(/^\/srv\/my files\/users\.csv: /)
  expect(file).not.toContain('the file')
  const two = engineWords(
    'Okta answered 403 (E06): "no, thanks. Not today". Correct the query of scope',
  )
  expect(two).toContain('"no, thanks. Not today"')
  expect(two).not.toContain('Correct the query')
  expect(engineWords('Seat limit reached for tenant')).toBe('Seat limit reached for tenant')
})

test('errors without words by their code say the engine’s sentence in the language in use', async () => {
  const error = new AppError('source_not_tried', 'ldap://x: this is no address')
  expect(error.message).toBe('ldap://x: this is no address')
  await activate('fr')
  expect(error.message).toMatch(/^ldap:\/\/x: /)
  expect(error.message).not.toContain('this is')
})
