import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useFormat } from '../i18n'
import styles from './FilterButtons.module.css'

/** One of a few views side by side; `count` stands after the label. */
export function FilterButtons<T extends string>({
  label,
  selected,
  onSelect,
  options,
}: {
  /** What is chosen, for screen readers. */
  label: string
  selected: T
  onSelect: (id: T) => void
  options: readonly { id: T; label: string; count?: number | null }[]
}) {
  const { number } = useFormat()
  return (
    <ToggleButtonGroup
      className={styles.filters}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const found = options.find(({ id }) => keys.has(id))
        if (found) onSelect(found.id)
      }}
    >
      {options.map(({ id, label: words, count }) => (
        <ToggleButton key={id} id={id} className={styles.filter}>
          {words}
          {count != null && <span className={styles.count}>{number(count)}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
