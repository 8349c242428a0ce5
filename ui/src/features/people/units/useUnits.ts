import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type AppError, call, type OrgUnitItem, type OrgUnitList } from '../../../platform'

const size = 200

/** A line of the tree: an org unit, what is still to be read of a level, or the way to more of it. */
export type UnitRow =
  | { kind: 'unit'; key: string; unit: OrgUnitItem; level: number; isOpen: boolean }
  | { kind: 'more'; key: string; parent: string | null; left: number; level: number }
  | { kind: 'waiting'; key: string; level: number }

/** How many pages of each open org unit's level are wanted; the top is open from the start. */
type Open = ReadonlyMap<string | null, number>

const ask = (parent: string | null, page: number, language: string) => ({
  parent,
  text: '',
  language,
  page: { offset: page * size, limit: size },
})

/** Lays the levels that were read out as lines, from the top down. */
function lines(
  levels: ReadonlyMap<string | null, readonly (OrgUnitList | undefined)[]>,
  parent: string | null,
  level: number,
): UnitRow[] {
  const parts = levels.get(parent) ?? []
  const rows: UnitRow[] = []
  let read = 0
  for (const part of parts) {
    if (!part) {
      rows.push({ kind: 'waiting', key: `${parent} ${read}`, level })
      continue
    }
    for (const unit of part.items) {
      read += 1
      const isOpen = levels.has(unit.path)
      rows.push({ kind: 'unit', key: unit.path, unit, level, isOpen })
      if (isOpen) rows.push(...lines(levels, unit.path, level + 1))
    }
  }
  const total = parts.at(-1)?.total ?? 0
  if (total > read)
    rows.push({ kind: 'more', key: `${parent} more`, parent, left: total - read, level })
  return rows
}

/** The tree of org units, read level by level as it is opened. */
export function useUnits(language: string) {
  const [open, setOpen] = useState<Open>(
    () =>
      new Map([
        [null, 1],
        ['/', 1],
      ]),
  )
  const wanted = [...open].flatMap(([parent, pages]) =>
    Array.from({ length: pages }, (_, page) => ({ parent, page })),
  )
  const results = useQueries({
    queries: wanted.map(({ parent, page }) => {
      const request = ask(parent, page, language)
      return {
        queryKey: ['org_units.list', request],
        queryFn: () => call('org_units.list', request),
      }
    }),
  })
  const levels = new Map<string | null, (OrgUnitList | undefined)[]>()
  wanted.forEach(({ parent }, at) => {
    levels.set(parent, [...(levels.get(parent) ?? []), results[at]?.data])
  })
  const rows = lines(levels, null, 1)
  const top = results[wanted.findIndex(({ parent }) => parent === null)]
  // Where there is one way down only, it is taken until the tree forks.
  const isTouched = useRef(false)
  const last = rows.at(-1)
  const only =
    last?.kind === 'unit' && last.level === rows.length && last.unit.children > 0 && !last.isOpen
      ? last.unit.path
      : null
  useEffect(() => {
    if (only !== null && !isTouched.current) setOpen((now) => new Map(now).set(only, 1))
  }, [only])
  const turn = useCallback((path: string, isOpen: boolean) => {
    isTouched.current = true
    setOpen((now) => {
      const next = new Map(now)
      if (isOpen) next.set(path, next.get(path) ?? 1)
      else next.delete(path)
      return next
    })
  }, [])
  const more = useCallback((parent: string | null) => {
    setOpen((now) => new Map(now).set(parent, (now.get(parent) ?? 0) + 1))
  }, [])
  return useMemo(
    () => ({
      rows,
      isEmpty: top?.data?.total === 0,
      isRead: top?.data !== undefined,
      error: (top?.error ?? null) as AppError | null,
      refetch: () => top?.refetch(),
      turn,
      more,
    }),
    [rows, top, turn, more],
  )
}
