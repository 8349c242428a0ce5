import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useFormat } from '../../../i18n'
import type { Effect, EffectAccounts, EffectFilter, EffectValue } from '../../../platform'
import styles from './effect.module.css'
import { useValueNote } from './effectWords'

const fewValues = 12

function Line({
  title,
  note,
  onPress,
  children,
}: {
  title: string
  note?: string
  onPress?: () => void
  children?: ReactNode
}) {
  const words = (
    <>
      <span className={styles.lineWords}>
        <span className={styles.lineTitle}>{title}</span>
        {note && <small>{note}</small>}
      </span>
      {children}
    </>
  )
  return (
    <li>
      {onPress ? (
        <Button className={styles.line} onPress={onPress}>
          {words}
        </Button>
      ) : (
        <div className={styles.line}>{words}</div>
      )}
    </li>
  )
}

function Value({
  value,
  several,
  onList,
}: {
  value: EffectValue
  several: boolean
  onList: (of: EffectFilter) => void
}) {
  const { signed } = useFormat()
  const note = useValueNote(several)
  const { target, slot, gain, lose } = value
  const kind = lose > 0 ? 'lose' : gain > 0 ? 'gain' : 'no_seat'
  return (
    <Line
      title={value.value}
      note={note(value)}
      onPress={() => onList({ target, kind, slot, value: value.value })}
    >
      {gain > 0 && <b className={styles.gain}>{signed(gain)}</b>}
      {lose > 0 && <b className={styles.lose}>{signed(-lose)}</b>}
    </Line>
  )
}

/** Accounts of a target; suspensions are told even when there are none. */
function Accounts({
  accounts,
  several,
  onList,
}: {
  accounts: EffectAccounts
  several: boolean
  onList: (of: EffectFilter) => void
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { target } = accounts
  const words = {
    suspend: t`Accounts suspended`,
    create: t`Accounts created`,
    reactivate: t`Accounts reactivated`,
    adopt: t`Accounts adopted`,
  }
  return (['suspend', 'create', 'reactivate', 'adopt'] as const)
    .filter((kind) => accounts[kind] > 0 || (kind === 'suspend' && !several))
    .map((kind) => (
      <Line
        key={kind}
        title={words[kind]}
        note={several ? target : undefined}
        onPress={
          accounts[kind] > 0 ? () => onList({ target, kind, slot: null, value: null }) : undefined
        }
      >
        <b
          className={kind === 'suspend' ? styles.lose : styles.gain}
          data-none={accounts[kind] === 0 || undefined}
        >
          {number(accounts[kind])}
        </b>
      </Line>
    ))
}

/** Who gains and loses each value, and what happens to accounts. */
export function EffectValues({
  effect,
  several,
  onList,
}: {
  effect: Effect
  several: boolean
  onList: (of: EffectFilter | null) => void
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const values = effect.values.slice(0, fewValues)
  const more = effect.values.length - values.length + effect.moreValues
  const rest = number(more)
  return (
    <ul className={styles.lines} aria-label={t`Values`}>
      {values.map((value) => (
        <Value
          key={`${value.target}/${value.slot}/${value.value}`}
          {...{ value, several, onList }}
        />
      ))}
      {more > 0 && <Line title={t`${rest} more values`} onPress={() => onList(null)} />}
      {effect.accounts.map((accounts) => (
        <Accounts key={accounts.target} {...{ accounts, several, onList }} />
      ))}
    </ul>
  )
}
