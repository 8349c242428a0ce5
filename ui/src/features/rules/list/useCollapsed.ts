import { useCallback, useSyncExternalStore } from 'react'

// Folded headings stay folded while the window is open.
let collapsed: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

const hear = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Which headings are folded; `fold` turns one, or sets it. */
export function useCollapsed() {
  const now = useSyncExternalStore(hear, () => collapsed)
  const fold = useCallback((heading: string, isCollapsed?: boolean) => {
    const next = new Set(collapsed)
    const to = isCollapsed ?? !next.has(heading)
    if (to === next.has(heading)) return
    if (to) next.add(heading)
    else next.delete(heading)
    collapsed = next
    for (const tell of listeners) tell()
  }, [])
  return { collapsed: now, fold }
}
