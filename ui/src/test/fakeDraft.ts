import type {
  Commands,
  Condition,
  ConditionProblem,
  DraftAnswer,
  DraftConflict,
  DraftRule,
  Effect,
  RuleDraft,
  RuleEdit,
  RuleView,
} from '../platform'

type Answers = { [C in keyof Commands]?: (args: Commands[C]['args']) => Commands[C]['result'] }

const clause = /^([\w.]+) (eq|sw) "([^"]+)"$/

/** A condition's text as this stand-in reads it: clauses joined by `and`. */
export function readCondition(text: string): { condition: Condition } | ConditionProblem {
  const parts: Condition[] = []
  for (const part of text.split(' and ')) {
    const [, field = '', op = '', value = ''] = clause.exec(part) ?? []
    if (!field) return { column: 1, message: 'a comparison was expected', suggestion: null }
    if (field === 'departmint')
      return { column: 1, message: 'there is no departmint', suggestion: 'department' }
    parts.push({ kind: 'clause', field, op, values: [value] })
  }
  const [only] = parts
  return { condition: parts.length === 1 && only ? only : { kind: 'all', parts } }
}

/** A condition as text. */
export const writeCondition = (condition: Condition): string => {
  if (condition.kind === 'clause')
    return `${condition.field} ${condition.op} "${condition.values[0]}"`
  if (condition.kind === 'not') return `not (${writeCondition(condition.part)})`
  if (condition.kind === 'text') return condition.text
  return condition.parts.map(writeCondition).join(condition.kind === 'all' ? ' and ' : ' or ')
}

/** An effect in which nothing happens, with changes. */
export const effectWith = (change: Partial<Effect> = {}): Effect => ({
  id: 1,
  milliseconds: 9,
  people: 0,
  values: [],
  moreValues: 0,
  accounts: [],
  guards: [],
  brokenTests: [],
  first: [],
  unread: [],
  ...change,
})

/** A rule of one group that gives one product. */
export const ruleOf = (name: string, change: Partial<RuleDraft> = {}): RuleDraft => ({
  name,
  note: '',
  heading: '',
  enabled: true,
  when: `groups.display eq "${name}"`,
  assigns: [{ target: 'console', slot: 'products', values: ['Connect'] }],
  withholds: [],
  ...change,
})

interface State {
  id: string
  rule: RuleDraft
}

/** Stands in for the engine's draft: keeps edits, undoes them, compares with what is saved, and answers commands. */
export class FakeDraft {
  edition = 1
  conflict: DraftConflict | null = null
  /** The effect to answer, for the rules as edited. */
  effect: (rules: readonly RuleDraft[]) => Effect | null = () => effectWith({ id: this.edition })
  private history: State[][] = []
  private shown = new Map<string, string>()
  private now: State[]

  constructor(
    public saved: State[],
    private readonly people = 4812,
  ) {
    this.now = saved
    for (const row of this.views()) this.shown.set(row.view.id, JSON.stringify(row))
  }

  private views(): DraftRule[] {
    return this.now.map(({ id, rule }) => {
      const index = this.saved.findIndex((s) => s.id === id)
      const read = readCondition(rule.when)
      const isSame = JSON.stringify(this.saved[index]?.rule) === JSON.stringify(rule)
      const problems: DraftRule['problems'] = []
      if (!rule.name)
        problems.push({ code: 'rule_name_missing', message: 'A name is missing.', condition: null })
      const twin = this.now.some((o) => o.id !== id && o.rule.name === rule.name)
      if (rule.name && twin)
        problems.push({
          code: 'rule_name_taken',
          message: `A rule named “${rule.name}” exists already.`,
          condition: null,
        })
      if (!('condition' in read))
        problems.push({ code: 'condition_wrong', message: read.message, condition: read })
      const view: RuleView = {
        id,
        rule,
        condition: 'condition' in read ? read.condition : null,
        people: 'condition' in read ? 264 : 0,
        remarks: [],
      }
      return {
        view,
        change: index < 0 ? 'new' : isSame ? 'same' : 'changed',
        savedPosition: index < 0 ? null : index + 1,
        problems,
      }
    })
  }

  private get isChanged() {
    return JSON.stringify(this.now) !== JSON.stringify(this.saved)
  }

  private get deleted() {
    return this.saved.flatMap(({ id, rule }, index) =>
      this.now.some((s) => s.id === id) ? [] : [{ id, name: rule.name, position: index + 1 }],
    )
  }

  private answer(): DraftAnswer {
    const views = this.views()
    const changed = views.filter((row) => this.shown.get(row.view.id) !== JSON.stringify(row))
    this.shown = new Map(views.map((row) => [row.view.id, JSON.stringify(row)]))
    const isWhole = views.every((row) => row.problems.length === 0)
    return {
      changed,
      order: views.map((row) => row.view.id),
      deleted: this.deleted,
      isChanged: this.isChanged,
      canUndo: this.history.length > 0,
      edition: this.edition,
      conflict: this.conflict,
      effect: isWhole && this.isChanged ? this.effect(this.now.map((s) => s.rule)) : null,
    }
  }

  private get draft() {
    const { changed: _, order: __, effect: ___, ...rest } = this.answer()
    return { ...rest, rules: this.views(), people: this.people }
  }

  private apply(edit: RuleEdit) {
    const has = (ids: readonly string[]) => (s: State) => ids.includes(s.id)
    const change = (ids: readonly string[], to: Partial<RuleDraft>) => {
      this.now = this.now.map((s) => (has(ids)(s) ? { ...s, rule: { ...s.rule, ...to } } : s))
    }
    if (edit.kind === 'set') {
      if (this.now.some(has([edit.id]))) return change([edit.id], edit.rule)
      const next = [...this.now]
      const at = edit.position ? edit.position - 1 : next.length
      next.splice(at, 0, { id: edit.id, rule: edit.rule })
      this.now = next
    } else if (edit.kind === 'delete') this.now = this.now.filter((s) => !has(edit.ids)(s))
    else if (edit.kind === 'switch') change(edit.ids, { enabled: edit.enabled })
    else if (edit.kind === 'heading') change(edit.ids, { heading: edit.heading })
    else if (edit.kind === 'move') {
      const moved = this.now.filter(has(edit.ids))
      const others = this.now.filter((s) => !has(edit.ids)(s))
      const at = others.findIndex((s) => s.id === edit.before)
      others.splice(at < 0 ? others.length : at, 0, ...moved)
      this.now = others
    } else {
      const index = this.saved.findIndex((s) => s.id === edit.id)
      const saved = this.saved[index]
      if (!saved) return
      if (edit.kind === 'revert') return change([edit.id], saved.rule)
      const next = [...this.now]
      next.splice(index, 0, saved)
      this.now = next
    }
  }

  /** The commands of the draft, and of conditions. */
  answers(): Answers {
    return {
      'draft.get': () => this.draft,
      'draft.standing': () => ({ edition: this.edition, isChanged: this.isChanged, plan: 1 }),
      'draft.edit': ({ edits, continues }) => {
        if (!continues) this.history.push(this.now)
        this.edition += 1
        for (const edit of edits) this.apply(edit)
        return this.answer()
      },
      'draft.undo': () => {
        this.edition += 1
        this.now = this.history.pop() ?? this.now
        return this.answer()
      },
      'draft.discard': () => {
        this.edition += 1
        this.now = this.saved
        this.history = []
        return this.draft
      },
      'draft.merge': () => {
        this.edition += 1
        this.conflict = null
        return this.draft
      },
      'draft.save': () => {
        this.edition += 1
        this.saved = this.now
        this.history = []
        return this.draft
      },
      'effect.get': () => this.answer(),
      'rules.list': () => ({
        rules: this.saved.map(({ id, rule }) => ({
          id,
          rule,
          condition: null,
          people: 0,
          remarks: [],
        })),
        people: this.people,
      }),
      'condition.write': (condition) => ({ text: writeCondition(condition) }),
      'condition.read': ({ text }) => {
        const read = readCondition(text)
        const isRead = 'condition' in read
        return {
          text,
          condition: isRead ? read.condition : null,
          error: isRead ? null : read,
          people: isRead ? 264 : 0,
          sample: [],
          unknown: [],
        }
      },
      'rule_tests.list': () => ({ tests: [] }),
    }
  }
}
