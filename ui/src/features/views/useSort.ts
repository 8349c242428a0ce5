import { setQuery, useRoute } from '../../app'
import type { Sort } from '../../components'

/**
 * The order of a list, kept in the address. `asked` is what the engine is asked for: nothing where the list stands in
 * the order it has of its own, `otherwise`.
 */
export function useSort(
  columns: readonly string[],
  otherwise: Sort,
): { sort: Sort; onSort: (sort: Sort) => void; asked: { sort?: string; descending?: boolean } } {
  const { sort: column, down } = useRoute()?.query ?? {}
  const isOwn = column === undefined || !columns.includes(column)
  const sort = isOwn ? otherwise : { column, descending: down === '1' }
  const onSort = (next: Sort) => {
    const isFirst = next.column === otherwise.column && next.descending === otherwise.descending
    setQuery({
      sort: isFirst ? undefined : next.column,
      down: !isFirst && next.descending ? '1' : undefined,
    })
  }
  return { sort, onSort, asked: isOwn ? {} : { sort: sort.column, descending: sort.descending } }
}
