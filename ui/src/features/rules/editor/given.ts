import type { RuleDraft } from '../../../platform'

/** What a rule says of one value: nothing, that it gives it, or that it withholds it. */
export type Given = 'silent' | 'given' | 'withheld'

interface Place {
  target: string
  slot: string
}

type Entry = Place & { values: string[] }

const at = (place: Place) => (entry: Place) =>
  entry.target === place.target && entry.slot === place.slot

const valuesAt = (entries: readonly Entry[], place: Place) => entries.find(at(place))?.values ?? []

/** The entries with the values of one place replaced; an empty place is left out. */
function replaced(entries: readonly Entry[], place: Place, values: string[]): Entry[] {
  const others = (entry: Entry) => !at(place)(entry)
  if (values.length === 0) return entries.filter(others)
  if (!entries.some(at(place))) return [...entries, { ...place, values }]
  return entries.map((entry) => (at(place)(entry) ? { ...entry, values } : entry))
}

const without = (values: readonly string[], value: string) => values.filter((v) => v !== value)

/** What the rule says of a value; withholding wins. */
export function givenOf(draft: RuleDraft, place: Place, value: string): Given {
  if (valuesAt(draft.withholds, place).includes(value)) return 'withheld'
  return valuesAt(draft.assigns, place).includes(value) ? 'given' : 'silent'
}

/** The rule, saying something else of a value in a slot of many. */
export function withGiven(draft: RuleDraft, place: Place, value: string, given: Given): RuleDraft {
  const assigned = without(valuesAt(draft.assigns, place), value)
  const withheld = without(valuesAt(draft.withholds, place), value)
  if (given === 'given') assigned.push(value)
  if (given === 'withheld') withheld.push(value)
  return {
    ...draft,
    assigns: replaced(draft.assigns, place, assigned),
    withholds: replaced(draft.withholds, place, withheld),
  }
}

/** What the rule says of a slot of one: null for nothing, '' for *none*, else the value. */
export function choiceOf(draft: RuleDraft, place: Place): string | null {
  const entry = draft.assigns.find(at(place))
  return entry ? (entry.values[0] ?? '') : null
}

/** The rule with another choice in a slot of one. */
export function withChoice(draft: RuleDraft, place: Place, choice: string | null): RuleDraft {
  if (choice === null) return { ...draft, assigns: replaced(draft.assigns, place, []) }
  if (choice !== '') return { ...draft, assigns: replaced(draft.assigns, place, [choice]) }
  const others = draft.assigns.filter((entry) => !at(place)(entry))
  return { ...draft, assigns: [...others, { ...place, values: [] }] }
}

/** The rule withholding a value in a slot of one, or no longer; what it gives there stays. */
export function withWithheld(
  draft: RuleDraft,
  place: Place,
  value: string,
  on: boolean,
): RuleDraft {
  const others = without(valuesAt(draft.withholds, place), value)
  return {
    ...draft,
    withholds: replaced(draft.withholds, place, on ? [...others, value] : others),
  }
}

/** Values the rule names in a place, given ones first. */
export function namedIn(draft: RuleDraft, place: Place): string[] {
  const named = [...valuesAt(draft.assigns, place), ...valuesAt(draft.withholds, place)]
  return [...new Set(named)]
}
