import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  Keyboard,
  MenuItem,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components'
import styles from './Menu.module.css'

/** One thing a menu offers. */
export interface MenuAction {
  id: string
  label: string
  onAction: () => void
  icon?: LucideIcon
  /** Keys that do the same, e.g. `⌥↑`. */
  keys?: string
  tone?: 'bad'
  isDisabled?: boolean
}

/** Opens a list of actions from `trigger`, which must be a Button or an IconButton. */
export function Menu({
  trigger,
  label,
  items,
}: {
  trigger: ReactNode
  label: string
  items: readonly MenuAction[]
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover} offset={4} placement="bottom end">
        <AriaMenu className={styles.menu} aria-label={label}>
          {items.map(({ id, label: text, onAction, icon: Icon, keys, tone, isDisabled }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={text}
              onAction={onAction}
              isDisabled={isDisabled}
              className={styles.item}
              data-tone={tone}
            >
              {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden="true" />}
              <Text slot="label">{text}</Text>
              {keys && <Keyboard className={styles.keys}>{keys}</Keyboard>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
