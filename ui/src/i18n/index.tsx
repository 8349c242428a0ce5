import { i18n } from '@lingui/core'
import { I18nProvider as Catalogue, useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import { sayErrorsBy } from '../platform/error'
import { regionOf } from './activate'
import { engineWords } from './engineWords'
import { errorWords } from './errorWords'

sayErrorsBy((code, details, message) => errorWords(code, details) ?? engineWords(message))

export { activate, available, matchLanguage } from './activate'
export { attributeLabel } from './attributeWords'
export { engineWords, useEngineWords } from './engineWords'
export { type Formats, formatsOf, type Instant, useFormat } from './format'
export { type Locale, locales } from './locales'
export { Time } from './Time'

function Region({ children }: { children: ReactNode }) {
  const { i18n: active } = useLingui()
  return <AriaLocale locale={regionOf(active.locale)}>{children}</AriaLocale>
}

/** Gives the tree below the catalogue in use and React Aria the matching region. */
export function Language({ children }: { children: ReactNode }) {
  return (
    <Catalogue i18n={i18n}>
      <Region>{children}</Region>
    </Catalogue>
  )
}
