import { useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'

/**
 * Rows of a long list, read page by page as a DataTable needs them. `key` is the cache key of the view (command,
 * filter, order); `load` reads one page. Spread the answer into the table: `<DataTable {...pages} />`.
 */
export function usePages<T>({
  key,
  load,
  size = 100,
}: {
  key: readonly unknown[]
  load: (offset: number, limit: number) => Promise<readonly T[]>
  size?: number
}): {
  list: string
  rowAt: (index: number) => T | undefined
  onNeed: (first: number, last: number) => void
} {
  const [range, setRange] = useState({ from: 0, to: 0 })
  const pages = Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i)
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, 'page', size, page],
      queryFn: () => load(page * size, size),
    })),
  })
  const onNeed = useCallback(
    (first: number, last: number) => {
      const next = { from: Math.floor(first / size), to: Math.floor(Math.max(first, last) / size) }
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next))
    },
    [size],
  )
  const rowAt = (index: number) =>
    results[Math.floor(index / size) - range.from]?.data?.[index % size]
  return { list: JSON.stringify(key), rowAt, onNeed }
}
