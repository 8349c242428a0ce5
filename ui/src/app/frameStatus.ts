import { useSyncExternalStore } from 'react'
import type { Instant } from '../i18n'
import type { Screen } from './routes'

/** What the sidebar shows besides the screens: the workspace and the numbers that need attention. */
export interface FrameStatus {
  workspace: { name: string; people: number; syncedAt: Instant | null } | null
  badges: Partial<Record<Screen, number>>
  /** Screens with edits that are not saved. */
  edited: readonly Screen[]
}

let status: FrameStatus = { workspace: null, badges: {}, edited: [] }
const listeners = new Set<() => void>()

/** Updates the sidebar; whoever has fresh figures calls it. */
export function setFrameStatus(change: Partial<FrameStatus>): void {
  status = { ...status, ...change }
  for (const hear of listeners) hear()
}

/** The sidebar's figures; re-renders when they change. */
export function useFrameStatus(): FrameStatus {
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear)
      return () => {
        listeners.delete(hear)
      }
    },
    () => status,
  )
}
