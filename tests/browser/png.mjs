// Pictures made small: the same pixels with a palette of 256 colours, as screenshots of an interface need no more.

import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
const MOST = 256

function* chunksOf(png) {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) }
    at += length + 12
  }
}

const paeth = (a, b, c) => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/** The pixels of a PNG of 8 bits a channel, as 0xRRGGBB each. */
function pixelsOf(png) {
  let header
  const parts = []
  for (const { type, data } of chunksOf(png)) {
    if (type === 'IHDR') header = data
    if (type === 'IDAT') parts.push(data)
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, kind, interlaced] = [header[8], header[9], header[12]]
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced) throw new Error('another kind of PNG')
  const step = kind === 2 ? 3 : 4
  const stride = width * step
  const raw = inflateSync(Buffer.concat(parts))
  const lines = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const a = x >= step ? lines[at - step] : 0
      const b = y > 0 ? lines[at - stride] : 0
      const c = x >= step && y > 0 ? lines[at - stride - step] : 0
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]
      lines[at] = raw[y * (stride + 1) + 1 + x] + guess
    }
  }
  const pixels = new Uint32Array(width * height)
  for (let n = 0; n < pixels.length; n += 1) {
    const at = n * step
    pixels[n] = (lines[at] << 16) | (lines[at + 1] << 8) | lines[at + 2]
  }
  return { width, height, pixels }
}

const distance = (one, other) => {
  const part = (shift) => ((one >> shift) & 255) - ((other >> shift) & 255)
  return part(16) ** 2 + part(8) ** 2 + part(0) ** 2
}

/** The most frequent colours, and for each colour the place of the nearest of them. */
function paletteOf(pixels) {
  const counts = new Map()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const byCount = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour)
  const palette = []
  // Near colours share a place, so that rare ones of their own get one too.
  for (const near of [24, 0]) {
    for (const colour of byCount) {
      if (palette.length === MOST) break
      if (palette.every((one) => distance(one, colour) > near)) palette.push(colour)
    }
  }
  const nearest = new Map(
    byCount.map((colour) => {
      let best = 0
      for (let at = 1; at < palette.length; at += 1)
        if (distance(palette[at], colour) < distance(palette[best], colour)) best = at
      return [colour, best]
    }),
  )
  return { palette, nearest }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** The same picture with at most 256 colours, a fraction of its size. */
export function small(png) {
  const { width, height, pixels } = pixelsOf(png)
  const { palette, nearest } = paletteOf(pixels)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const lines = Buffer.alloc((width + 1) * height)
  for (let n = 0; n < pixels.length; n += 1)
    lines[n + Math.floor(n / width) + 1] = nearest.get(pixels[n])
  const colours = Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
