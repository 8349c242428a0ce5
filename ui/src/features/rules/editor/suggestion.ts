/** What a suggestion of the engine would put into the text: a word in quotes stands for the word. Null when it only explains. */
export function suggestedWord(suggestion: string): string | null {
  const inQuotes = /^("[^"]*") in double quotes$/.exec(suggestion)
  if (inQuotes?.[1]) return inQuotes[1]
  const named = /^"([^"]*)"$/.exec(suggestion)
  if (named?.[1]) return named[1]
  return /^[\w.:-]+$/.test(suggestion) ? suggestion : null
}

/** The text with the word at a column (from 1, in characters) replaced by what was meant. */
export function withSuggestion(text: string, column: number, word: string): string {
  const letters = [...text]
  const before = letters.slice(0, Math.max(0, column - 1)).join('')
  const after = letters.slice(Math.max(0, column - 1)).join('')
  return before + after.replace(/^(?:"[^"]*"?|[^\s()",]+)?/, word)
}
