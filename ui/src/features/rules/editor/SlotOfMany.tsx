import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { SearchField } from '../../../components'
import type { RuleDraft, SlotItem, Vocabulary } from '../../../platform'
import { AddValue } from './AddValue'
import styles from './editor.module.css'
import { givenOf, namedIn, withGiven } from './given'
import { ThreeState } from './ThreeState'

const fewValues = 8

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
  const shown = values.filter((v) => v.name.toLowerCase().includes(wanted))
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
      {shown.length === 0 && values.length > 0 && (
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
