import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, Ref } from 'react'
import { Checkbox } from './Checkbox'
import type { DataTableProps } from './DataTable'
import styles from './DataTable.module.css'
import { Skeleton } from './Skeleton'
import { isSelected, toggled } from './selection'

/** Whether a click or key was meant for something inside the row. */
const isInner = (target: EventTarget, row: Element) =>
  target instanceof Element &&
  target !== row &&
  target.closest('button, a, input, label, [role="switch"]') !== null

type Shared<T> = Pick<
  DataTableProps<T>,
  'columns' | 'rowKey' | 'rowName' | 'rowHeight' | 'selection' | 'onSelect' | 'onOpen' | 'current'
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
  columns,
  rowKey,
  rowName,
  rowHeight,
  selection,
  onSelect,
  onOpen,
  current,
}: Shared<T> & {
  ref?: Ref<HTMLDivElement>
  index: number
  row: T | undefined
  isActive: boolean
  top: number
  onFocus: () => void
  /** Moves to another row if the key says so, and answers whether it did. */
  onStep: (key: string) => boolean
}) {
  const { t } = useLingui()
  const key = row === undefined ? undefined : rowKey(row)
  const name = row === undefined ? '' : (rowName?.(row) ?? key)
  const toggle = () => selection && key !== undefined && onSelect?.(toggled(selection, key))

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isInner(event.target, event.currentTarget)) return
    if (event.key === ' ' && selection) toggle()
    else if (event.key === 'Enter' && row !== undefined && onOpen) onOpen(row)
    else if (!onStep(event.key)) return
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
      onClick={(event) => {
        if (row !== undefined && !isInner(event.target, event.currentTarget)) onOpen?.(row)
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
              onChange={toggle}
            />
          )}
        </div>
      )}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={styles.cell} data-align={column.align}>
          {row === undefined ? <Skeleton width="60%" /> : column.cell(row, index)}
        </div>
      ))}
    </div>
  )
}
