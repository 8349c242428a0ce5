import { useSyncExternalStore } from 'react'

/** What a list shows, as its address has it. */
export type ViewQuery = Record<string, string>

/** A view of a list that was given a name. */
export interface SavedView {
  name: string
  query: ViewQuery
}

type Kept = Record<string, SavedView[]>

const listeners = new Set<() => void>()
const read = new Map<string, Kept>()

const keyOf = (workspace: string) => `rolecall.views.${workspace}`

const isView = (one: unknown): one is SavedView =>
  typeof one === 'object' &&
  one !== null &&
  typeof (one as SavedView).name === 'string' &&
  typeof (one as SavedView).query === 'object'

function remembered(workspace: string): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? '{}')
    if (typeof found !== 'object' || found === null) return {}
    const lists = Object.entries(found).map(([list, views]) => [
      list,
      Array.isArray(views) ? views.filter(isView) : [],
    ])
    return Object.fromEntries(lists) as Kept
  } catch {
    // Storage may be refused, or hold what another version wrote.
    return {}
  }
}

function all(workspace: string): Kept {
  const known = read.get(workspace) ?? remembered(workspace)
  read.set(workspace, known)
  return known
}

function keep(workspace: string, kept: Kept) {
  read.set(workspace, kept)
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(kept))
  } catch {
    // They hold until the window is closed then.
  }
  for (const hear of listeners) hear()
}

/** Keeps a view; one of the same name takes its place. */
export function saveView(workspace: string, list: string, view: SavedView): void {
  const kept = all(workspace)
  const others = (kept[list] ?? []).filter(({ name }) => name !== view.name)
  keep(workspace, { ...kept, [list]: [...others, view] })
}

/** Forgets a view. */
export function deleteView(workspace: string, list: string, name: string): void {
  const kept = all(workspace)
  keep(workspace, { ...kept, [list]: (kept[list] ?? []).filter((one) => one.name !== name) })
}

/** Forgets what was read, as a new window would find it. */
export function rereadViews(): void {
  read.clear()
}

const none: readonly SavedView[] = []

/** The views of a list in a workspace, in the order in which they were saved. */
export function useViews(workspace: string, list: string): readonly SavedView[] {
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear)
      return () => {
        listeners.delete(hear)
      }
    },
    () => all(workspace)[list] ?? none,
  )
}

/** Whether two queries show the same. */
export const isSameView = (a: ViewQuery, b: ViewQuery) => {
  const text = (query: ViewQuery) => JSON.stringify(Object.entries(query).sort())
  return text(a) === text(b)
}
