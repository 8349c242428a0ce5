import { i18n, type Messages } from '@lingui/core'
import { locales } from './locales'

const catalogues = import.meta.glob<{ messages: Messages }>('./catalogues/*.po')

/** The languages that have a catalogue, in the order of `locales`. */
export const available = locales.filter((l) => `./catalogues/${l.id}.po` in catalogues)

/** The catalogue to use for a setting such as `de-AT`, `system` or `pseudo`; English when there is none. */
export function matchLanguage(setting: string, preferred = navigator.languages): string {
  const wanted = setting === 'system' ? preferred : [setting]
  for (const tag of wanted) {
    const id = tag.split('-')[0]?.toLowerCase() ?? ''
    if (`./catalogues/${id}.po` in catalogues) return id
  }
  return 'en'
}

/** Loads a language's catalogue and switches the whole interface to it. */
export async function activate(setting: string): Promise<void> {
  const id = matchLanguage(setting)
  if (i18n.locale === id) return
  const load = catalogues[`./catalogues/${id}.po`]
  const messages = load ? (await load()).messages : {}
  i18n.loadAndActivate({ locale: id, messages })
  document.documentElement.lang = regionOf(id)
}

/** The BCP 47 tag that formats numbers and dates for a catalogue: the user's own region when it is one of that language. */
export function regionOf(id: string): string {
  const own = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${id}-`))
  return own ?? locales.find((l) => l.id === id)?.region ?? 'en-US'
}
