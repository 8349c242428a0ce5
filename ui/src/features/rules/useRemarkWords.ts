import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../i18n'
import type { RuleRemark } from '../../platform'

/** Says what is remarkable about a rule; other rules are named by their number where they have one. */
export function useRemarkWords(numberOf: (rule: string) => number | null = () => null) {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const ruleWords = (names: readonly string[]) =>
    list(
      names.map((name) => {
        const at = numberOf(name)
        return at === null ? `“${name}”` : t`rule ${at}`
      }),
    )
  return ({ code, name, rules, count }: RuleRemark): string => {
    const others = ruleWords(rules.slice(0, 3))
    const missing = number(count)
    switch (code) {
      case 'matches_nobody':
        return t`matches nobody at present`
      case 'wholly_shadowed':
        return others
          ? t`never decides anything: ${others} already decides all of it`
          : t`never decides anything: higher rules already decide all of it`
      case 'same_as':
        return t`says the same as ${others}`
      case 'unknown_group':
        return t`the source has no group “${name}”`
      case 'unknown_org_unit':
        return t`the source has no org unit “${name}”`
      case 'gives_what_it_withholds':
        return t`gives and withholds ${name}; withholding wins`
      case 'outside_list':
        return t`${name} is not among the values of its slot, so it is not given`
      case 'more_than_seats':
        return t`${name}: ${missing} more licences are asked for than there are seats`
      case 'broken_condition':
        return t`the condition cannot be read, so the rule matches nobody`
      default:
        return name ? `${code}: ${name}` : code
    }
  }
}
