/** Which entries are asked for; it stands in the address. */
export interface ActivityFilter {
  range: 'all' | 'today' | 'week'
  kind: string | null
  status: string | null
  /** By userName. */
  person: string | null
  rule: string | null
  target: string | null
  text: string
}

/** Reads the filter of an address; what it does not know is left out. */
export function readFilter(query: Record<string, string>): ActivityFilter {
  const { range, status } = query
  return {
    range: range === 'today' || range === 'week' ? range : 'all',
    kind: query.kind || null,
    status: status === 'ok' || status === 'failed' || status === 'held' ? status : null,
    person: query.person || null,
    rule: query.rule || null,
    target: query.target || null,
    text: query.q ?? '',
  }
}

/** Whether anything is left out. */
export const isNarrowed = ({ range, text, ...others }: ActivityFilter): boolean =>
  range !== 'all' || text !== '' || Object.values(others).some((one) => one !== null)

/** The first instant of a range in local time: today's midnight, or that of six days before. */
export function startOf(range: ActivityFilter['range'], now: Date): number | null {
  if (range === 'all') return null
  const back = range === 'week' ? 6 : 0
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime()
}

/** Whether two instants lie on one local day. */
export const isSameDay = (a: number, b: number) =>
  new Date(a).toDateString() === new Date(b).toDateString()
