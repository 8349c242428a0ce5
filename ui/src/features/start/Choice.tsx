import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import styles from './Start.module.css'

/** One way to go on: a sign, what it is, and a sentence. */
export function Choice({
  icon: Icon,
  title,
  children,
  isPending,
  isDisabled,
  onPress,
}: {
  icon: LucideIcon
  title: string
  children: ReactNode
  isPending?: boolean
  isDisabled?: boolean
  onPress: () => void
}) {
  return (
    <AriaButton
      className={styles.choice}
      isPending={isPending}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      <span className={styles.sign} data-pending={isPending || undefined}>
        <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.text}>{children}</span>
      </span>
    </AriaButton>
  )
}
