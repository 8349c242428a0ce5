import type { LinguiConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['en', 'nl', 'sv', 'de', 'fr', 'es', 'it', 'pt', 'pseudo'],
  pseudoLocale: 'pseudo',
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/src/i18n/catalogues/{locale}', include: ['<rootDir>/src'] }],
  compileNamespace: 'json',
  format: formatter({ lineNumbers: false }),
  orderBy: 'message',
}

export default config
