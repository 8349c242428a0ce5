/** What is being typed at the caret of a condition: a field's name, or a value of a field; `from` is where it begins. */
export type Typing =
  | { kind: 'field'; from: number; word: string }
  | { kind: 'value'; field: string; from: number; word: string }

const value =
  /([\w.:-]+(?:\[[^\]]*\]\.\w+)?) +(?:eq|ne|co|sw|ew|in) *\(? *(?:"(?:[^"\\]|\\.)*" *, *)*"((?:[^"\\]|\\.)*)$/
const word = /(?:^|[\s(])([A-Za-z][\w.:-]*)$/
const words: readonly string[] = ['and', 'or', 'not', 'now', 'true', 'false']
const afterField = /(?:^|[\s(])[\w.:-]+(?:\[[^\]]*\]\.\w+)? +\w*$/
const joins = /(?:^|[\s(])(?:and|or|not) +\w*$/

/** What is being typed before the caret; null where nothing can be offered. */
export function typingAt(text: string, caret: number): Typing | null {
  const before = text.slice(0, caret)
  const quoted = value.exec(before)
  if (quoted) {
    const [, field = '', typed = ''] = quoted
    const isDirect = field.startsWith('groups[')
    return {
      kind: 'value',
      field: isDirect ? 'groups.display' : field,
      from: caret - typed.length,
      word: typed.replace(/\\(.)/g, '$1'),
    }
  }
  // Inside another quoted text nothing is offered.
  if ((before.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1) return null
  const typed = word.exec(before)?.[1]
  if (!typed || words.includes(typed.toLowerCase())) return null
  const isOperator = afterField.test(before) && !joins.test(before)
  return isOperator ? null : { kind: 'field', from: caret - typed.length, word: typed }
}

const quotable = (name: string) => name.replace(/[\\"]/g, '\\$&')

/** The text with what was typed replaced by a name, and where the caret is then. */
export function completed(
  text: string,
  caret: number,
  typing: Typing,
  name: string,
): { text: string; caret: number } {
  const after = text.slice(caret)
  const isClosed = after.startsWith('"')
  const put = typing.kind === 'field' ? `${name} ` : `${quotable(name)}${isClosed ? '' : '"'}`
  const start = text.slice(0, typing.from) + put
  return { text: start + after, caret: start.length + (isClosed ? 1 : 0) }
}
