import { useLingui } from '@lingui/react/macro'
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Checkbox } from './Checkbox'
import styles from './DataTable.module.css'
import { type Column, HeaderCell, type Sort } from './DataTableHeader'
import { rowWindow } from './rowWindow'
import { Skeleton } from './Skeleton'
import { isSelected, type Selection, selectedCount, selectNone, toggled } from './selection'

export type { Column, Sort } from './DataTableHeader'
export { type Selection, selectNone } from './selection'

export interface DataTableProps<T> {
  /** What the table lists, for screen readers. */
  label: string
  columns: readonly Column<T>[]
  count: number
  /** The row at an index; `undefined` while its page is on the way (shown as a skeleton). */
  rowAt: (index: number) => T | undefined
  rowKey: (row: T) => string
  /** The name of a row, for its checkbox. */
  rowName?: (row: T) => string
  /** Told which rows are in view, so that their pages can be read. */
  onNeed?: (first: number, last: number) => void
  rowHeight?: number
  sort?: Sort
  onSort?: (sort: Sort) => void
  selection?: Selection
  onSelect?: (selection: Selection) => void
  /** Enter or a click on a row. */
  onOpen?: (row: T) => void
  /** The key of the row whose particulars are on show. */
  current?: string
  empty?: ReactNode
}

const headerHeight = 36

function useViewport() {
  const ref = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState(600)
  const [scrollTop, setScrollTop] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) setSize(element.clientHeight - headerHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, size, scrollTop, onScroll: () => setScrollTop(ref.current?.scrollTop ?? 0) }
}

/** Whether a click or key was meant for something inside the row. */
const isInner = (target: EventTarget, row: Element) =>
  target instanceof Element &&
  target !== row &&
  target.closest('button, a, input, label, [role="switch"]') !== null

const stride = (key: string, page: number, count: number): number | null =>
  ({ ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count })[key] ??
  null

/**
 * A grid of rows of one height that holds a million of them: sticky header, sorting, selection, arrow keys, Space to
 * select, Enter to open. It takes the height that its rows need and at most that of its place, then scrolls in itself.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const {
    label,
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
    onSelect,
    onOpen,
    current,
    empty,
  } = props
  const { t } = useLingui()
  const view = useViewport()
  const [active, setActive] = useState(0)
  const focusNext = useRef(false)
  const activeRow = useRef<HTMLDivElement>(null)
  const rows = rowWindow(count, rowHeight, view.size, view.scrollTop)

  useEffect(() => {
    if (rows.last >= 0) onNeed?.(rows.first, rows.last)
  }, [onNeed, rows.first, rows.last])

  useEffect(() => {
    if (!focusNext.current || !activeRow.current) return
    focusNext.current = false
    activeRow.current.focus({ preventScroll: true })
  })

  const template = [
    ...(selection ? ['40px'] : []),
    ...columns.map((c) => c.width ?? 'minmax(0, 1fr)'),
  ].join(' ')
  const drawn = Array.from(
    { length: Math.max(0, rows.last - rows.first + 1) },
    (_, i) => rows.first + i,
  )
  const kept = Math.min(active, Math.max(0, count - 1))
  if (count > 0 && (kept < rows.first || kept > rows.last)) drawn.push(kept)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>, index: number, row: T | undefined) => {
    if (isInner(event.target, event.currentTarget)) return
    const step = stride(event.key, Math.max(1, Math.floor(view.size / rowHeight) - 1), count)
    if (step !== null) {
      const next = Math.max(0, Math.min(count - 1, index + step))
      setActive(next)
      focusNext.current = true
      const to = rows.reveal(next)
      if (to !== null && view.ref.current) view.ref.current.scrollTop = to
    } else if (event.key === ' ' && row && selection) {
      onSelect?.(toggled(selection, rowKey(row)))
    } else if (event.key === 'Enter' && row && onOpen) {
      onOpen(row)
    } else return
    event.preventDefault()
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
          style={{ '--template': template } as React.CSSProperties}
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
                  onChange={() =>
                    onSelect?.(chosen === count ? selectNone : { all: true, keys: new Set() })
                  }
                />
              </div>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: rows.height }}>
            {drawn.map((index) => {
              const row = rowAt(index)
              const key = row === undefined ? undefined : rowKey(row)
              return (
                <div
                  key={index}
                  ref={index === kept ? activeRow : undefined}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={
                    selection && key !== undefined ? isSelected(selection, key) : undefined
                  }
                  aria-current={key !== undefined && key === current ? true : undefined}
                  tabIndex={index === kept ? 0 : -1}
                  className={styles.row}
                  data-open={onOpen ? true : undefined}
                  style={{ height: rowHeight, transform: `translateY(${rows.top(index)}px)` }}
                  onFocus={() => setActive(index)}
                  onKeyDown={(event) => onKeyDown(event, index, row)}
                  onClick={(event) => {
                    if (row && !isInner(event.target, event.currentTarget)) onOpen?.(row)
                  }}
                >
                  {selection && (
                    <div role="gridcell" className={styles.cell}>
                      {row !== undefined && key !== undefined && (
                        <Checkbox
                          label={t`Select ${rowName?.(row) ?? key}`}
                          hideLabel
                          excludeFromTabOrder
                          isSelected={isSelected(selection, key)}
                          onChange={() => onSelect?.(toggled(selection, key))}
                        />
                      )}
                    </div>
                  )}
                  {columns.map((column) => (
                    <div
                      key={column.id}
                      role="gridcell"
                      className={styles.cell}
                      data-align={column.align}
                    >
                      {row === undefined ? <Skeleton width="60%" /> : column.cell(row, index)}
                    </div>
                  ))}
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {count === 0 && empty}
    </div>
  )
}
