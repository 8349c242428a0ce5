import { expect, test } from 'vitest'
import { withLanguageTag } from './languageTag'

test('what is no language becomes one, and a language stays', () => {
  // As in a browser: the language is told by the prototype.
  const none = Object.create({ language: 'C' }) as { language: string }
  withLanguageTag(none)
  expect(none.language).toBe('en-US')
  const german = Object.create({ language: 'de-DE' }) as { language: string }
  withLanguageTag(german)
  expect(german.language).toBe('de-DE')
})
