import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type RowWindow, rowWindow } from './rowWindow'

/** The rows in view of a scrolling element whose sticky header takes `headerHeight` of it. */
export function useRowWindow(
  count: number,
  rowHeight: number,
  headerHeight: number,
): {
  ref: RefObject<HTMLDivElement | null>
  rows: RowWindow
  viewport: number
  /** How far the list is moved, in pixels of the list. */
  offset: number
  onScroll: () => void
  moveTo: (offset: number) => void
} {
  const ref = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState(600)
  const [offset, setOffset] = useState(0)
  const exact = useRef(0)
  const rows = rowWindow(count, rowHeight, viewport, offset)
  const { scale, end } = rows

  useLayoutEffect(() => {
    const element = ref.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) setViewport(element.clientHeight - headerHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [headerHeight])

  // Where the window changes its size, a pixel of the scroll bar stands for another part of the list.
  useLayoutEffect(() => {
    if (scale > 1 && ref.current) ref.current.scrollTop = exact.current / scale
  }, [scale])

  const moveTo = useCallback(
    (to: number) => {
      exact.current = Math.max(0, Math.min(to, end))
      if (ref.current) ref.current.scrollTop = exact.current / scale
      setOffset(exact.current)
    },
    [end, scale],
  )

  const onScroll = useCallback(() => {
    const seen = ref.current?.scrollTop ?? 0
    // Our own move comes back rounded to pixels of the scroll bar; the exact offset stays.
    if (scale > 1 && Math.abs(seen - exact.current / scale) < 1) return
    exact.current = seen * scale
    setOffset(exact.current)
  }, [scale])

  // In a scaled list the wheel would skip rows: it moves the list itself, and the scroll bar follows.
  useEffect(() => {
    const element = ref.current
    if (!element || scale === 1) return
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      const pixels = [1, rowHeight, viewport][event.deltaMode] ?? 1
      moveTo(exact.current + event.deltaY * pixels)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [moveTo, rowHeight, scale, viewport])

  return { ref, rows, viewport, offset, onScroll, moveTo }
}
