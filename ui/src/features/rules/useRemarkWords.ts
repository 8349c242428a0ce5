import { useLingui } from '@lingui/react/macro'
import type { RuleRemark } from '../../platform'

/** Says what is remarkable about a rule. */
export function useRemarkWords() {
  const { t } = useLingui()
  return ({ code, name }: RuleRemark): string => {
    switch (code) {
      case 'matches_nobody':
        return t`matches nobody at present`
      case 'unknown_group':
        return t`the source has no group “${name}”`
      case 'unknown_org_unit':
        return t`the source has no org unit “${name}”`
      case 'gives_what_it_withholds':
        return t`gives and withholds ${name}; withholding wins`
      case 'broken_condition':
        return t`the condition cannot be read, so the rule matches nobody`
      default:
        return name ? `${code}: ${name}` : code
    }
  }
}
