import type { DraftRule, RuleEdit } from '../../../platform'

/** A row of the list: a heading with its rules, or a rule. */
export type Entry =
  | { kind: 'heading'; key: string; heading: string; ids: string[]; isCollapsed: boolean }
  | { kind: 'rule'; key: string; row: DraftRule; position: number; heading: string }

/** A heading's key: neighbours of one heading stand together, the same heading elsewhere is another block. */
const headingKey = (heading: string, first: string) => `heading ${heading} ${first}`

/** The rows of the list. `isShown` leaves rules out while something is searched for; then nothing is collapsed. */
export function entriesOf(
  rules: readonly DraftRule[],
  collapsed: ReadonlySet<string>,
  isShown: ((row: DraftRule) => boolean) | null,
): Entry[] {
  const entries: Entry[] = []
  let block: Extract<Entry, { kind: 'heading' }> | null = null
  rules.forEach((row, index) => {
    if (isShown && !isShown(row)) return
    const { id, rule } = row.view
    if (rule.heading === '') block = null
    else if (block?.heading !== rule.heading) {
      const isCollapsed = !isShown && collapsed.has(rule.heading)
      const key = headingKey(rule.heading, id)
      block = { kind: 'heading', key, heading: rule.heading, ids: [], isCollapsed }
      entries.push(block)
    }
    block?.ids.push(id)
    if (block?.isCollapsed) return
    entries.push({ kind: 'rule', key: id, row, position: index + 1, heading: rule.heading })
  })
  return entries
}

/** Whether a rule's name, note, heading, condition or values contain a text. */
export function contains(row: DraftRule, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  const { name, note, heading, when, assigns, withholds } = row.view.rule
  const values = [...assigns, ...withholds].flatMap((given) => [given.target, ...given.values])
  return [name, note, heading, when, ...values].some((part) => part.toLowerCase().includes(wanted))
}

const idsOf = (entry: Entry) => (entry.kind === 'heading' ? entry.ids : [entry.key])

/** Puts rules before another and under a heading; what is so already is left out. */
function placed(
  rules: readonly DraftRule[],
  ids: readonly string[],
  before: string | null,
  heading: string,
): RuleEdit[] {
  const edits: RuleEdit[] = []
  const first = rules.findIndex((r) => r.view.id === ids[0])
  const isTogether = ids.every((id, i) => rules[first + i]?.view.id === id)
  const after = rules[first + ids.length]?.view.id ?? null
  if (!isTogether || after !== before) edits.push({ kind: 'move', ids: [...ids], before })
  const others = rules.filter((r) => ids.includes(r.view.id) && r.view.rule.heading !== heading)
  if (others.length > 0) edits.push({ kind: 'heading', ids: others.map((r) => r.view.id), heading })
  return edits
}

/** What dropping a row over another comes to: the rules' new place, and the heading that they are then under. */
export function dropped(
  rules: readonly DraftRule[],
  entries: readonly Entry[],
  activeKey: string,
  overKey: string,
  selected: ReadonlySet<string>,
): RuleEdit[] {
  const from = entries.findIndex((e) => e.key === activeKey)
  const to = entries.findIndex((e) => e.key === overKey)
  const active = entries[from]
  const over = entries[to]
  if (!active || !over || from === to) return []
  const isDown = to > from
  const isMany = active.kind === 'rule' && selected.has(active.key)
  const ids = isMany
    ? rules.filter((r) => selected.has(r.view.id)).map((r) => r.view.id)
    : idsOf(active)
  const rest = rules.filter((r) => !ids.includes(r.view.id))
  const headingAt = (index: number) => rest[index]?.view.rule.heading ?? ''

  // Where it lands among the others: before the row it is over, or behind it when it came from above.
  const touched = idsOf(over).filter((id) => !ids.includes(id))
  const anchor =
    isDown && !(over.kind === 'heading' && !over.isCollapsed) ? touched.at(-1) : touched[0]
  if (!anchor) return []
  let at = rest.findIndex((r) => r.view.id === anchor)
  if (isDown && !(over.kind === 'heading' && !over.isCollapsed)) at += 1

  if (active.kind === 'heading') {
    // A block does not land inside another one.
    const inner = headingAt(at)
    const isInside = inner !== '' && inner !== active.heading && inner === headingAt(at - 1)
    while (isInside && headingAt(at) === inner) at += isDown ? 1 : -1
    if (isInside && !isDown) at += 1
    return placed(rules, ids, rest[at]?.view.id ?? null, active.heading)
  }
  const [above, below] = [headingAt(at - 1), headingAt(at)]
  let heading = ''
  if (above !== '' && above === below) heading = above
  else if (over.kind === 'heading') heading = isDown && !over.isCollapsed ? over.heading : above
  else if (over.heading !== '' && (over.heading === above || over.heading === below))
    heading = over.heading
  if (over.kind === 'heading' && !isDown && above !== active.heading) heading = ''
  return placed(rules, ids, rest[at]?.view.id ?? null, heading)
}

/** What Alt and an arrow come to: one place up or down; at the edge of a heading, first out of it or into it. */
export function nudged(
  rules: readonly DraftRule[],
  ids: readonly string[],
  by: 1 | -1,
): RuleEdit[] {
  const chosen = rules.filter((r) => ids.includes(r.view.id))
  const [first, last] = [chosen[0], chosen.at(-1)]
  if (!first || !last) return []
  const ends = { up: rules.indexOf(first), down: rules.indexOf(last) }
  const [ahead, behind] = by === 1 ? [ends.down + 1, ends.up - 1] : [ends.up - 1, ends.down + 1]
  const next = rules[ahead]
  const own = (by === 1 ? last : first).view.rule.heading
  const beyond = next?.view.rule.heading ?? ''
  const all = chosen.map((r) => r.view.id)
  if (beyond !== own) {
    // A whole block passes by; a part of it leaves it first, and rules without heading enter the next one.
    const isPart = rules[behind]?.view.rule.heading === own || all.length === 1
    if (own !== '' && isPart) return [{ kind: 'heading', ids: all, heading: '' }]
    if (own === '') return [{ kind: 'heading', ids: all, heading: beyond }]
  }
  if (!next) return []
  const before = by === 1 ? (rules[ahead + 1]?.view.id ?? null) : next.view.id
  return [{ kind: 'move', ids: all, before }]
}
