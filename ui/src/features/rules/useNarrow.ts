import { useSyncExternalStore } from 'react'

const query = '(max-width: 1099px)'

/** Whether the window is too narrow for a panel beside the list. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (hear) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', hear)
      return () => media.removeEventListener('change', hear)
    },
    () => window.matchMedia(query).matches,
  )
}
