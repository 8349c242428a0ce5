import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { attributeLabel } from '../../../i18n'
import { useCommand } from '../../../platform'

/** What attributes are called, and how their values are written. */
export function useAttributeWords() {
  const { t } = useLingui()
  const { data } = useCommand('rules.vocabulary', {})
  return useMemo(() => {
    const labels = new Map(data?.attributes.map((one) => [one.name, attributeLabel(one)]))
    labels.set('id', t`Id at the source`)
    labels.set('orgUnit', t`Org unit`)
    const kinds = new Map(data?.attributes.map((one) => [one.name, one.kind]))
    return {
      labels,
      label: (name: string) => labels.get(name) ?? name,
      value: (name: string, value: string) => {
        if (kinds.get(name) !== 'boolean') return value
        return value === 'true' ? t`yes` : value === 'false' ? t`no` : value
      },
    }
  }, [data, t])
}
