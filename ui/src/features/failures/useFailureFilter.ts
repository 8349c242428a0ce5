import { setQuery, useRoute } from '../../app'
import type { Sort } from '../../components'
import type { FailuresRequest } from '../../platform'

/** Which failures, in which order: everything but the page. */
export type FailureFilter = Omit<FailuresRequest, 'page'>

const columns = ['user', 'slot', 'rule', 'since', 'tries']

/** The search and the order of the list, kept in the address so that they survive going back. */
export function useFailureFilter(target: string, cause: string) {
  const query = useRoute()?.query ?? {}
  const column = query.sort && columns.includes(query.sort) ? query.sort : 'user'
  const descending = query.down === '1'
  const filter: FailureFilter = { cause, target, text: query.q ?? '', sort: column, descending }
  const sort: Sort = { column, descending }
  const onSort = (next: Sort) =>
    setQuery({ sort: next.column, down: next.descending ? '1' : undefined })
  return { filter, sort, onSort }
}
