import { i18n } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { sentences } from '../platform/generated/sentences'

interface Known {
  id: string
  names: string[]
  form: RegExp
  /** The signs of its own; the more, the surer. */
  signs: number
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function known(id: string, sentence: string): Known {
  const parts = sentence.split(/\{(\w+)\}/)
  const form = parts.map((part, at) => (at % 2 === 0 ? literally(part) : '(.+?)')).join('')
  const own = parts.filter((_, at) => at % 2 === 0).join('')
  const names = parts.filter((_, at) => at % 2 === 1)
  return { id, names, form: new RegExp(`^${form}$`, 's'), signs: own.length }
}

let table: Known[] | null = null

/** The engine's sentences, the surest first; made when another language first asks. */
function allKnown(): Known[] {
  table ??= sentences
    .map(({ sentence, words }) => known(words.id, sentence))
    .sort((a, b) => b.signs - a.signs)
  return table
}

/** How deep what a sentence names may be a sentence itself. */
const deepest = 4

function whole(text: string, depth: number): string | null {
  for (const { id, names, form } of allKnown()) {
    const match = form.exec(text)
    if (!match) continue
    const values = names.map((name, at) => {
      const value = match[at + 1] ?? ''
      return [name, say(value, depth + 1) ?? value]
    })
    return i18n._(id, Object.fromEntries(values))
  }
  return null
}

/** Says both sides of the first sign between two sentences where one of them is known. */
function inParts(text: string, between: string, depth: number): string | null {
  for (let at = text.indexOf(between); at !== -1; at = text.indexOf(between, at + 1)) {
    const [left, right] = [text.slice(0, at), text.slice(at + between.length)]
    // What stands before a colon is where it was: a file or an address.
    const first = between === ': ' ? null : say(left, depth + 1)
    const second = say(right, depth + 1)
    if (first !== null || second !== null) {
      return `${first ?? left}${between}${second ?? right}`
    }
  }
  return null
}

function say(text: string, depth: number): string | null {
  if (depth > deepest || !text.includes(' ')) return null
  return whole(text, depth) ?? inParts(text, '. ', depth) ?? inParts(text, ': ', depth)
}

let said = { locale: '', texts: new Map<string, string>() }
const mostKept = 1_000

/**
 * A sentence of the engine in the language in use. The engine's language is English, and journals keep what it said;
 * it is known again by the very sentences of the engine's sources, as `platform/generated/sentences` lists them. What is
 * not ours, as a vendor's own words, stays as it was said.
 */
export function engineWords(text: string): string {
  if (i18n.locale === 'en') return text
  if (said.locale !== i18n.locale || said.texts.size >= mostKept) {
    said = { locale: i18n.locale, texts: new Map() }
  }
  const kept = said.texts.get(text)
  if (kept !== undefined) return kept
  const words = say(text, 0) ?? text
  said.texts.set(text, words)
  return words
}

/** `engineWords` for a component, which is drawn anew when the language changes. */
export function useEngineWords(): (text: string) => string {
  useLingui()
  return engineWords
}
