import { useLingui } from '@lingui/react/macro'
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react'
import { Checkbox } from './Checkbox'
import styles from './DataTable.module.css'
import { type Column, HeaderCell, type Sort } from './DataTableHeader'
import { DataRow } from './DataTableRow'
import { usePlace } from './places'
import { type Selection, selectedCount } from './selection'
import { useRowSelection } from './useRowSelection'
import { useRowWindow } from './useRowWindow'

export type { Column, Sort } from './DataTableHeader'
export { type Selection, selectNone } from './selection'

export interface DataTableProps<T> {
  /** What the table lists, for screen readers. */
  label: string
  /** Names the list with its filters and its order: another one begins at its top, and who comes back finds it as left. */
  list?: string
  columns: readonly Column<T>[]
  count: number
  /** The row at an index; `undefined` while its page is on the way (shown as a skeleton). */
  rowAt: (index: number) => T | undefined
  rowKey: (row: T) => string
  /** The name of a row, for its checkbox. */
  rowName?: (row: T) => string
  /** Told which rows are in view, so that their pages can be read. */
  onNeed?: (first: number, last: number) => void
  /** Reads the rows from one to another, for choosing them together. */
  rowsBetween?: (first: number, last: number) => Promise<readonly T[]>
  rowHeight?: number
  sort?: Sort
  onSort?: (sort: Sort) => void
  selection?: Selection
  onSelect?: (selection: Selection) => void
  /** Enter, or a click on a row. */
  onOpen?: (row: T) => void
  /** The key of the row whose particulars are on show. */
  current?: string
  empty?: ReactNode
}

const headerHeight = 36

const stride = (key: string, page: number, count: number): number | null =>
  ({ ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count })[key] ??
  null

/**
 * A grid of rows of one height that holds a million of them: sticky header, sorting, selection, arrow keys, Space to
 * select, Shift to select on, Ctrl+A for all, Escape for none, Enter to open. It takes the height that its rows need
 * and at most that of its place, then scrolls in itself.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const {
    label,
    list,
    columns,
    count,
    rowAt,
    rowKey,
    rowName,
    onNeed,
    rowHeight = 44,
    sort,
    onSort,
    selection,
    onOpen,
    current,
    empty,
  } = props
  const { t } = useLingui()
  const view = useRowWindow(count, rowHeight, headerHeight)
  const { rows } = view
  const { first, last } = rows
  const [active, setActive] = useState(0)
  // The row that is to have the focus once it is drawn as the active one.
  const focusNext = useRef<number | null>(null)
  const activeRow = useRef<HTMLDivElement>(null)
  const keep = usePlace(list, count > 0, (place) => {
    setActive(place.active)
    view.moveTo(place.offset)
  })

  useEffect(() => {
    keep({ offset: view.offset, active })
  }, [keep, view.offset, active])

  useEffect(() => {
    if (last >= 0) onNeed?.(first, last)
  }, [onNeed, first, last])

  useEffect(() => {
    if (focusNext.current !== active || !activeRow.current) return
    focusNext.current = null
    activeRow.current.focus({ preventScroll: true })
  })

  const template = [
    ...(selection ? ['40px'] : []),
    ...columns.map((c) => c.width ?? 'minmax(0, 1fr)'),
  ].join(' ')
  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  const kept = Math.min(active, Math.max(0, count - 1))
  if (count > 0 && (kept < first || kept > last)) drawn.push(kept)

  const choice = useRowSelection(props)

  const step = (index: number, key: string, isStretching: boolean) => {
    const by = stride(key, Math.max(1, Math.floor(view.viewport / rowHeight) - 1), count)
    if (by === null) return false
    const next = Math.max(0, Math.min(count - 1, index + by))
    if (isStretching) choice.stretch(index, next)
    else choice.leave()
    setActive(next)
    focusNext.current = next
    const to = rows.reveal(next)
    if (to !== null) view.moveTo(to)
    return true
  }

  const chosen = selection ? selectedCount(selection, count) : 0
  return (
    <div className={styles.table}>
      <div className={styles.scroller} ref={view.ref} onScroll={view.onScroll}>
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={count + 1}
          aria-multiselectable={selection ? true : undefined}
          style={{ '--template': template } as CSSProperties}
        >
          <div
            role="row"
            aria-rowindex={1}
            className={styles.header}
            style={{ height: headerHeight }}
          >
            {selection && (
              <div role="columnheader" className={styles.cell}>
                <Checkbox
                  label={t`Select all`}
                  hideLabel
                  isSelected={count > 0 && chosen === count}
                  isIndeterminate={chosen > 0 && chosen < count}
                  isDisabled={count === 0}
                  onChange={() => (chosen === count ? choice.none() : choice.all())}
                />
              </div>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: rows.height }}>
            {drawn.map((index) => (
              <DataRow
                key={index}
                ref={index === kept ? activeRow : undefined}
                index={index}
                row={rowAt(index)}
                isActive={index === kept}
                top={rows.top(index)}
                onFocus={() => setActive(index)}
                onStep={(key, isStretching) => step(index, key, isStretching)}
                onStretch={() => {
                  choice.stretch(kept, index)
                  setActive(index)
                  focusNext.current = index
                }}
                onToggle={() => choice.toggle(index)}
                onAll={choice.all}
                onNone={choice.none}
                isAnyChosen={chosen > 0}
                {...{ columns, rowKey, rowName, rowHeight, selection, onOpen, current }}
              />
            ))}
          </div>
        </div>
      </div>
      {count === 0 && empty}
    </div>
  )
}
