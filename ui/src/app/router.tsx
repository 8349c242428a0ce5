import { type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { RouterProvider } from 'react-aria-components'
import { hrefTo, parseRoute, type Route } from './routes'

function listen(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** The present route, or null for an address that leads nowhere. */
export function useRoute(): Route | null {
  const hash = useSyncExternalStore(listen, () => location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to an address made by `hrefTo`. `replace` leaves no step in the history, for filters typed letter by letter. */
export function navigate(href: string, { replace = false } = {}): void {
  if (href === location.hash) return
  if (!replace) {
    location.hash = href
    return
  }
  // The step of the history stays the same one, with what is kept of it.
  history.replaceState(history.state, '', href)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

/** Changes the query of the present screen without a step in the history. Empty text removes a key. */
export function setQuery(change: Record<string, string | undefined>): void {
  const route = parseRoute(location.hash)
  if (!route) return
  navigate(hrefTo(route.screen, route.path, { ...route.query, ...change }), { replace: true })
}

/** Lets React Aria's links and menu items follow our addresses. */
export function Router({ children }: { children: ReactNode }) {
  return <RouterProvider navigate={(href) => navigate(href)}>{children}</RouterProvider>
}

export { hrefTo, parseRoute, type Route, type Screen, screens } from './routes'
