import { useLingui } from '@lingui/react/macro'

/** The types of attributes in words, in the order in which they are offered. */
export function useKindWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    text: t`Text`,
    number: t`Number`,
    boolean: t`Yes or no`,
    date: t`Date`,
    list: t`List`,
  }
}
