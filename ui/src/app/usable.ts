let isMarked = false

/** Marks once, on the page's own clock, that the first screen with its data is drawn: the start is over. */
export function markUsable(): void {
  if (isMarked) return
  isMarked = true
  requestAnimationFrame(() => setTimeout(() => performance.mark('app:usable')))
}
