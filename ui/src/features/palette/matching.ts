/** One thing the palette offers. */
export interface Offer {
  id: string
  /** What is read and searched. */
  label: string
  /** What stands behind it, softer; searched too. */
  note?: string
  /** Keys that do the same. */
  keys?: string
  onAction: () => void
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/**
 * How well `text` answers `query`: 0 not at all, most where it begins with it. Every word of the query must begin a
 * word of the text, or stand in it; accents and case do not count.
 */
export function likeness(text: string, query: string): number {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return 1
  const all = plain(text)
  let score = all.startsWith(words.join(' ')) ? 2 : 0
  for (const word of words) {
    const at = all.indexOf(word)
    if (at < 0) return 0
    score += at === 0 || /[\s“„«‘(·/@.-]/.test(all[at - 1] ?? '') ? 2 : 1
  }
  return score
}

/** The offers that answer `query`, the best first, at most `most`. */
export function matching(offers: readonly Offer[], query: string, most: number): Offer[] {
  return offers
    .map((offer) => {
      const byNote = offer.note ? likeness(`${offer.label} ${offer.note}`, query) / 2 : 0
      return { offer, score: Math.max(likeness(offer.label, query), byNote) }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ offer }) => offer)
}
