import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../i18n'
import type { PlanHeld } from '../../platform'

/** Why guards hold, in an administrator's words. */
export function useGuardWords() {
  const { t } = useLingui()
  const format = useFormat()

  /** What a part is about: accounts, a slot, or a single value. */
  const place = ({ slot, value }: Pick<PlanHeld, 'slot' | 'value'>) => {
    if (value) return value
    if (slot === 'accounts') return t`accounts`
    if (slot === '*') return t`all changes`
    return slot
  }

  const reason = ({
    guard,
    target,
    parts,
  }: {
    guard: string
    target: string
    parts: readonly PlanHeld[]
  }) => {
    const places = format.list(parts.map(place))
    const [only] = parts
    const limit = only?.limit == null ? null : format.number(only.limit)
    switch (guard) {
      case 'removals':
        return limit !== null && parts.length === 1
          ? t`More than the limit of ${limit} for ${places} in ${target}.`
          : t`More than the limits for ${places} in ${target}.`
      case 'source_shrunk':
        return t`The source delivered far fewer people than ${target} has accounts for, so nothing is taken away there.`
      case 'bad_rows':
        return t`Some rows of the source could not be read, so nobody missing from it is suspended in ${target}.`
      case 'unknown_name':
        return t`A rule names a group or org unit that the source does not have, so nothing is taken away for it in ${target}.`
      case 'rule_test':
        return t`A rule test does not come out as pinned, so nothing is sent to ${target}.`
      default:
        return t`A guard of ${target} holds them.`
    }
  }

  return { place, reason }
}
