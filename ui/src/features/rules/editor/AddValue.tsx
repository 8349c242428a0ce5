import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ComboBox, Select, TextField } from '../../../components'
import { attributeLabel, useFormat } from '../../../i18n'
import { useCommand, type Vocabulary } from '../../../platform'
import styles from './editor.module.css'

type Kind = 'value' | 'groups' | 'prefix' | 'attribute'

/** The values that a template comes to, as many as there is room for. */
function Preview({ field, prefix }: { field: string; prefix: string }) {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const { data } = useCommand('rules.complete', { field, text: prefix })
  if (!data) return null
  const items = data.items.filter(({ name }) => name.startsWith(prefix))
  const names = items.slice(0, 5).map(({ name }) => `“${name}”`)
  const more = number(items.length - names.length)
  const many = data.items.length >= 50
  if (names.length === 0) {
    return (
      <div className={styles.hint}>
        <Trans>This comes to no value at present.</Trans>
      </div>
    )
  }
  if (items.length > names.length) names.push(many ? t`more` : t`${more} more`)
  return (
    <div className={styles.hint}>
      <Trans>Comes to {list(names)}.</Trans>
    </div>
  )
}

/** A value to be given that is not among those listed: typed, or filled in from the person. */
export function AddValue({
  vocabulary,
  onAdd,
}: {
  vocabulary: Vocabulary | undefined
  onAdd: (value: string) => void
}) {
  const { t } = useLingui()
  const [kind, setKind] = useState<Kind>('value')
  const [typed, setTyped] = useState('')
  const [prefix, setPrefix] = useState('')
  const [attribute, setAttribute] = useState<string | null>(null)
  const fits = (vocabulary?.attributes ?? []).filter((a) => a.kind === 'text' || a.kind === 'list')
  const value = {
    value: typed.trim(),
    groups: '{groups.display}',
    prefix: prefix === '' ? '' : `{groups.display:${prefix}}`,
    attribute: attribute === null ? '' : `{${attribute}}`,
  }[kind]
  const add = () => {
    if (value === '') return
    onAdd(value)
    setTyped('')
    setPrefix('')
    setAttribute(null)
    setKind('value')
  }
  return (
    <div className={styles.template}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the fields inside adds */}
      <div
        className={styles.addValue}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.target as Element).tagName === 'INPUT') add()
        }}
      >
        <Select
          label={t`Kind of value`}
          hideLabel
          value={kind}
          onChange={setKind}
          options={[
            { value: 'value', label: t`Another value` },
            { value: 'groups', label: t`One value per group` },
            { value: 'prefix', label: t`One per group with a prefix` },
            { value: 'attribute', label: t`From an attribute` },
          ]}
        />
        {kind === 'value' && (
          <TextField
            label={t`Value`}
            hideLabel
            value={typed}
            onChange={setTyped}
            placeholder={t`Value`}
          />
        )}
        {kind === 'groups' && <code className={styles.textPart}>{value}</code>}
        {kind === 'prefix' && (
          <TextField
            label={t`Prefix`}
            hideLabel
            value={prefix}
            onChange={setPrefix}
            placeholder={t`Prefix, such as OU-`}
          />
        )}
        {kind === 'attribute' && (
          <ComboBox
            label={t`Attribute`}
            hideLabel
            value={attribute}
            onChange={setAttribute}
            placeholder={t`Choose an attribute`}
            options={fits.map((a) => ({ value: a.name, label: attributeLabel(a) }))}
          />
        )}
        <Button onPress={add} isDisabled={value === ''}>
          <Trans>Add</Trans>
        </Button>
      </div>
      {kind === 'groups' && <Preview field="groups.display" prefix="" />}
      {kind === 'prefix' && prefix !== '' && <Preview field="groups.display" prefix={prefix} />}
      {kind === 'attribute' && attribute !== null && <Preview field={attribute} prefix="" />}
    </div>
  )
}
