import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components'
import { FieldFrame, type FieldProps } from './Field'
import field from './Field.module.css'
import styles from './Select.module.css'

/** One thing to choose. */
export interface Option<T extends string = string> {
  value: T
  label: string
  description?: ReactNode
}

/** The list that a select or a combo box opens. */
export function Options<T extends string>({
  options,
  empty,
}: {
  options: readonly Option<T>[]
  empty?: ReactNode
}) {
  return (
    <ListBox
      className={styles.list}
      items={options.map((o) => ({ ...o, id: o.value }))}
      renderEmptyState={() => <div className={styles.empty}>{empty}</div>}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className={styles.option}>
          {({ isSelected }) => (
            <>
              <Check
                size={14}
                className={styles.tick}
                data-on={isSelected || undefined}
                aria-hidden="true"
              />
              <Text slot="label" className={styles.words}>
                <span>{option.label}</span>
                {option.description && (
                  <>
                    {' '}
                    <span className={styles.note}>{option.description}</span>
                  </>
                )}
              </Text>
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  )
}

/** One choice out of a few. */
export function Select<T extends string>({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  value,
  onChange,
  options,
  isDisabled,
}: FieldProps & {
  value: T | null
  onChange: (value: T) => void
  options: readonly Option<T>[]
  isDisabled?: boolean
}) {
  return (
    <AriaSelect
      className={field.field}
      aria-label={hideLabel ? label : undefined}
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      placeholder={placeholder}
    >
      <FieldFrame {...{ label, hideLabel, description, error }}>
        <Button className={styles.button}>
          <SelectValue className={styles.value}>
            {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
          </SelectValue>
          <ChevronDown size={15} aria-hidden="true" />
        </Button>
      </FieldFrame>
      <Popover className={styles.popover} offset={4}>
        <Options options={options} />
      </Popover>
    </AriaSelect>
  )
}
