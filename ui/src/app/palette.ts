import { useSyncExternalStore } from 'react'

let isOpen = false
const listeners = new Set<() => void>()

/** Opens or closes the palette. */
export function setPalette(open: boolean): void {
  isOpen = open
  for (const hear of listeners) hear()
}

/** Whether the palette is open. */
export function usePalette(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isOpen,
  )
}

/** The keys that open it, as this platform writes them. */
export const paletteKeys = /mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl K'
