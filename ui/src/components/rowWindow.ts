/**
 * The tallest element drawn. WebKitGTK stops at 33,554,428 px, and from 8,388,608 px on single-precision positions
 * are no longer exact to half a pixel.
 */
const tallest = 8_000_000

/** How a list of rows of one height lies in the element that scrolls it. */
export interface RowWindow {
  /** Height of the scrolled element. */
  height: number
  /** First and last row to draw; `last` is -1 when there is none. */
  first: number
  last: number
  /** Pixels of the list per pixel of the scroll bar; 1 for lists that fit in an element. */
  scale: number
  /** The furthest that the list can be moved. */
  end: number
  /** Distance of a row from the top of the scrolled element. */
  top: (index: number) => number
  /** The offset that brings a row into view, or null when it is in view. */
  reveal: (index: number) => number | null
}

/**
 * Lays out `count` rows of `rowHeight` in a viewport moved to `offset`. Lists taller than an element may be are
 * scaled: the scroll bar covers the whole list, while the rows in view keep their size.
 */
export function rowWindow(
  count: number,
  rowHeight: number,
  viewport: number,
  offset: number,
  overscan = 6,
): RowWindow {
  const full = count * rowHeight
  const height = Math.min(full, tallest)
  const end = Math.max(0, full - viewport)
  const scale = height < full ? end / (height - viewport) : 1
  const at = Math.max(0, Math.min(offset, end))
  return {
    height,
    first: Math.max(0, Math.floor(at / rowHeight) - overscan),
    last: Math.min(count - 1, Math.ceil((at + viewport) / rowHeight) + overscan),
    scale,
    end,
    top: (index) =>
      scale === 1 ? index * rowHeight : Math.round(at / scale + index * rowHeight - at),
    reveal: (index) => {
      const start = index * rowHeight
      if (start < at) return start
      if (start + rowHeight > at + viewport) return start + rowHeight - viewport
      return null
    },
  }
}
