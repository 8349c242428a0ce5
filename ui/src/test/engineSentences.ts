import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where the engine makes sentences that screens show: files, or folders with all that is in them. */
const places = [
  'connect/src/capability.rs',
  'connect/src/mirror.rs',
  'connect/src/place.rs',
  'connect/src/rfc4180.rs',
  'connect/src/calls',
  'connect/src/http',
  'connect/src/sources',
  'connect/src/targets',
  'plan/src/population.rs',
  'plan/src/told.rs',
  'engine/src/admission.rs',
  'engine/src/apply.rs',
  'engine/src/computed.rs',
  'engine/src/connections.rs',
  'engine/src/failures.rs',
  'engine/src/follow_up.rs',
  'engine/src/journal.rs',
  'engine/src/kept.rs',
  'engine/src/probing.rs',
  'engine/src/report/target.rs',
  'engine/src/sources.rs',
  'engine/src/sources',
  'engine/src/undo/plan.rs',
  'engine/src/verify.rs',
  'engine/src/directories/deletion.rs',
  'contract/src/push/meaning.rs',
  'contract/src/conditions.rs',
  'contract/src/switch.rs',
  'contract/src/handlers/attribute_edit.rs',
  'contract/src/handlers/attribute_try.rs',
  'contract/src/handlers/domains.rs',
  'contract/src/handlers/exceptions.rs',
  'contract/src/handlers/notify.rs',
  'contract/src/handlers/push.rs',
  'contract/src/handlers/rule_draft.rs',
  'contract/src/handlers/schedule.rs',
  'contract/src/handlers/send.rs',
  'contract/src/handlers/source_file.rs',
  'contract/src/handlers/source_settings.rs',
  'contract/src/handlers/target_settings.rs',
  'contract/src/handlers/tokens.rs',
]

/** Tests, and files whose texts are queries or paths. */
const isLeftOut = (path: string) => /tests?(\/|\.rs$)|orderly\.rs$|\/(fields|round)\.rs$/.test(path)

/** What begins like a query, a request or a header, is a form, or is shown by no screen. */
const noSentence =
  /^([(#/@]|CN=|HTTP\/|urn:|application\/|Content-)| (eq|gt) |^\w+\(|^(You are|There is nothing here|out of licen|not enough licen)/

/** The fewest signs of its own by which a sentence with names in it is known again. */
const fewestSigns = 11

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
    .filter((file) => file.endsWith('.rs'))
}

/** The string literals of Rust code outside comments, each with the code of its statement before it. */
function literalsOf(code: string): { before: string; text: string }[] {
  const token = /\/\/[^\n]*|'(?:\\.[^']*|[^\\'])'|\br(#*)"[\s\S]*?"\1|"((?:[^"\\]|\\[\s\S])*)"/g
  const found = []
  for (const match of code.matchAll(token)) {
    if (match[2] === undefined) continue
    const before = code.slice(Math.max(0, match.index - 200), match.index)
    found.push({ before: before.split(/;\s|\{\n/).at(-1) ?? '', text: match[2] })
  }
  return found
}

/** A literal as a sentence with names in braces; null for what is none. */
function sentenceOf(before: string, literal: string): string | null {
  if (/tracing::\w+!\([^;]*$|\b\w*assert\w*!\([^;]*$/.test(before)) return null
  const joined = literal.replace(/\\\n\s*/g, '')
  if (joined.includes('{{') || /\\[^"\\]/.test(joined)) return null
  let count = 0
  const named = joined
    .replace(/\\(["\\])/g, '$1')
    .replace(/\{(\w*)(?::[^}]*)?\}/g, (_, name: string) => `{${name || count++}}`)
    .replace(/^\. /, '')
  const own = named.replace(/\{\w+\}/g, '')
  const words = own.match(/[A-Za-z][a-z']+/g) ?? []
  const isKnownAgain = own === named || own.length >= fewestSigns
  const isLong =
    own.trim().includes(' ') && (words.length >= 3 || (words.length === 2 && own !== named))
  return isLong && isKnownAgain && !noSentence.test(named) ? named : null
}

/** Every sentence that the engine's sources hold for screens, in the order of the sources. */
export function engineSentences(crates: string): string[] {
  const files = new Set(places.flatMap((place) => filesBelow(join(crates, place))))
  const all = [...files]
    .filter((file) => !isLeftOut(file.slice(crates.length)))
    .flatMap((file) => {
      const [code = ''] = readFileSync(file, 'utf8').split(
        /#\[cfg\(test\)\]\n(?:#\[.*\]\n)*mod \w+ \{/,
      )
      return literalsOf(code).map(({ before, text }) => sentenceOf(before, text))
    })
  return [...new Set(all.filter((sentence) => sentence !== null))]
}
