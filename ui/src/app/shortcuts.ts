import { isWindow } from '../platform'
import { hrefTo, screens } from './routes'

const isMac = /mac/i.test(navigator.platform)

/** A way that keys lead to from anywhere. */
export interface Shortcut {
  /** Where it leads. */
  href: string
  /** The keys as this platform writes them. */
  keys: string
}

/**
 * The browser keeps Ctrl and digits for its tabs, so that there Alt is pressed too; in the window they are free.
 */
const digit = (n: number) => {
  if (isMac) return isWindow ? `⌘${n}` : `⌥⌘${n}`
  return isWindow ? `Ctrl ${n}` : `Ctrl Alt ${n}`
}

const command = (key: string) => (isMac ? `⌘${key}` : `Ctrl ${key}`)

const places = screens.filter((screen) => screen !== 'settings')

/** All shortcuts to places, by the screen or `plan`. */
export const shortcuts: Readonly<Record<string, Shortcut>> = {
  ...Object.fromEntries(
    places.map((screen, at) => [screen, { href: hrefTo(screen), keys: digit(at + 1) }]),
  ),
  settings: { href: hrefTo('settings'), keys: command(',') },
  plan: {
    href: hrefTo('runs', ['plan']),
    keys: isMac ? '⇧⌘P' : 'Ctrl Shift P',
  },
}

/** Keys as `aria-keyshortcuts` writes them. */
export const ariaKeys = (keys: string): string =>
  keys
    .replace('⌥', 'Alt+')
    .replace('⇧', 'Shift+')
    .replace('⌘', 'Meta+')
    .replace('Ctrl', 'Control')
    .replaceAll(' ', '+')

type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Where the pressed keys lead; null where they are none of ours. */
export function placeOf(event: Pressed): string | null {
  const isCommand = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (!isCommand) return null
  if (event.shiftKey) {
    return event.key.toLowerCase() === 'p' && !event.altKey ? (shortcuts.plan?.href ?? null) : null
  }
  if (event.key === ',' && !event.altKey) return shortcuts.settings?.href ?? null
  const found = /^Digit([1-9])$/.exec(event.code)
  const place = found && places[Number(found[1]) - 1]
  return place && event.altKey === !isWindow ? hrefTo(place) : null
}
