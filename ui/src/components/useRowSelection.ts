import { useRef } from 'react'
import type { DataTableProps } from './DataTable'
import { type Selection, selectAll, selectNone, toggled, withRows } from './selection'

/** So many rows at most are put into a selection by one stretch; beyond that one selects all. */
const longest = 10_000

type Rows<T> = Pick<
  DataTableProps<T>,
  'rowAt' | 'rowKey' | 'rowsBetween' | 'selection' | 'onSelect' | 'count'
>

/** Choosing rows of a table: one by one, from one to another, and all. */
export function useRowSelection<T>({
  rowAt,
  rowKey,
  rowsBetween,
  selection,
  onSelect,
  count,
}: Rows<T>) {
  // Where a stretch begins, and what was chosen before it.
  const anchor = useRef<{ index: number; before: Selection } | null>(null)
  const latest = useRef(0)

  const toggle = (index: number) => {
    const row = rowAt(index)
    if (!selection || row === undefined) return
    const next = toggled(selection, rowKey(row))
    anchor.current = { index, before: next }
    onSelect?.(next)
  }

  /** Chooses what lies between where the stretch began, or `from`, and `to`. */
  const stretch = async (from: number, to: number) => {
    if (!selection) return
    anchor.current ??= { index: from, before: selection }
    const { index, before } = anchor.current
    const first = Math.max(Math.min(index, to), to - longest)
    const last = Math.min(Math.max(index, to), to + longest)
    const here = Array.from({ length: last - first + 1 }, (_, i) => rowAt(first + i))
    const known = here.filter((row) => row !== undefined)
    latest.current += 1
    const asked = latest.current
    const rows =
      known.length === here.length || !rowsBetween ? known : await rowsBetween(first, last)
    // Another key was pressed meanwhile.
    if (asked === latest.current) onSelect?.(withRows(before, rows.map(rowKey)))
  }

  const set = (next: Selection) => {
    anchor.current = null
    onSelect?.(next)
  }
  return {
    toggle,
    stretch,
    all: () => count > 0 && set(selectAll),
    none: () => set(selectNone),
    /** Forgets where a stretch began, as when one moves on without Shift. */
    leave: () => {
      anchor.current = null
    },
  }
}
