import { useSyncExternalStore } from 'react'
import type { Sort } from '../../../components'
import type { PeopleFilter } from '../../../platform'

/** Whom the list of people shows; remembered from one visit to the next. */
export interface UserFilter {
  directory: string | null
  /** `active`, `disabled`, or people whom no source delivers: `gone`, `not_seen_yet`. */
  state: string | null
  failures: boolean
  withoutGroup: boolean
  sort: Sort
}

/** Everybody, by name. */
export const everybody: UserFilter = {
  directory: null,
  state: null,
  failures: false,
  withoutGroup: false,
  sort: { column: 'name', descending: false },
}

const key = 'rolecall.people'
const listeners = new Set<() => void>()
let kept: UserFilter | null = null

function remembered(): UserFilter {
  try {
    const text = localStorage.getItem(key)
    return text ? { ...everybody, ...(JSON.parse(text) as Partial<UserFilter>) } : everybody
  } catch {
    // Storage may be refused, or hold what another version wrote.
    return everybody
  }
}

function current(): UserFilter {
  kept ??= remembered()
  return kept
}

/** Changes the filter and remembers it. */
export function changeFilter(change: Partial<UserFilter>): void {
  kept = { ...current(), ...change }
  try {
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // It holds until the window is closed then.
  }
  for (const hear of listeners) hear()
}

/** Forgets the filter in this window, as a new one would find it. */
export function rereadFilter(): void {
  kept = null
}

/** The remembered filter. */
export function useUserFilter(): UserFilter {
  return useSyncExternalStore((hear) => {
    listeners.add(hear)
    return () => {
      listeners.delete(hear)
    }
  }, current)
}

/** Whether anything but the order narrows the list. */
export const isNarrowed = (filter: UserFilter) =>
  filter.directory !== null || filter.state !== null || filter.failures || filter.withoutGroup

/** Whether the list is of people whom no source delivers. */
export const isAbsent = (filter: UserFilter) =>
  filter.state === 'gone' || filter.state === 'not_seen_yet'

/** The group and the org unit that another page led here for; they stand in the address. */
export interface Within {
  group: { directory: string; id: string; name: string } | null
  unit: string | null
}

/** Reads what another page led here for. */
export function readWithin(query: Record<string, string>): Within {
  const { gd, gid, group, unit } = query
  return {
    group: gd && gid ? { directory: gd, id: gid, name: group || gid } : null,
    unit: unit || null,
  }
}

/** The filter as the engine is asked. */
export const asked = (filter: UserFilter, within: Within): PeopleFilter => ({
  directory: filter.directory,
  state: filter.state,
  failures: filter.failures,
  withoutGroup: filter.withoutGroup,
  group: within.group && { directory: within.group.directory, id: within.group.id },
  orgUnit: within.unit,
})
