import { useLingui } from '@lingui/react/macro'
import type { Option } from '../../../components'
import { directGroups } from './tree'

/** The kinds of field a clause can name: groups, org units, and the types of attributes. */
export type FieldKind = 'group' | 'orgUnit' | 'text' | 'number' | 'boolean' | 'date' | 'list'

/** The kind of a field, by its name and the type of the attribute it names. */
export function kindOf(field: string, attributeKind: string | undefined): FieldKind {
  if (field === 'groups.display' || field === directGroups) return 'group'
  if (field === 'orgUnit') return 'orgUnit'
  const known: readonly string[] = ['number', 'boolean', 'date', 'list']
  return attributeKind && known.includes(attributeKind) ? (attributeKind as FieldKind) : 'text'
}

const offered: Record<FieldKind, readonly string[]> = {
  group: ['eq', '!eq', 'in', '!in', 'pr', '!pr'],
  orgUnit: ['sw', '!sw', 'eq', '!eq', 'pr', '!pr'],
  text: ['eq', '!eq', 'in', '!in', 'co', '!co', 'sw', '!sw', 'ew', '!ew', 'pr', '!pr', 're'],
  number: ['eq', '!eq', 'gt', 'ge', 'lt', 'le', 'pr', '!pr'],
  boolean: ['eq', '!eq', 'pr', '!pr'],
  date: ['eq', 'gt', 'ge', 'lt', 'le', 'pr', '!pr'],
  list: ['eq', '!eq', 'in', '!in', 'co', '!co', 'sw', 'ew', 'pr', '!pr'],
}

/** An operator as the builder offers it: `!` in front stands for a `not` around the clause. */
export const toChoice = (op: string, negated: boolean) => (negated ? `!${op}` : op)

/** The operator and the `not` of a choice. */
export const fromChoice = (choice: string) => ({
  op: choice.replace('!', ''),
  negated: choice.startsWith('!'),
})

/** The first operator offered for a kind of field. */
export const usualOperator = (kind: FieldKind) => offered[kind][0] ?? 'eq'

/** Whether a kind of field offers a choice. */
export const offers = (kind: FieldKind, choice: string) => offered[kind].includes(choice)

/** The operators of a kind of field in words; `current` is among them even where it is unusual. */
export function useOperators(kind: FieldKind, current: string): Option[] {
  const { t } = useLingui()
  const isOf = kind === 'group' || kind === 'list'
  const words: Record<string, string> = {
    eq: kind === 'group' ? t`is member of` : isOf ? t`has` : t`is`,
    '!eq': kind === 'group' ? t`is not member of` : isOf ? t`does not have` : t`is not`,
    in: kind === 'group' ? t`is member of any of` : isOf ? t`has any of` : t`is any of`,
    '!in': kind === 'group' ? t`is member of none of` : isOf ? t`has none of` : t`is none of`,
    ne: t`is filled in, but not`,
    '!ne': t`is empty or is`,
    co: t`contains`,
    '!co': t`does not contain`,
    sw: kind === 'orgUnit' ? t`is in or below` : t`starts with`,
    '!sw': kind === 'orgUnit' ? t`is not in or below` : t`does not start with`,
    ew: t`ends with`,
    '!ew': t`does not end with`,
    gt: kind === 'date' ? t`is after` : t`is more than`,
    '!gt': kind === 'date' ? t`is not after` : t`is not more than`,
    ge: kind === 'date' ? t`is on or after` : t`is at least`,
    '!ge': kind === 'date' ? t`is not on or after` : t`is not at least`,
    lt: kind === 'date' ? t`is before` : t`is less than`,
    '!lt': kind === 'date' ? t`is not before` : t`is not less than`,
    le: kind === 'date' ? t`is on or before` : t`is at most`,
    '!le': kind === 'date' ? t`is not on or before` : t`is not at most`,
    pr: t`is filled in`,
    '!pr': t`is empty`,
    re: t`matches the pattern`,
    '!re': t`does not match the pattern`,
  }
  if (kind === 'orgUnit') {
    words.eq = t`is exactly`
    words['!eq'] = t`is not exactly`
  }
  const choices = offered[kind].includes(current) ? offered[kind] : [...offered[kind], current]
  return choices.map((choice) => ({ value: choice, label: words[choice] ?? choice }))
}
