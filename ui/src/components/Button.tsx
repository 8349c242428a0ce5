import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps, Link } from 'react-aria-components'
import styles from './Button.module.css'
import { Tooltip } from './Tooltip'

/** How loud a button is: one `primary` a page; `quiet` has no border; `danger` destroys. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  children: ReactNode
  variant?: ButtonVariant
  icon?: LucideIcon
  /** 28 px instead of 32, for rows. */
  small?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button; `isPending` keeps its size and focus and announces that work is going on. */
export function Button({
  children,
  variant = 'secondary',
  icon: Icon,
  small,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={styles.button}
      data-variant={variant}
      data-small={small || undefined}
    >
      {({ isPending }) => (
        <>
          {isPending && <span className={styles.spinner} aria-hidden="true" />}
          <span className={styles.content} data-pending={isPending || undefined}>
            {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden="true" />}
            {children}
          </span>
        </>
      )}
    </AriaButton>
  )
}

/** A square button that shows only an icon; `label` is its name and its tooltip. */
export function IconButton({
  label,
  icon: Icon,
  tone,
  ...rest
}: Omit<ButtonProps, 'children' | 'variant' | 'icon'> & {
  label: string
  icon: LucideIcon
  tone?: 'bad'
}) {
  return (
    <Tooltip text={label}>
      <AriaButton {...rest} aria-label={label} className={styles.icon} data-tone={tone}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      </AriaButton>
    </Tooltip>
  )
}

/** A link that looks like a button, for going somewhere rather than doing something. */
export function LinkButton({
  href,
  children,
  variant = 'secondary',
  small,
  target,
}: {
  href: string
  children: ReactNode
  variant?: ButtonVariant
  small?: boolean
  target?: string
}) {
  return (
    <Link
      href={href}
      target={target}
      className={styles.button}
      data-variant={variant}
      data-small={small || undefined}
    >
      <span className={styles.content}>{children}</span>
    </Link>
  )
}
