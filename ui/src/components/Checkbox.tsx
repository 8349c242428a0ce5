import { Check, Minus } from 'lucide-react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './Checkbox.module.css'

/** A tick, possibly half (`isIndeterminate`). */
export function Checkbox({
  label,
  hideLabel,
  isSelected,
  isIndeterminate,
  onChange,
  isDisabled,
  excludeFromTabOrder,
}: {
  label: string
  hideLabel?: boolean
  isSelected: boolean
  isIndeterminate?: boolean
  onChange: (on: boolean) => void
  isDisabled?: boolean
  excludeFromTabOrder?: boolean
}) {
  const Sign = isIndeterminate ? Minus : Check
  return (
    <AriaCheckbox
      className={styles.checkbox}
      aria-label={hideLabel ? label : undefined}
      {...{ isSelected, isIndeterminate, onChange, isDisabled, excludeFromTabOrder }}
    >
      <span className={styles.box}>
        <Sign size={12} strokeWidth={3} aria-hidden="true" />
      </span>
      {!hideLabel && label}
    </AriaCheckbox>
  )
}
