import type { Condition } from '../../platform'

const comparison = /^([\w.:-]+) (eq|ne|co|sw|ew|gt|ge|lt|le|re) "((?:[^"\\]|\\["\\/])*)"$/
const presence = /^([\w.:-]+) pr$/

/** A single clause's text as a condition to be said in words; other text stays as it is. */
export function clauseOf(text: string): Condition {
  const compared = comparison.exec(text)
  if (compared) {
    const [, field = '', op = '', value = ''] = compared
    return { kind: 'clause', field, op, values: [value.replace(/\\(.)/g, '$1')] }
  }
  const present = presence.exec(text)
  if (present) return { kind: 'clause', field: present[1] ?? '', op: 'pr', values: [] }
  return { kind: 'text', text }
}
