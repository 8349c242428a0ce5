import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { SearchField } from '../../../components'
import type { RuleDraft, SlotItem, Vocabulary } from '../../../platform'
import { AddValue } from './AddValue'
import styles from './editor.module.css'
import { givenOf, namedIn, withGiven } from './given'
import { ThreeState } from './ThreeState'

const fewValues = 8
/** So many values stand there unasked; of more, the rule's own come first and the others are found by name. */
const manyValues = 48

/** The values to show of many: those the rule speaks of, then the first others, in their order. */
function foremost<V extends { name: string }>(
  values: V[],
  isNamed: (name: string) => boolean,
): V[] {
  if (values.length <= manyValues) return values
  const named = values.filter((v) => isNamed(v.name))
  const others = values.filter((v) => !isNamed(v.name)).slice(0, manyValues)
  return [...named, ...others]
}

/** The values of a slot of many, each not mentioned, given or withheld, with its seats; more where the slot is open. */
export function SlotOfMany({
  target,
  slot,
  draft,
  onChange,
  vocabulary,
}: {
  target: string
  slot: SlotItem
  draft: RuleDraft
  onChange: (draft: RuleDraft) => void
  vocabulary: Vocabulary | undefined
}) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const place = { target, slot: slot.name }
  const listed = slot.values.map((v) => v.name)
  const extra = namedIn(draft, place).filter((name) => !listed.includes(name))
  const values = [...slot.values, ...extra.map((name) => ({ name, seats: null }))]
  const wanted = text.trim().toLowerCase()
  const found = values.filter((v) => v.name.toLowerCase().includes(wanted))
  const shown = foremost(found, (name) => givenOf(draft, place, name) !== 'silent')
  return (
    <div className={styles.slot}>
      <div className={styles.slotName}>{slot.name}</div>
      {values.length > fewValues && (
        <SearchField label={t`Find a value`} value={text} onChange={setText} />
      )}
      <ul className={styles.choices}>
        {shown.map(({ name, seats }) => {
          const given = givenOf(draft, place, name)
          return (
            <li key={name} className={styles.choice} data-state={given}>
              <span className={styles.choiceName} title={name}>
                {name}
              </span>
              {seats !== null && (
                <span className={styles.seats}>
                  <Plural value={seats} one="# seat" other="# seats" />
                </span>
              )}
              <ThreeState
                value={name}
                given={given}
                onChange={(to) => onChange(withGiven(draft, place, name, to))}
              />
            </li>
          )
        })}
      </ul>
      {found.length > shown.length && (
        <div className={styles.hint}>
          <Plural
            value={found.length - shown.length}
            one="# more value: find it by its name."
            other="# more values: find one by its name."
          />
        </div>
      )}
      {found.length === 0 && values.length > 0 && (
        <div className={styles.hint}>
          <Trans>No value contains “{text}”.</Trans>
        </div>
      )}
      {slot.open && (
        <AddValue
          vocabulary={vocabulary}
          onAdd={(value) => onChange(withGiven(draft, place, value, 'given'))}
        />
      )}
    </div>
  )
}
