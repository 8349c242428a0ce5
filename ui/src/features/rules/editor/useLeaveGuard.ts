import { useEffect, useRef, useState } from 'react'
import { holdRoute, navigate } from '../../../app'

/** Keeps unsaved edits: while `isDirty`, a step to another address waits until it is confirmed, and closing the window asks. */
export function useLeaveGuard(isDirty: boolean): {
  /** Whether a step waits. */
  asked: boolean
  stay: () => void
  leave: () => void
  /** Lets the next step through: the edits were saved, or given up. */
  pass: () => void
} {
  const [target, setTarget] = useState<string | null>(null)
  const release = useRef<() => void>(() => {})

  useEffect(() => {
    if (!isDirty) return
    const stopHolding = holdRoute(setTarget)
    const onClose = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', onClose)
    release.current = () => {
      stopHolding()
      window.removeEventListener('beforeunload', onClose)
    }
    return () => release.current()
  }, [isDirty])

  return {
    asked: target !== null,
    stay: () => setTarget(null),
    leave: () => {
      release.current()
      setTarget(null)
      if (target !== null) navigate(target)
    },
    pass: () => release.current(),
  }
}
