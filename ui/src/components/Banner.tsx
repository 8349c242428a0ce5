import { useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Banner.module.css'
import { IconButton } from './Button'
import type { Tone } from './Status'

const icons = { bad: CircleAlert, warn: TriangleAlert, info: Info, ok: CircleCheck }

/** One thing that needs the administrator: what (title), why and what to do (children), and the ways on (actions). */
export function Banner({
  tone,
  title,
  children,
  actions,
  onDismiss,
}: {
  tone: Exclude<Tone, 'idle'>
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  /** Shows a cross that hides the banner. */
  onDismiss?: () => void
}) {
  const { t } = useLingui()
  const Icon = icons[tone]
  const word = { bad: t`Problem`, warn: t`Needs a decision`, info: t`Note`, ok: t`Done` }[tone]
  return (
    <section className={styles.banner} data-tone={tone}>
      <Icon className={styles.icon} size={18} strokeWidth={1.75} role="img" aria-label={word} />
      <div className={styles.words}>
        <h2>{title}</h2>
        {children && <div className={styles.text}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
      {onDismiss && <IconButton label={t`Dismiss`} icon={X} onPress={onDismiss} />}
    </section>
  )
}

/** Banners one below the other, worst first; the caller sorts. */
export function BannerList({ children }: { children: ReactNode }) {
  return <div className={styles.list}>{children}</div>
}
