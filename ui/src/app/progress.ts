import { useSyncExternalStore } from 'react'
import { type Progress, useCommand } from '../platform'

let latest: { progress: Progress; at: number } | null = null
const listeners = new Set<() => void>()

/** Keeps the newest progress the engine told of; `null` forgets it. */
export function setProgress(progress: Progress | null): void {
  latest = progress && { progress, at: Date.now() }
  for (const hear of listeners) hear()
}

function listen(hear: () => void): () => void {
  listeners.add(hear)
  return () => {
    listeners.delete(hear)
  }
}

/** How far the run under way is, or null when none is. Events are newer than the Overview while a run goes; the Overview tells its end. */
export function useProgress(): Progress | null {
  const told = useSyncExternalStore(listen, () => latest)
  const { data: running, dataUpdatedAt } = useCommand(
    'overview.get',
    {},
    { select: (overview) => overview.sync.running },
  )
  if (!told) return running ?? null
  if (running) return told.progress.run === running.run ? told.progress : running
  return told.at > dataUpdatedAt ? told.progress : null
}
