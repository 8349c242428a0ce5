import { useEffect, useRef, useState } from 'react'
import { navigate } from '../../../app'

/**
 * Keeps unsaved edits: while `isDirty`, a step to another address waits in `asked` until it is confirmed, and closing
 * the window asks. Changes of the query (filters) go through.
 */
export function useLeaveGuard(isDirty: boolean): {
  /** Whether a step waits. */
  asked: boolean
  stay: () => void
  leave: () => void
  /** Lets the next step through: the edits were saved. */
  pass: () => void
} {
  const [target, setTarget] = useState<string | null>(null)
  const isLeaving = useRef(false)

  useEffect(() => {
    if (!isDirty) return
    const here = location.hash
    const path = (hash: string) => hash.split('?', 1)[0]
    const onHash = (event: HashChangeEvent) => {
      if (isLeaving.current || path(location.hash) === path(here)) return
      // Before the router hears of it: the address goes back, and the question comes up.
      event.stopImmediatePropagation()
      const wanted = location.hash
      history.replaceState(null, '', here)
      setTarget(wanted)
    }
    const onClose = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('hashchange', onHash, { capture: true })
    window.addEventListener('beforeunload', onClose)
    return () => {
      window.removeEventListener('hashchange', onHash, { capture: true })
      window.removeEventListener('beforeunload', onClose)
    }
  }, [isDirty])

  return {
    asked: target !== null,
    stay: () => setTarget(null),
    leave: () => {
      isLeaving.current = true
      if (target !== null) navigate(target)
      setTarget(null)
    },
    pass: () => {
      isLeaving.current = true
    },
  }
}
