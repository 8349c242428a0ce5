import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { setQuery } from '../../app'
import { ComboBox, Select } from '../../components'
import { useFormat } from '../../i18n'
import styles from './runs.module.css'

/** What steps are narrowed by; it stands in the address. */
export interface StepFilter {
  target?: string
  slot?: string
  value?: string
  rule?: string
}

/** What there is to choose from: places with steps, and rules by name, #1 first. */
export interface StepFacets {
  places: readonly { target: string; slot: string | null; value: string | null }[]
  rules: readonly string[]
}

const any = '\u0000'
/** From so many names on, one is found by typing. */
const many = 24

/** Reads the filter of an address. */
export const readStepFilter = ({
  target,
  slot,
  value,
  rule,
}: Record<string, string>): StepFilter => ({
  target: target || undefined,
  slot: slot || undefined,
  value: value || undefined,
  rule: rule || undefined,
})

function Choice({
  label,
  all,
  names,
  isOrdered,
  chosen,
  onChoose,
}: {
  label: string
  all: string
  names: readonly string[]
  /** The names stand in an order of their own. */
  isOrdered?: boolean
  chosen: string | undefined
  onChoose: (name: string | undefined) => void
}) {
  const { compare } = useFormat()
  const offered = chosen !== undefined && !names.includes(chosen) ? [...names, chosen] : names
  const options = [
    { value: any, label: all },
    ...(isOrdered ? offered : [...offered].sort(compare)).map((name) => ({
      value: name,
      label: name,
    })),
  ]
  const choose = (value: string | null) =>
    onChoose(value === null || value === any ? undefined : value)
  if (names.length > many) {
    return (
      <ComboBox label={label} hideLabel value={chosen ?? any} onChange={choose} options={options} />
    )
  }
  return (
    <Select label={label} hideLabel value={chosen ?? any} onChange={choose} options={options} />
  )
}

const distinct = (names: readonly (string | null)[]) => [
  ...new Set(names.filter((name): name is string => name !== null)),
]

/** Narrows steps by target, slot, value and rule; `children` stand before them. */
export function StepFilters({
  filter,
  facets,
  children,
}: {
  filter: StepFilter
  facets: StepFacets
  children?: ReactNode
}) {
  const { t } = useLingui()
  const here = facets.places.filter((one) => !filter.target || one.target === filter.target)
  const inSlot = here.filter((one) => !filter.slot || one.slot === filter.slot)
  const targets = distinct(facets.places.map((one) => one.target))
  const slots = distinct(here.map((one) => one.slot))
  const values = distinct(inSlot.map((one) => one.value))
  return (
    <fieldset className={styles.narrow} aria-label={t`Narrow down`}>
      {children}
      {targets.length > 1 && (
        <Choice
          label={t`Target`}
          all={t`All targets`}
          names={targets}
          chosen={filter.target}
          onChoose={(target) => setQuery({ target, slot: undefined, value: undefined })}
        />
      )}
      {slots.length > 1 && (
        <Choice
          label={t`Slot`}
          all={t`All slots`}
          names={slots}
          chosen={filter.slot}
          onChoose={(slot) => setQuery({ slot, value: undefined })}
        />
      )}
      {values.length > 0 && (
        <Choice
          label={t`Value`}
          all={t`All values`}
          names={values}
          chosen={filter.value}
          onChoose={(value) => setQuery({ value })}
        />
      )}
      {facets.rules.length > 0 && (
        <Choice
          label={t`Rule`}
          all={t`All rules`}
          names={facets.rules}
          isOrdered
          chosen={filter.rule}
          onChoose={(rule) => setQuery({ rule })}
        />
      )}
    </fieldset>
  )
}
