import { useSyncExternalStore } from 'react'

/** A passing message: what was done, and at most one way on or back. */
export interface Toast {
  id: number
  tone: 'info' | 'bad'
  text: string
  action?: { label: string; onPress: () => void }
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

function publish(list: readonly Toast[]) {
  toasts = list
  for (const hear of listeners) hear()
}

/** Shows a message for a while, e.g. `toast({ text, action: { label: t`Undo`, onPress } })`; returns its id. */
export function toast(message: {
  text: string
  tone?: Toast['tone']
  action?: Toast['action']
}): number {
  const id = next++
  publish([...toasts.slice(-2), { tone: 'info', ...message, id }])
  return id
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  publish(toasts.filter((t) => t.id !== id))
}

/** The messages on show, oldest first, at most three. */
export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear)
      return () => {
        listeners.delete(hear)
      }
    },
    () => toasts,
  )
}
