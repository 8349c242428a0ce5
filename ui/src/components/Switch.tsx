import type { ReactNode } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'
import styles from './Switch.module.css'

/** On or off, at once. Green when on. `label` is the name; shown unless `hideLabel`. */
export function Switch({
  label,
  isSelected,
  onChange,
  isDisabled,
  hideLabel,
  excludeFromTabOrder,
}: {
  label: string
  isSelected: boolean
  onChange: (on: boolean) => void
  isDisabled?: boolean
  hideLabel?: boolean
  excludeFromTabOrder?: boolean
}): ReactNode {
  return (
    <AriaSwitch
      className={styles.switch}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      excludeFromTabOrder={excludeFromTabOrder}
      aria-label={hideLabel ? label : undefined}
    >
      <span className={styles.track}>
        <span className={styles.thumb} />
      </span>
      {!hideLabel && <span>{label}</span>}
    </AriaSwitch>
  )
}
