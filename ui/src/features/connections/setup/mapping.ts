import type { SourceFileColumn } from '../../../platform'

/** What a column of a file can become, besides an attribute of its own name. */
export const ours = [
  'userName',
  'id',
  'email',
  'givenName',
  'familyName',
  'displayName',
  'active',
  'orgUnit',
  'groups',
  'department',
  'title',
  'employeeNumber',
  'costCenter',
  'division',
  'country',
  'city',
  'manager',
] as const

/** Our attribute = their column. */
export type Map = Record<string, string>

const same = (a: string, b: string) => a.localeCompare(b, 'en', { sensitivity: 'accent' }) === 0

/** What a column becomes: what the map says, else what is of its own name where that is not filled otherwise. */
export function becomes(column: string, map: Map): string | null {
  const mapped = Object.entries(map).find(([, theirs]) => same(theirs, column))
  if (mapped) return mapped[0]
  const own = ours.find((name) => same(name, column))
  return own && !(own in map) ? own : null
}

/** The map after `column` was said to become `to`; null for an attribute of its own name. */
export function mapped(map: Map, column: string, to: string | null): Map {
  const rest = Object.fromEntries(
    Object.entries(map).filter(([own, theirs]) => own !== to && !same(theirs, column)),
  )
  return to === null || same(to, column) ? rest : { ...rest, [to]: column }
}

/** A custom attribute, and the column that it is read from where the map does not say otherwise. */
export interface Custom {
  name: string
  label: string
  from: string
}

/** Custom attributes whose column the file lacks, and which no column fills; they stay empty for its people. */
export const lacking = (
  columns: readonly SourceFileColumn[],
  customs: readonly Custom[],
  map: Map,
): Custom[] =>
  customs.filter(
    ({ name, from }) => !map[name] && !columns.some((column) => same(column.name, from)),
  )

/** The map to attach with: what the file lacks is mapped to nothing, so that it is not asked for. */
export function whole(
  columns: readonly SourceFileColumn[],
  customs: readonly Custom[],
  map: Map,
): Map {
  const filled = Object.fromEntries(Object.entries(map).filter(([, theirs]) => theirs !== ''))
  const missing = lacking(columns, customs, filled).map(({ name }) => [name, ''])
  return { ...filled, ...Object.fromEntries(missing) }
}

/** The map that the columns' names suggest, each of ours filled once. */
export function suggested(columns: readonly SourceFileColumn[]): Map {
  let map: Map = {}
  const direct = new Set(columns.flatMap(({ name }) => ours.find((own) => same(own, name)) ?? []))
  for (const { name, ours: own } of columns) {
    if (own && !direct.has(own as (typeof ours)[number]) && !(own in map))
      map = mapped(map, name, own)
  }
  return map
}
