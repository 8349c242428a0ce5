import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { ComboBox as AriaComboBox, Button, Group, Input, Popover } from 'react-aria-components'
import { FieldFrame, type FieldProps } from './Field'
import field from './Field.module.css'
import { type Option, Options } from './Select'
import styles from './Select.module.css'

/**
 * One choice out of many, found by typing. Give `inputValue` and `onInputChange` to search in the engine
 * (then `options` are shown as they are); `allowsCustom` takes what was typed.
 */
export function ComboBox({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  value,
  onChange,
  options,
  inputValue,
  onInputChange,
  allowsCustom,
  isDisabled,
  autoFocus,
}: FieldProps & {
  value: string | null
  onChange: (value: string | null) => void
  options: readonly Option[]
  inputValue?: string
  onInputChange?: (text: string) => void
  allowsCustom?: boolean
  isDisabled?: boolean
  autoFocus?: boolean
}) {
  const { t } = useLingui()
  // The list opens with the focus, also where what it offers is still on its way.
  const isAwaited = options.length === 0 && inputValue === ''
  return (
    <AriaComboBox
      className={field.field}
      aria-label={hideLabel ? label : undefined}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      inputValue={inputValue}
      onInputChange={onInputChange}
      defaultFilter={onInputChange ? () => true : undefined}
      allowsCustomValue={allowsCustom}
      allowsEmptyCollection={!allowsCustom || isAwaited}
      menuTrigger="focus"
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      autoFocus={autoFocus}
    >
      <FieldFrame {...{ label, hideLabel, description, error }}>
        <Group className={styles.combo}>
          <Input className={field.input} placeholder={placeholder} />
          <Button className={styles.open}>
            <ChevronDown size={15} aria-hidden="true" />
          </Button>
        </Group>
      </FieldFrame>
      <Popover className={styles.popover} offset={4} maxHeight={280}>
        {/* It is drawn at the end of the page, and so is a landmark of its own there. */}
        <section aria-label={label}>
          <Options options={options} empty={t`Nothing matches.`} />
        </section>
      </Popover>
    </AriaComboBox>
  )
}
