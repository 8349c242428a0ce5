import { type ReactNode, useId } from 'react'
import {
  type TextFieldProps as AriaProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components'
import styles from './Field.module.css'

/** What all fields share: a label, a sentence of help, and an error that says what to do. */
export interface FieldProps {
  label: string
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  description?: ReactNode
  error?: ReactNode
  placeholder?: string
}

type TextProps = FieldProps &
  Pick<
    AriaProps,
    | 'isDisabled'
    | 'isReadOnly'
    | 'isRequired'
    | 'autoFocus'
    | 'type'
    | 'maxLength'
    | 'onBlur'
    | 'onKeyDown'
    | 'name'
  > & {
    value: string
    onChange: (value: string) => void
    /** Fixed-width letters, for filters and identifiers. */
    mono?: boolean
  }

/** Label, help and error around any field of React Aria. */
export function FieldFrame({
  label,
  hideLabel,
  description,
  error,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <>
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      {children}
      {description && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  )
}

/** One line of text. */
export function TextField({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  mono,
  ...rest
}: TextProps) {
  return (
    <AriaTextField
      {...rest}
      className={styles.field}
      isInvalid={Boolean(error)}
      aria-label={hideLabel ? label : undefined}
    >
      <FieldFrame {...{ label, hideLabel, description, error }}>
        <Input className={styles.input} data-mono={mono || undefined} placeholder={placeholder} />
      </FieldFrame>
    </AriaTextField>
  )
}

/** Several lines of text. */
export function TextArea({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  mono,
  rows = 3,
  ...rest
}: TextProps & { rows?: number }) {
  return (
    <AriaTextField
      {...rest}
      className={styles.field}
      isInvalid={Boolean(error)}
      aria-label={hideLabel ? label : undefined}
    >
      <FieldFrame {...{ label, hideLabel, description, error }}>
        <AriaTextArea
          className={styles.input}
          data-mono={mono || undefined}
          placeholder={placeholder}
          rows={rows}
        />
      </FieldFrame>
    </AriaTextField>
  )
}

/** Several fields that belong together under one name. */
export function FieldGroup({ label, children }: { label: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in WebKit
    <div role="group" aria-labelledby={id} className={styles.group}>
      <div id={id} className={styles.label}>
        {label}
      </div>
      {children}
    </div>
  )
}
