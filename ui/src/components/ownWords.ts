import { useLingui } from '@lingui/react/macro'
import { attributeLabel, useFormat } from '../i18n'
import type { EffectPerson, OwnThere, PersonClause } from '../platform'

/** What a person has where a clause of a condition looks, in words: a value, or the way into a group. */
export function useOwnWords() {
  const { t } = useLingui()
  const { list } = useFormat()
  const one = ({ code, names }: OwnThere): string | null => {
    const [group = '', ...below] = names
    const path = list(below)
    switch (code) {
      case 'nothing':
        return t`nothing`
      case 'values':
        return list(names.map((value) => t`“${value}”`))
      case 'groups':
        return list(names)
      case 'in_no_group':
        return t`in no group`
      case 'directly_in':
        return t`directly in ${group}`
      case 'through':
        return t`in ${group} through ${path}`
      case 'through_unit':
        return t`in ${group} through the org unit`
      case 'not_in':
        return t`not in ${group}`
      case 'no_such_group':
        return t`the source has no group ${group}`
      default:
        return null
    }
  }
  const all = (has: OwnThere[]): string | null => {
    const words = has.map(one)
    return words.length === 0 || words.includes(null) ? null : words.join('; ')
  }
  return {
    /** What a clause finds; the engine's own words where this interface does not know better. */
    own: ({ has, own }: Pick<PersonClause, 'has' | 'own'>): string => all(has) ?? own,
    /** Why an edited rule does or does not match somebody; empty where nothing tells. */
    because: ({ has, attribute, because }: EffectPerson): string => {
      const words = all(has)
      if (words === null || attribute === null) return words ?? because
      const name = attributeLabel({ name: attribute, label: '' })
      return has[0]?.code === 'nothing' ? t`${name} is missing` : t`${name} is ${words}`
    },
  }
}
