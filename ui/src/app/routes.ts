/** The screens of the application, in the order of the sidebar. */
export const screens = [
  'overview',
  'rules',
  'attributes',
  'people',
  'connections',
  'runs',
  'activity',
  'settings',
] as const

/** A screen of the application. */
export type Screen = (typeof screens)[number]

/** Where the administrator is: a screen, what lies below it (`['12']` for rule 12), and the filters in use. */
export interface Route {
  screen: Screen
  path: string[]
  query: Record<string, string>
}

const isScreen = (word: string): word is Screen => (screens as readonly string[]).includes(word)

/** Reads `#/rules/12?tab=text`; null when the screen does not exist, Overview when nothing is said. */
export function parseRoute(hash: string): Route | null {
  const [where = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  const [screen = '', ...path] = where.split('/').filter(Boolean).map(decode)
  if (screen === '') return { screen: 'overview', path: [], query: {} }
  if (!isScreen(screen)) return null
  return { screen, path, query: Object.fromEntries(new URLSearchParams(search)) }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of a screen: `hrefTo('rules', ['12'], { tab: 'text' })` is `#/rules/12?tab=text`. */
export function hrefTo(
  screen: Screen,
  path: readonly (string | number)[] = [],
  query: Record<string, string | undefined> = {},
): string {
  const filled = Object.entries(query).filter(
    (q): q is [string, string] => q[1] !== undefined && q[1] !== '',
  )
  const search = new URLSearchParams(filled).toString()
  return `#/${[screen, ...path.map((p) => encodeURIComponent(p))].join('/')}${search ? `?${search}` : ''}`
}
