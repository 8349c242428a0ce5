/**
 * Gives `place.language` a tag that Intl takes. WebKitGTK tells `C` where the system has no language, and uPlot formats
 * by it as soon as it is loaded.
 */
export function withLanguageTag(place: { readonly language: string }): void {
  try {
    new Intl.NumberFormat(place.language)
  } catch {
    Object.defineProperty(place, 'language', { value: 'en-US', configurable: true })
  }
}
