/** What the administrator chose; `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark'

const key = 'rolecall.theme'

/** The theme of a word; `system` for one that this version does not know. */
export const toTheme = (word: string): Theme =>
  word === 'light' || word === 'dark' ? word : 'system'

/** Shows a theme and remembers it, so that the next start does not flash in the other one. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Private windows may refuse storage; the setting itself lives in the engine.
  }
}

/** Shows the remembered theme before the engine has answered. */
export function applyRememberedTheme(): void {
  try {
    const theme = localStorage.getItem(key)
    if (theme === 'light' || theme === 'dark' || theme === 'system') applyTheme(theme)
  } catch {
    // As above.
  }
}
