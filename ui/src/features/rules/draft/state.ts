import { replaceEqualDeep } from '@tanstack/react-query'
import type { Draft, DraftAnswer, DraftRule, RuleDraft, RuleEdit } from '../../../platform'

/** A rule that says nothing yet. */
export const nothing: RuleDraft = {
  name: '',
  note: '',
  heading: '',
  enabled: true,
  when: '',
  assigns: [],
  withholds: [],
}

/** A new rule as the list shows it until the engine has answered. */
export const newRule = (id: string, rule: RuleDraft): DraftRule => ({
  view: { id, rule, condition: null, people: 0, remarks: [] },
  change: 'new',
  savedPosition: null,
  problems: [],
})

const withRule = (row: DraftRule, change: Partial<RuleDraft>): DraftRule => ({
  ...row,
  view: { ...row.view, rule: { ...row.view.rule, ...change } },
  change: row.change === 'new' ? 'new' : 'changed',
})

/** The rules with some of them taken out and put, in their order, before another; at the end without one. */
export function moved<T extends { view: { id: string } }>(
  rules: readonly T[],
  ids: readonly string[],
  before: string | null,
): T[] {
  const chosen = new Set(ids)
  // Rules that stand before one of their own stay around the next rule that does not move.
  const from = before === null ? -1 : rules.findIndex((r) => r.view.id === before)
  const next = from < 0 ? undefined : rules.slice(from).find((r) => !chosen.has(r.view.id))
  const others = rules.filter((r) => !chosen.has(r.view.id))
  const at = next ? others.indexOf(next) : others.length
  return [
    ...others.slice(0, at),
    ...rules.filter((r) => chosen.has(r.view.id)),
    ...others.slice(at),
  ]
}

function applyEdit(draft: Draft, edit: RuleEdit): Draft {
  const change = (ids: readonly string[], to: Partial<RuleDraft>) =>
    draft.rules.map((row) => (ids.includes(row.view.id) ? withRule(row, to) : row))
  switch (edit.kind) {
    case 'set': {
      if (draft.rules.some((r) => r.view.id === edit.id))
        return { ...draft, rules: change([edit.id], edit.rule) }
      const rules = [...draft.rules]
      rules.splice(edit.position ? edit.position - 1 : rules.length, 0, newRule(edit.id, edit.rule))
      return { ...draft, rules }
    }
    case 'delete': {
      const gone = draft.rules.filter((r) => edit.ids.includes(r.view.id))
      const deleted = gone.flatMap(({ view, savedPosition }) =>
        savedPosition === null
          ? []
          : [{ id: view.id, name: view.rule.name, position: savedPosition }],
      )
      return {
        ...draft,
        rules: draft.rules.filter((r) => !gone.includes(r)),
        deleted: [...draft.deleted, ...deleted].sort((a, b) => a.position - b.position),
      }
    }
    case 'move':
      return { ...draft, rules: moved(draft.rules, edit.ids, edit.before) }
    case 'switch':
      return { ...draft, rules: change(edit.ids, { enabled: edit.enabled }) }
    case 'heading':
      return { ...draft, rules: change(edit.ids, { heading: edit.heading }) }
    default:
      // What a restored or reverted rule says only the engine knows.
      return draft
  }
}

/** The draft as it will be when the engine has taken the edits. */
export function applyEdits(draft: Draft, edits: readonly RuleEdit[]): Draft {
  if (edits.length === 0) return draft
  return edits.reduce(applyEdit, { ...draft, isChanged: true, canUndo: true })
}

/**
 * The draft after an answer; the same one when the answer is older than it. Null when the answer speaks of rules that
 * are not known here, so that the whole draft has to be read. What says the same stays the same object, so that only
 * what differs is drawn anew.
 */
export function merged(draft: Draft, answer: DraftAnswer): Draft | null {
  if (answer.edition < draft.edition) return draft
  const known = new Map(draft.rules.map((row) => [row.view.id, row]))
  for (const row of answer.changed) {
    known.set(row.view.id, replaceEqualDeep(known.get(row.view.id), row))
  }
  const rules = answer.order.flatMap((id) => known.get(id) ?? [])
  if (rules.length !== answer.order.length) return null
  const { deleted, isChanged, canUndo, edition, conflict } = answer
  return { ...draft, rules, deleted, isChanged, canUndo, edition, conflict }
}

/**
 * The ids of rules that stand elsewhere than saved: as few as explain the order. Where several do (neighbours that
 * changed places), those in `movedHere` are told.
 */
export function movedIds(
  rules: readonly DraftRule[],
  movedHere: ReadonlySet<string> = new Set(),
): Set<string> {
  const saved = rules.filter((r) => r.savedPosition !== null)
  const fewest = fewestMoved(saved)
  const others = saved.filter((r) => !movedHere.has(r.view.id))
  const isExplained = others.every(
    (r, i) => (others[i - 1]?.savedPosition ?? 0) < (r.savedPosition ?? 0),
  )
  const here = saved.filter((r) => movedHere.has(r.view.id))
  if (!isExplained || here.length !== fewest.size) return fewest
  return new Set(here.map((r) => r.view.id))
}

function fewestMoved(saved: readonly DraftRule[]): Set<string> {
  const places = saved.map((r) => r.savedPosition ?? 0)
  // The longest run of rules in their saved order stands still (patience sorting).
  const tails: number[] = []
  const before: number[] = places.map(() => -1)
  places.forEach((place, index) => {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[tails[middle] ?? 0] ?? 0) < place) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = index
  })
  const still = new Set<number>()
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) still.add(at)
  return new Set(saved.filter((_, index) => !still.has(index)).map((r) => r.view.id))
}

/** A name that no other rule has, compared without case. */
export function freeName(name: string, taken: readonly string[]): string {
  const folded = new Set(taken.map((t) => t.toLowerCase()))
  let now = name
  for (let n = 2; folded.has(now.toLowerCase()); n++) now = `${name} ${n}`
  return now
}

/** A fresh id for a rule made here. */
export const freshId = () => crypto.randomUUID()
