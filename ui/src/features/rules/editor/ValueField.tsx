import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { Chip, ComboBox, Select, TextField } from '../../../components'
import { useFormat } from '../../../i18n'
import { type Completion, useCommand } from '../../../platform'
import { useIsBusy } from '../draft/useDraft'
import { DateField } from './DateField'
import styles from './editor.module.css'
import type { FieldKind } from './operators'
import { directGroups } from './tree'

const fieldOf = (field: string) => (field === directGroups ? 'groups.display' : field)

/** A value found by typing, out of those that people have. */
function Search({
  field,
  value,
  onChange,
  onChoose,
  placeholder,
}: {
  field: string
  value: string
  onChange: (value: string) => void
  /** A value of the list, rather than letters typed. */
  onChoose?: (value: string) => void
  placeholder?: string
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  // Letters typed narrow the list; a value chosen shows it whole again.
  const [chosen, setChosen] = useState<string | null>(value || null)
  const isChosen = value !== '' && value === chosen
  // The effect of a key comes before the names for it.
  const isBusy = useIsBusy()
  const { data } = useCommand(
    'rules.complete',
    { field: fieldOf(field), text: isChosen ? '' : value },
    { enabled: !isBusy, placeholderData: keepPreviousData },
  )
  return (
    <ComboBox
      label={t`Value`}
      hideLabel
      allowsCustom
      placeholder={placeholder}
      value={isChosen ? chosen : null}
      inputValue={value}
      onInputChange={onChange}
      onChange={(next) => {
        if (next === null) return
        setChosen(next)
        const tell = onChoose ?? onChange
        tell(next)
      }}
      options={(data?.items ?? []).map(({ name, people }) => {
        const count = number(people)
        return { value: name, label: name, description: t`${count} people` }
      })}
    />
  )
}

/** The name of a group or an org unit: letters count when they are a name in full, or when the field is left. */
function Name({
  field,
  value,
  onChange,
  placeholder,
}: {
  field: string
  value: string
  onChange: (value: string) => void
  placeholder: string
}) {
  const client = useQueryClient()
  const [typed, setTyped] = useState<string | null>(null)
  const isKnown = (name: string) =>
    client
      .getQueriesData<Completion>({ queryKey: ['rules.complete'] })
      .some(([, found]) => found?.items.some((item) => item.name === name))
  const settle = () => {
    if (typed !== null && typed !== value) onChange(typed)
    setTyped(null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that the field inside is left
    <div onBlur={settle}>
      <Search
        field={field}
        value={typed ?? value}
        placeholder={placeholder}
        onChange={(text) => {
          setTyped(text)
          if (text === '' || isKnown(text)) onChange(text)
        }}
        onChoose={(name) => {
          setTyped(null)
          onChange(name)
        }}
      />
    </div>
  )
}

function Several({
  field,
  values,
  onChange,
}: {
  field: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const add = (value: string) => {
    setTyped('')
    if (value && !values.includes(value)) onChange([...values, value])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field inside adds what was typed
    <div
      className={styles.several}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && typed.trim()) add(typed.trim())
      }}
    >
      {values.length > 0 && (
        <ul className={styles.values}>
          {values.map((value) => (
            <li key={value}>
              <Chip>{value}</Chip>
              <Button
                className={styles.take}
                aria-label={t`Take out ${value}`}
                onPress={() => onChange(values.filter((v) => v !== value))}
              >
                <X size={12} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Search
        field={field}
        value={typed}
        onChange={setTyped}
        onChoose={add}
        placeholder={t`Add a value`}
      />
    </div>
  )
}

/** The value or values that a clause compares with, entered as the kind of field needs it. */
export function ValueField({
  kind,
  field,
  op,
  values,
  onChange,
}: {
  kind: FieldKind
  field: string
  op: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const { t } = useLingui()
  const value = values[0] ?? ''
  const one = (text: string) => onChange(text === '' ? [] : [text])
  if (op === 'pr') return null
  if (op === 'in') return <Several {...{ field, values, onChange }} />
  if (kind === 'boolean') {
    return (
      <Select
        label={t`Value`}
        hideLabel
        value={value === 'true' || value === 'false' ? value : null}
        placeholder={t`Choose`}
        onChange={one}
        options={[
          { value: 'true', label: t`yes` },
          { value: 'false', label: t`no` },
        ]}
      />
    )
  }
  if (kind === 'date' && op !== 're') return <DateField value={value} onChange={one} />
  if (kind === 'number' || op === 're') {
    return (
      <TextField
        label={t`Value`}
        hideLabel
        mono={op === 're'}
        value={value}
        onChange={one}
        placeholder={op === 're' ? t`Pattern, such as ^Sales` : t`Number`}
      />
    )
  }
  if (kind === 'group')
    return <Name {...{ field, value }} placeholder={t`Choose a group`} onChange={one} />
  if (kind === 'orgUnit')
    return <Name {...{ field, value }} placeholder={t`Choose an org unit`} onChange={one} />
  return <Search {...{ field, value }} placeholder={t`Value`} onChange={one} />
}
