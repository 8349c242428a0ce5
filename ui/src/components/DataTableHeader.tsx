import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import styles from './DataTable.module.css'

/** One column: `width` is a grid track (`minmax(0, 2fr)`, `96px`); `align: 'end'` for numbers. */
export interface Column<T> {
  id: string
  header: string
  width?: string
  align?: 'end'
  sortable?: boolean
  cell: (row: T, index: number) => ReactNode
}

/** The order of a table. */
export interface Sort {
  column: string
  descending: boolean
}

/** The head of a column; sorting turns around when it is pressed again. */
export function HeaderCell<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>
  sort?: Sort
  onSort?: (sort: Sort) => void
}) {
  const sorted = sort?.column === column.id
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      className={styles.cell}
      data-align={column.align}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {column.sortable && onSort ? (
        <Button
          className={styles.sort}
          onPress={() =>
            onSort({ column: column.id, descending: sorted ? !sort.descending : false })
          }
        >
          {column.header}
          {sorted && <Arrow size={13} aria-hidden="true" />}
        </Button>
      ) : (
        column.header
      )}
    </div>
  )
}
