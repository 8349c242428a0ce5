import { useLingui } from '@lingui/react/macro'
import { TextField } from '../../../components'

/** Takes a secret in and never shows one: empty keeps what is kept. */
export function SecretField({
  label,
  value,
  onChange,
  isKept,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  isKept: boolean
}) {
  const { t } = useLingui()
  return (
    <TextField
      type="password"
      label={label}
      value={value}
      onChange={onChange}
      placeholder={isKept ? '••••••••' : undefined}
      description={
        isKept
          ? t`Is kept. What you enter replaces it.`
          : t`Is kept with the secrets and never shown again.`
      }
    />
  )
}
