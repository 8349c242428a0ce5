/** The tallest element that every engine lays out; WebKitGTK stops at 33,554,428 px. */
const tallest = 30_000_000

/** Which rows to draw and where, for rows of one height. */
export interface RowWindow {
  /** Height of the scrolled element. */
  height: number
  /** First and last row to draw; `last` is -1 when there is none. */
  first: number
  last: number
  /** Distance of a row from the top of the scrolled element. */
  top: (index: number) => number
  /** The scroll position that brings a row into view, or null when it is in view. */
  reveal: (index: number) => number | null
}

/**
 * Lays out `count` rows of `rowHeight` in a viewport scrolled to `scrollTop`. Lists taller than an element may be are
 * scaled: the scroll bar covers the whole list, while the rows in view keep their size.
 */
export function rowWindow(
  count: number,
  rowHeight: number,
  viewport: number,
  scrollTop: number,
  overscan = 6,
): RowWindow {
  const full = count * rowHeight
  const height = Math.min(full, tallest)
  const scale = height < full ? (full - viewport) / (height - viewport) : 1
  const offset = Math.max(0, Math.min(scrollTop * scale, full - viewport))
  const first = Math.max(0, Math.floor(offset / rowHeight) - overscan)
  const last = Math.min(count - 1, Math.ceil((offset + viewport) / rowHeight) + overscan)
  return {
    height,
    first,
    last,
    top: (index) => (scale === 1 ? index * rowHeight : scrollTop + index * rowHeight - offset),
    reveal: (index) => {
      const start = index * rowHeight
      if (start < offset) return start / scale
      if (start + rowHeight > offset + viewport) return (start + rowHeight - viewport) / scale
      return null
    },
  }
}
