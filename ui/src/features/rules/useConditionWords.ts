import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { attributeLabel } from '../../i18n'
import type { Condition, Vocabulary } from '../../platform'
import { directGroup, directGroups } from './editor/tree'

/** A list joined by "or", as the language in use writes it. */
export function useOrList(): (items: readonly string[]) => string {
  const { i18n } = useLingui()
  return useMemo(() => {
    const format = new Intl.ListFormat(i18n.locale === 'pseudo' ? 'en' : i18n.locale, {
      type: 'disjunction',
    })
    return (items) => format.format(items)
  }, [i18n.locale])
}

type Clause = Extract<Condition, { kind: 'clause' }>

/** Nobody is without a userName. */
const isEveryone = (part: Condition) =>
  part.kind === 'clause' && part.field === 'userName' && part.op === 'pr'

/** Says a condition as an administrator would: "in group Sales and Region is EMEA". */
export function useConditionWords(vocabulary: Vocabulary | undefined) {
  const { t } = useLingui()
  const orList = useOrList()

  /** A date as it is said: a day, today, or so many days from now. */
  const dateWords = (value: string): string => {
    const relative = /^now(?: ([+-]) (\d+)d)?$/.exec(value)
    if (!relative) return value
    const days = Number(relative[2] ?? 0)
    if (days === 0) return t`today`
    return relative[1] === '+'
      ? t`${plural(days, { one: '# day', other: '# days' })} from now`
      : t`${plural(days, { one: '# day', other: '# days' })} ago`
  }

  const dateClause = (label: string, op: string, value: string): string | null => {
    switch (op) {
      case 'gt':
        return t`${label} is after ${value}`
      case 'ge':
        return t`${label} is on or after ${value}`
      case 'lt':
        return t`${label} is before ${value}`
      case 'le':
        return t`${label} is on or before ${value}`
      default:
        return null
    }
  }

  const clauseWords = ({ field, op, values }: Clause): string => {
    const attribute = vocabulary?.attributes.find((a) => a.name === field)
    const isDate = attribute?.kind === 'date'
    const value = orList(isDate ? values.map(dateWords) : values)
    if (field === 'groups.display') {
      if (op === 'pr') return t`in any group`
      return op === 'ne' ? t`in a group, but not in ${value}` : t`in group ${value}`
    }
    if (field === directGroups && op === 'eq') return t`directly in group ${value}`
    if (field === 'orgUnit') {
      if (op === 'pr') return t`in any org unit`
      if (op === 'eq') return t`exactly in ${value}`
      if (op === 'sw') return t`in or below ${value}`
    }
    const label = attribute ? attributeLabel(attribute) : field
    const asDate = isDate ? dateClause(label, op, value) : null
    if (asDate) return asDate
    switch (op) {
      case 'pr':
        return t`${label} is filled in`
      case 'ne':
        return t`${label} is filled in, but not ${value}`
      case 'co':
        return t`${label} contains ${value}`
      case 'sw':
        return t`${label} starts with ${value}`
      case 'ew':
        return t`${label} ends with ${value}`
      case 'gt':
        return t`${label} is more than ${value}`
      case 'ge':
        return t`${label} is at least ${value}`
      case 'lt':
        return t`${label} is less than ${value}`
      case 'le':
        return t`${label} is at most ${value}`
      case 're':
        return t`${label} matches ${value}`
      default:
        return t`${label} is ${value}`
    }
  }

  const notWords = (part: Condition): string => {
    if (part.kind === 'clause') {
      const { field, op, values } = part
      const value = orList(values)
      if (field === 'groups.display' && (op === 'eq' || op === 'in'))
        return t`not in group ${value}`
      if (field === 'orgUnit' && op === 'sw') return t`not in or below ${value}`
      const attribute = vocabulary?.attributes.find((a) => a.name === field)
      const label = attribute ? attributeLabel(attribute) : field
      if (op === 'eq' || op === 'in') return t`${label} is not ${value}`
      if (op === 'pr') return t`${label} is empty`
    }
    const inner = words(part)
    return t`not (${inner})`
  }

  const words = (condition: Condition): string => {
    switch (condition.kind) {
      case 'text': {
        const group = directGroup(condition.text)
        return group === null ? condition.text : t`directly in group ${group}`
      }
      case 'clause':
        if (isEveryone(condition)) return t`everyone`
        return clauseWords(condition)
      case 'not':
        return notWords(condition.part)
      default: {
        const narrowing = condition.parts.filter((part) => !isEveryone(part))
        const said = condition.kind === 'all' && narrowing.length > 0 ? narrowing : condition.parts
        const parts = said.map((part) => {
          const inner = words(part)
          const isMixed =
            (part.kind === 'all' || part.kind === 'any') && part.kind !== condition.kind
          return isMixed && part.parts.length > 1 ? `(${inner})` : inner
        })
        const and = t({ message: 'and', context: 'between conditions' })
        const or = t({ message: 'or', context: 'between conditions' })
        return parts.join(condition.kind === 'all' ? ` ${and} ` : ` ${or} `)
      }
    }
  }
  return words
}
