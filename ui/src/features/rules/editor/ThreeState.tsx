import { useLingui } from '@lingui/react/macro'
import { Ban, Check, Minus } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import styles from './editor.module.css'
import type { Given } from './given'

/** Not mentioned, given or withheld: three small buttons of which one is down. */
export function ThreeState({
  value,
  given,
  onChange,
}: {
  /** The value it is about. */
  value: string
  given: Given
  onChange: (given: Given) => void
}) {
  const { t } = useLingui()
  const choices = [
    { id: 'silent', label: t`Not mentioned`, Icon: Minus },
    { id: 'given', label: t`Given`, Icon: Check },
    { id: 'withheld', label: t`Withheld`, Icon: Ban },
  ] as const
  return (
    <RadioGroup
      className={styles.three}
      aria-label={value}
      orientation="horizontal"
      value={given}
      onChange={(to) => onChange(to as Given)}
    >
      {choices.map(({ id, label, Icon }) => (
        <Radio key={id} value={id} className={styles.state} data-state={id} aria-label={label}>
          <span title={label}>
            <Icon size={14} strokeWidth={2} aria-hidden="true" />
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
