import { useLingui } from '@lingui/react/macro'
import { Search, X } from 'lucide-react'
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components'
import styles from './SearchField.module.css'

/** A field that narrows a list as one types; Escape empties it. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
}) {
  const { t } = useLingui()
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className={styles.search}>
      <Search size={15} strokeWidth={1.75} aria-hidden="true" />
      <Input className={styles.input} placeholder={placeholder ?? label} />
      <Button className={styles.clear} aria-label={t`Clear`}>
        <X size={14} aria-hidden="true" />
      </Button>
    </AriaSearchField>
  )
}
