import type { Condition } from '../../../platform'

interface Part {
  /** Stays with a part through edits, so that its fields keep their focus. */
  id: number
  negated: boolean
}

/** A condition as the builder edits it; `negated` stands for a `not` around it. */
export type Node =
  | (Part & { kind: 'group'; mode: 'all' | 'any'; parts: Node[] })
  | (Part & { kind: 'clause'; field: string; op: string; values: string[] })
  | (Part & { kind: 'text'; text: string })

/** The outermost part is always a group, so that there is a place to add to. */
export type Root = Extract<Node, { kind: 'group' }>

/** The path of groups that a person is in themselves, not through another group. */
export const directGroups = 'groups[type eq "direct"].display'

const directly = /^groups\[type eq "direct"\]\.display eq "((?:[^"\\]|\\["\\/])*)"$/

/** The group that a part like `groups[type eq "direct"].display eq "Sales"` names; null for any other text. */
export function directGroup(text: string): string | null {
  const group = directly.exec(text)?.[1]
  return group === undefined ? null : group.replace(/\\(.)/g, '$1')
}

let next = 1

/** A clause that waits for its value. */
export const emptyClause = (field = 'groups.display', op = 'eq'): Node => ({
  id: next++,
  negated: false,
  kind: 'clause',
  field,
  op,
  values: [],
})

/** A group with one clause that waits for its value. */
export const emptyGroup = (mode: 'all' | 'any' = 'all'): Root => ({
  id: next++,
  negated: false,
  kind: 'group',
  mode,
  parts: [emptyClause()],
})

function toNode(condition: Condition): Node {
  const id = next++
  if (condition.kind === 'not') {
    const inner = toNode(condition.part)
    if (!inner.negated) return { ...inner, negated: true }
    return { id, negated: true, kind: 'group', mode: 'all', parts: [inner] }
  }
  if (condition.kind === 'all' || condition.kind === 'any') {
    const parts = condition.parts.map(toNode)
    return { id, negated: false, kind: 'group', mode: condition.kind, parts }
  }
  if (condition.kind === 'text') {
    const group = directGroup(condition.text)
    if (group !== null)
      return { id, negated: false, kind: 'clause', field: directGroups, op: 'eq', values: [group] }
  }
  return { id, negated: false, ...condition }
}

/** The tree of a condition. */
export function fromCondition(condition: Condition): Root {
  const node = toNode(condition)
  if (node.kind === 'group' && !node.negated) return node
  return { id: next++, negated: false, kind: 'group', mode: 'all', parts: [node] }
}

/** The condition of a tree: groups of one part are that part. Null for a group without parts. */
export function toCondition(node: Node): Condition | null {
  let condition: Condition
  if (node.kind === 'group') {
    const parts = node.parts.map(toCondition).filter((part) => part !== null)
    const only = parts[0]
    if (!only) return null
    condition = parts.length === 1 ? only : { kind: node.mode, parts }
  } else if (node.kind === 'clause') {
    condition = { kind: 'clause', field: node.field, op: node.op, values: node.values }
  } else {
    condition = { kind: 'text', text: node.text }
  }
  return node.negated ? { kind: 'not', part: condition } : condition
}

/** Whether every clause has what its operator needs, so that the tree can be written as text. */
export function isComplete(node: Node): boolean {
  if (node.kind === 'group') return node.parts.length > 0 && node.parts.every(isComplete)
  if (node.kind === 'text') return node.text.trim() !== ''
  if (node.op === 'pr') return node.field !== ''
  return node.field !== '' && node.values.length > 0 && node.values.every((v) => v !== '')
}

/** The tree with one part replaced; taken out when `change` answers null. A group that runs empty goes with it. */
export function withPart(root: Root, id: number, change: (node: Node) => Node | null): Root {
  const walk = (node: Node): Node | null => {
    if (node.id === id) return change(node)
    if (node.kind !== 'group') return node
    const parts = node.parts.map(walk).filter((part) => part !== null)
    return parts.length === 0 && node !== root ? null : { ...node, parts }
  }
  return walk(root) as Root
}

/** The group that a tree of the single condition "member of group G" names, to call the rule after it. */
export function onlyGroup(root: Root): string | null {
  const part = root.parts[0]
  if (root.parts.length !== 1 || part?.kind !== 'clause' || part.negated) return null
  const isGroup = part.field === 'groups.display' && part.op === 'eq'
  return isGroup ? (part.values[0] ?? null) : null
}
