import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

const overscan = 400

/**
 * The rows of a scrolling list that are to be drawn, where rows have heights of their own: those in view and some
 * around, and every row up to `keep`. Off, all are drawn.
 */
export function useListWindow(
  keys: readonly string[],
  { isOn, estimate, keep }: { isOn: boolean; estimate: number; keep: string | null },
) {
  const scroller = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<string, number>())
  const [version, setVersion] = useState(0)
  const [view, setView] = useState({ top: 0, height: 800 })

  const tops = useMemo(() => {
    void version
    const sums = [0]
    for (const key of keys) sums.push((sums.at(-1) ?? 0) + (heights.current.get(key) ?? estimate))
    return sums
  }, [keys, version, estimate])

  const observer = useMemo(() => {
    if (typeof ResizeObserver === 'undefined') return null
    return new ResizeObserver((entries) => {
      let isOther = false
      for (const { target, borderBoxSize, contentRect } of entries) {
        const key = (target as HTMLElement).dataset.key
        const height = Math.round(borderBoxSize?.[0]?.blockSize ?? contentRect.height)
        if (!key || height === 0 || heights.current.get(key) === height) continue
        heights.current.set(key, height)
        isOther = true
      }
      if (isOther) setVersion((n) => n + 1)
    })
  }, [])
  useEffect(() => () => observer?.disconnect(), [observer])

  /** Told of each row drawn; the row names itself by `data-key`. */
  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (!element || !isOn) return
      observer?.observe(element)
      return () => observer?.unobserve(element)
    },
    [observer, isOn],
  )

  const look = useCallback(() => {
    const element = scroller.current
    if (!element || !isOn) return
    const top = Math.floor(element.scrollTop / 100) * 100
    setView((now) =>
      now.top === top && now.height === element.clientHeight
        ? now
        : { top, height: element.clientHeight || now.height },
    )
  }, [isOn])
  useLayoutEffect(look, [look])

  let first = 0
  let last = keys.length - 1
  if (isOn) {
    const [from, to] = [view.top - overscan, view.top + view.height + overscan]
    while (first < last && (tops[first + 1] ?? 0) < from) first += 1
    last = first
    while (last < keys.length - 1 && (tops[last + 1] ?? 0) < to) last += 1
    const kept = keep === null ? -1 : keys.indexOf(keep)
    if (kept >= 0) {
      first = Math.min(first, kept)
      last = Math.max(last, kept)
    }
  }
  const total = tops.at(-1) ?? 0
  /** Brings a row into view, before it is drawn. */
  const reveal = (key: string) => {
    const element = scroller.current
    const index = keys.indexOf(key)
    if (!element || !isOn || index < 0) return
    const [top, bottom] = [tops[index] ?? 0, tops[index + 1] ?? 0]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight
    look()
  }
  return {
    scroller,
    measure,
    onScroll: look,
    reveal,
    first,
    last,
    before: isOn ? (tops[first] ?? 0) : 0,
    after: isOn ? total - (tops[last + 1] ?? total) : 0,
  }
}
