import { useCallback, useEffectEvent, useLayoutEffect, useRef } from 'react'

/** Where a list was left: how far it was moved, and which row the keyboard was at. */
export interface Place {
  offset: number
  active: number
}

const top: Place = { offset: 0, active: 0 }

/** How many places are kept; the oldest are forgotten. */
const most = 200
const places = new Map<string, Place>()
let steps = 0

/** The name of the present step of the history, which it keeps. */
function presentStep(): string {
  const state = history.state as { step?: string } | null
  if (state?.step) return state.step
  steps += 1
  const step = `${performance.timeOrigin}-${steps}`
  history.replaceState({ ...state, step }, '')
  return step
}

/**
 * Keeps where a list is left. Who comes back to it finds it there; another list, or the same in another order, begins at
 * its top. `go` moves the list; nothing is kept of a list without a name.
 */
export function usePlace(
  list: string | undefined,
  isThere: boolean,
  go: (place: Place) => void,
): (place: Place) => void {
  const step = useRef<string | null>(null)
  const move = useEffectEvent(go)
  useLayoutEffect(() => {
    if (list === undefined || !isThere) return
    const now = presentStep()
    const left = now === step.current ? undefined : places.get(`${now} ${list}`)
    const isShown = step.current !== null
    step.current = now
    if (left || isShown) move(left ?? top)
  }, [list, isThere])
  return useCallback(
    (place) => {
      if (list === undefined || step.current === null) return
      const key = `${step.current} ${list}`
      places.delete(key)
      places.set(key, place)
      const [oldest] = places.keys()
      if (places.size > most && oldest !== undefined) places.delete(oldest)
    },
    [list],
  )
}
