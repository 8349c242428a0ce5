/** A language of the application: catalogue name, the region Intl and React Aria use, and its own name. */
export interface Locale {
  id: string
  region: string
  name: string
}

/** The eight languages of the product, English first. */
export const locales: readonly Locale[] = [
  { id: 'en', region: 'en-US', name: 'English' },
  { id: 'nl', region: 'nl-NL', name: 'Nederlands' },
  { id: 'sv', region: 'sv-SE', name: 'Svenska' },
  { id: 'de', region: 'de-DE', name: 'Deutsch' },
  { id: 'fr', region: 'fr-FR', name: 'Français' },
  { id: 'es', region: 'es-ES', name: 'Español' },
  { id: 'it', region: 'it-IT', name: 'Italiano' },
  { id: 'pt', region: 'pt-PT', name: 'Português' },
]
