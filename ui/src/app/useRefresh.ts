import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subscribe, subscribeLine } from '../platform'

const pause = 250

/** Reads what is on show again after the engine reports a change, at most four times a second, and after a lost line returns. */
export function useRefresh(): void {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = null
        client.invalidateQueries()
      }, pause)
    }
    const stopEvents = subscribe(refresh)
    let wasLost = false
    const stopLine = subscribeLine((line) => {
      if (wasLost && line === 'open') refresh()
      wasLost = line === 'lost'
    })
    return () => {
      stopEvents()
      stopLine()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client])
}
