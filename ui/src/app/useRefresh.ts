import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subscribe, subscribeLine } from '../platform'
import { setProgress } from './progress'
import { isOld } from './topics'

const pause = 250

/**
 * Reads what a `changed` event made old again, at most four times a second, and everything after a lost line returns.
 * Progress goes to `useProgress`.
 */
export function useRefresh(): void {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    let changed = new Set<string>()
    const refresh = () => {
      timer = null
      const topics = changed
      changed = new Set()
      client.invalidateQueries({ predicate: (query) => isOld(query.queryKey, topics) })
    }
    const stopEvents = subscribe((event) => {
      if (event.type === 'progress') return setProgress(event.progress)
      // News are for the hosts, which show them outside the page.
      if (event.type === 'news') return
      for (const topic of event.topics) changed.add(topic)
      timer ??= setTimeout(refresh, pause)
    })
    let wasLost = false
    const stopLine = subscribeLine((line) => {
      if (wasLost && line === 'open') client.invalidateQueries()
      wasLost = line === 'lost'
    })
    return () => {
      stopEvents()
      stopLine()
      setProgress(null)
      if (timer !== null) clearTimeout(timer)
    }
  }, [client])
}
