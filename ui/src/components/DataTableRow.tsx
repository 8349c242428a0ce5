import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, MouseEvent, Ref } from 'react'
import { Checkbox } from './Checkbox'
import type { DataTableProps } from './DataTable'
import styles from './DataTable.module.css'
import { Skeleton } from './Skeleton'
import { isSelected } from './selection'

/** Whether a click or key was meant for something inside the row. */
const isInner = (target: EventTarget, row: Element) =>
  target instanceof Element &&
  target !== row &&
  target.closest('button, a, input, label, [role="switch"]') !== null

/** Shows the whole of a cell that its column cuts off, for as long as the pointer is on it. */
function showWhole({ currentTarget: cell }: MouseEvent<HTMLElement>) {
  const parts = [cell, ...cell.querySelectorAll<HTMLElement>('*')]
  const isCut = parts.some((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
  if (!isCut || cell.querySelector('[title]')) cell.removeAttribute('title')
  else cell.title = cell.innerText.replace(/\s*\n\s*/g, '\n').trim()
}

type Shared<T> = Pick<
  DataTableProps<T>,
  'columns' | 'rowKey' | 'rowName' | 'rowHeight' | 'selection' | 'onOpen' | 'current'
>

/** One row of a DataTable, at its place; skeletons while `row` is on the way. */
export function DataRow<T>({
  ref,
  index,
  row,
  isActive,
  top,
  onFocus,
  onStep,
  onStretch,
  onToggle,
  onAll,
  onNone,
  isAnyChosen,
  columns,
  rowKey,
  rowName,
  rowHeight,
  selection,
  onOpen,
  current,
}: Shared<T> & {
  ref?: Ref<HTMLDivElement>
  index: number
  row: T | undefined
  isActive: boolean
  top: number
  onFocus: () => void
  /** Moves to another row if the key says so, selecting on the way or not, and answers whether it did. */
  onStep: (key: string, isStretching: boolean) => boolean
  /** Selects up to this row. */
  onStretch: () => void
  /** Selects this row, or takes it out. */
  onToggle: () => void
  onAll: () => void
  onNone: () => void
  isAnyChosen: boolean
}) {
  const { t } = useLingui()
  const key = row === undefined ? undefined : rowKey(row)
  const name = row === undefined ? '' : (rowName?.(row) ?? key)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isInner(event.target, event.currentTarget)) return
    if (event.key === ' ' && selection) onToggle()
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && selection)
      onAll()
    else if (event.key === 'Escape' && selection && isAnyChosen) onNone()
    else if (event.key === 'Enter' && row !== undefined && onOpen) onOpen(row)
    else if (!onStep(event.key, event.shiftKey && selection !== undefined)) return
    event.preventDefault()
  }

  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection && key !== undefined ? isSelected(selection, key) : undefined}
      aria-current={key !== undefined && key === current ? true : undefined}
      tabIndex={isActive ? 0 : -1}
      className={styles.row}
      data-open={onOpen ? true : undefined}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => {
        // The browser would select text from the last click to here.
        if (event.shiftKey && selection) event.preventDefault()
      }}
      onClick={(event) => {
        if (row === undefined || isInner(event.target, event.currentTarget)) return
        if (event.shiftKey && selection) onStretch()
        else if (onOpen) onOpen(row)
        else if (selection) onToggle()
      }}
    >
      {selection && (
        <div role="gridcell" className={styles.cell}>
          {key !== undefined && (
            <Checkbox
              label={t`Select ${name}`}
              hideLabel
              excludeFromTabOrder
              isSelected={isSelected(selection, key)}
              onChange={onToggle}
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
          onMouseEnter={showWhole}
        >
          {row === undefined ? <Skeleton width="60%" /> : column.cell(row, index)}
        </div>
      ))}
    </div>
  )
}
