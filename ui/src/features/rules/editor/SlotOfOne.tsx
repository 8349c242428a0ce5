import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Ban } from 'lucide-react'
import { useState } from 'react'
import { Button, Checkbox, ComboBox, Select } from '../../../components'
import type { RuleDraft, SlotItem } from '../../../platform'
import styles from './editor.module.css'
import { choiceOf, givenOf, namedIn, withChoice, withWithheld } from './given'

const silent = '—'
const none = ' '

/** The choice in a slot of one: nothing said, a value, or that it is to be left empty; below it what is withheld. */
export function SlotOfOne({
  target,
  slot,
  draft,
  onChange,
}: {
  target: string
  slot: SlotItem
  draft: RuleDraft
  onChange: (draft: RuleDraft) => void
}) {
  const { t } = useLingui()
  const place = { target, slot: slot.name }
  const named = namedIn(draft, place)
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const listed = slot.values.map((v) => v.name)
  const all = [...listed, ...named.filter((name) => !listed.includes(name))]
  const withheld = all.filter((name) => givenOf(draft, place, name) === 'withheld').length
  const choice = choiceOf(draft, place)
  const options = [
    { value: silent, label: silent, description: t`Says nothing; the next rule may` },
    ...all.map((name) => ({ value: name, label: name })),
    { value: none, label: t`None (leave empty)` },
  ]
  return (
    <div className={styles.slot}>
      <Select
        label={slot.name}
        value={choice === null ? silent : choice === '' ? none : choice}
        onChange={(to) =>
          onChange(withChoice(draft, place, to === silent ? null : to === none ? '' : to))
        }
        options={options}
      />
      {slot.open && (
        <div className={styles.addOne}>
          <ComboBox
            label={t`Another value`}
            hideLabel
            allowsCustom
            placeholder={t`Another value`}
            value={null}
            inputValue={typed}
            onInputChange={setTyped}
            onChange={(chosen) => chosen !== null && setTyped(chosen)}
            options={[]}
          />
          <Button
            isDisabled={typed.trim() === ''}
            onPress={() => {
              onChange(withChoice(draft, place, typed.trim()))
              setTyped('')
            }}
          >
            <Trans>Give</Trans>
          </Button>
        </div>
      )}
      {all.length > 0 && (
        <div>
          <Button
            small
            variant="quiet"
            icon={Ban}
            aria-expanded={isOpen}
            onPress={() => setOpen(!isOpen)}
          >
            {withheld > 0 ? (
              <Plural value={withheld} one="Withholds # value" other="Withholds # values" />
            ) : (
              <Trans>Withhold values…</Trans>
            )}
          </Button>
          {isOpen && (
            <div className={styles.withheld}>
              {all.map((name) => (
                <Checkbox
                  key={name}
                  label={name}
                  isSelected={givenOf(draft, place, name) === 'withheld'}
                  onChange={(on) => onChange(withWithheld(draft, place, name, on))}
                />
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
