/**
 * The way from a keystroke to its effect on screen, for whoever measures it in the real window:
 * `performance.getEntriesByName('rules:key')` and `('rules:effect')`, paired by `detail.turn`. `rules:key` is set when an
 * edit is made, `rules:effect` after the frame that shows an effect which includes that edit has been painted.
 */
const kept = 500

/** Notes an edit. */
export function markKey(turn: number): void {
  if (turn % kept === 0) {
    performance.clearMarks('rules:key')
    performance.clearMarks('rules:effect')
  }
  performance.mark('rules:key', { detail: { turn } })
}

/** Notes that the effect of an edit is on screen, once the frame under way has been painted. */
export function markEffect(turn: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    // A task after the frame's callbacks runs when the frame has been painted.
    timer = setTimeout(() => performance.mark('rules:effect', { detail: { turn } }))
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
