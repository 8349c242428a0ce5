import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { AppError, PageRequest } from '../platform'

/** A part of a list, with how many there are in all. */
interface Part {
  total: number
  items: readonly unknown[]
}

const size = 100

/**
 * A list of the engine that knows its own length, read page by page as a DataTable needs it. `key` is the cache key of
 * the view (command, filter); while another filter is on the way, the rows of the last one stay.
 */
export function useList<P extends Part>({
  key,
  load,
}: {
  key: readonly unknown[]
  load: (page: PageRequest) => Promise<P>
}) {
  const [range, setRange] = useState({ from: 0, to: 0 })
  const query = (page: number) => ({
    queryKey: [...key, 'page', page],
    queryFn: () => load({ offset: page * size, limit: size }),
  })
  const first = useQuery<P, AppError>({ ...query(0), placeholderData: keepPreviousData })
  const pages = Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i)
  const results = useQueries({ queries: pages.map(query) })
  const onNeed = useCallback((top: number, bottom: number) => {
    const next = { from: Math.floor(top / size), to: Math.floor(Math.max(top, bottom) / size) }
    setRange((now) => (now.from === next.from && now.to === next.to ? now : next))
  }, [])
  const rowAt = (index: number): P['items'][number] | undefined => {
    const page = Math.floor(index / size)
    const part = results[page - range.from]?.data ?? (page === 0 ? first.data : undefined)
    return part?.items[index % size]
  }
  const client = useQueryClient()
  const rowsBetween = async (top: number, bottom: number): Promise<P['items'][number][]> => {
    const needed = Array.from(
      { length: Math.floor(bottom / size) - Math.floor(top / size) + 1 },
      (_, i) => Math.floor(top / size) + i,
    )
    const parts = await Promise.all(needed.map((page) => client.ensureQueryData(query(page))))
    const from = Math.floor(top / size) * size
    return parts.flatMap((part) => part.items).slice(top - from, bottom - from + 1)
  }
  return {
    /** The first page: the total, and what else the command answers. */
    first,
    count: first.data?.total ?? 0,
    /** Spread into the table. */
    rows: { list: JSON.stringify(key), count: first.data?.total ?? 0, rowAt, onNeed, rowsBetween },
  }
}
