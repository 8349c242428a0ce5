import { useEffect } from 'react'
import { setQuery } from '../../app'

/** Keeps some filters of a list from one visit to the next. An address that says filters of its own wins. */
export function useRemembered(
  list: string,
  query: Record<string, string>,
  keys: readonly string[],
): void {
  const place = `rolecall.filter.${list}`
  const said = JSON.stringify(keys.flatMap((key) => (query[key] ? [[key, query[key]]] : [])))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the visit begins with counts
  useEffect(() => {
    if (Object.keys(query).length > 0) return
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
      const entries = Array.isArray(kept) ? kept.filter(([key]) => keys.includes(key)) : []
      if (entries.length > 0) setQuery(Object.fromEntries(entries))
    } catch {
      // What another version wrote is left alone.
    }
  }, [])
  useEffect(() => {
    try {
      localStorage.setItem(place, said)
    } catch {
      // It holds for this visit then.
    }
  }, [place, said])
}
