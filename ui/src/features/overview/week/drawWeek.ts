import type { WeekFacts } from './weekFacts'

/** What a canvas must be able to do for the picture. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'fillText'
  | 'measureText'
  | 'scale'
  | 'fillStyle'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>

/** The picture's size; it is drawn at twice as many pixels. */
export const size = { width: 1200, height: 675 }

/** The words of the picture, in the language in use. */
export interface WeekWords {
  title: string
  span: string
  figures: readonly { label: string; value: string; tone?: 'bad' }[]
  chart: string
  dayOf: (at: number) => string
  licences: string
  ofSeats: (used: number, seats: number) => string
  noLicences: string
  failures: string
  failure: (failure: WeekFacts['failures'][number]) => string
  noFailures: string
  foot: string
}

// A picture is printed and mailed: it is light whatever the theme.
const ink = { text: '#16191f', soft: '#565e6b', line: '#e3e6eb', accent: '#3f55d8', bad: '#b3261e' }
const edge = 56
const family = '"Inter Variable", "Segoe UI", system-ui, sans-serif'

interface Style {
  size: number
  strong?: boolean
  colour?: string
  end?: boolean
  width?: number
}

class Picture {
  constructor(private readonly brush: Brush) {}

  private font({ size, strong }: Style) {
    this.brush.font = `${strong ? 600 : 400} ${size}px ${family}`
  }

  text(text: string, x: number, y: number, style: Style) {
    const { brush } = this
    this.font(style)
    brush.fillStyle = style.colour ?? ink.text
    brush.textAlign = style.end ? 'right' : 'left'
    brush.textBaseline = 'alphabetic'
    brush.fillText(this.fitting(text, style.width ?? Number.POSITIVE_INFINITY), x, y)
  }

  /** The text, or as much of it as fits with an ellipsis. */
  private fitting(text: string, width: number): string {
    if (this.brush.measureText(text).width <= width) return text
    let kept = text
    while (kept.length > 1 && this.brush.measureText(`${kept}…`).width > width) {
      kept = kept.slice(0, -1)
    }
    return `${kept.trimEnd()}…`
  }

  /** The same on two lines where one is too narrow. */
  lines(text: string, x: number, y: number, style: Style & { width: number }) {
    this.font(style)
    const all = text.split(' ')
    let first = all.length
    while (first > 1 && this.brush.measureText(all.slice(0, first).join(' ')).width > style.width) {
      first -= 1
    }
    this.text(all.slice(0, first).join(' '), x, y, style)
    if (first < all.length) this.text(all.slice(first).join(' '), x, y + style.size + 3, style)
  }

  box(x: number, y: number, width: number, height: number, colour: string) {
    this.brush.fillStyle = colour
    this.brush.fillRect(x, y, width, height)
  }
}

function chart(picture: Picture, facts: WeekFacts, words: WeekWords, left: number, top: number) {
  const [width, height] = [520, 190]
  picture.text(words.chart, left, top, { size: 15, strong: true })
  const most = Math.max(1, ...facts.days.map((d) => d.done + d.failed))
  const step = width / Math.max(1, facts.days.length)
  const base = top + 28 + height
  facts.days.forEach((d, i) => {
    const x = left + i * step + step * 0.18
    const [done, failed] = [(d.done / most) * height, (d.failed / most) * height]
    picture.box(x, base - done, step * 0.64, done, ink.accent)
    picture.box(x, base - done - failed, step * 0.64, failed, ink.bad)
    picture.text(words.dayOf(d.at), x, base + 20, { size: 12, colour: ink.soft, width: step })
  })
  picture.box(left, base, width, 1, ink.line)
}

function licences(picture: Picture, facts: WeekFacts, words: WeekWords, left: number, top: number) {
  const width = size.width - edge - left
  picture.text(words.licences, left, top, { size: 15, strong: true })
  if (facts.licences.length === 0) {
    picture.text(words.noLicences, left, top + 32, { size: 13, colour: ink.soft, width })
  }
  facts.licences.slice(0, 7).forEach((one, i) => {
    const y = top + 34 + i * 30
    const track = 150
    const share = one.seats > 0 ? Math.min(1, one.used / one.seats) : 1
    picture.text(one.value, left, y, { size: 13, width: width - track - 150 })
    picture.box(left + width - track - 130, y - 10, track, 8, ink.line)
    const colour = one.short > 0 || one.used > one.seats ? ink.bad : ink.accent
    picture.box(left + width - track - 130, y - 10, track * share, 8, colour)
    const of = words.ofSeats(one.used, one.seats)
    picture.text(of, left + width, y, { size: 13, end: true, colour: ink.soft, width: 124 })
  })
}

function failures(picture: Picture, facts: WeekFacts, words: WeekWords, left: number, top: number) {
  const width = size.width - 2 * edge
  picture.text(words.failures, left, top, { size: 15, strong: true })
  if (facts.failures.length === 0) {
    picture.text(words.noFailures, left, top + 28, { size: 13, colour: ink.soft, width })
  }
  // Three below each other, and three more beside them.
  facts.failures.slice(0, 6).forEach((failure, i) => {
    const [x, y] = [left + (i < 3 ? 0 : width / 2), top + 28 + (i % 3) * 24]
    picture.text(words.failure(failure), x, y, { size: 13, width: width / 2 - 24 })
  })
}

/** Draws the week: what was done, what failed, licences used against bought. */
export function drawWeek(brush: Brush, facts: WeekFacts, words: WeekWords, scale = 2) {
  brush.scale(scale, scale)
  const picture = new Picture(brush)
  picture.box(0, 0, size.width, size.height, '#ffffff')
  picture.box(0, 0, size.width, 6, ink.accent)
  picture.text(words.title, edge, 66, { size: 28, strong: true, width: 760 })
  picture.text(words.span, size.width - edge, 66, {
    size: 15,
    end: true,
    colour: ink.soft,
    width: 320,
  })
  const column = (size.width - 2 * edge) / Math.max(1, words.figures.length)
  words.figures.forEach(({ label, value, tone }, i) => {
    const x = edge + i * column
    picture.text(value, x, 132, {
      size: 32,
      strong: true,
      colour: tone === 'bad' ? ink.bad : ink.text,
    })
    picture.lines(label, x, 156, { size: 13, colour: ink.soft, width: column - 12 })
  })
  picture.box(edge, 184, size.width - 2 * edge, 1, ink.line)
  chart(picture, facts, words, edge, 222)
  licences(picture, facts, words, edge + 580, 222)
  picture.box(edge, 500, size.width - 2 * edge, 1, ink.line)
  failures(picture, facts, words, edge, 536)
  picture.text(words.foot, edge, size.height - 26, {
    size: 12,
    colour: ink.soft,
    width: size.width - 2 * edge,
  })
}
