import { Trans, useLingui } from '@lingui/react/macro'
import type { LucideIcon } from 'lucide-react'
import { CircleAlert, KeyRound, RefreshCw, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, EmptyState } from '../components'
import type { AppError } from '../platform'
import styles from './FullPageState.module.css'

function FullPage({
  icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <main className={styles.page}>
      <EmptyState level={1} icon={icon} title={title} action={action}>
        {children}
      </EmptyState>
    </main>
  )
}

function Reload({ label }: { label: string }) {
  return (
    <Button variant="primary" icon={RefreshCw} onPress={() => location.reload()}>
      {label}
    </Button>
  )
}

/** The whole page, when the engine cannot be used: what it is, and the next step. */
export function FullPageError({ error }: { error: AppError }) {
  const { t } = useLingui()
  if (error.code === 'session_expired') {
    return (
      <FullPage icon={KeyRound} title={t`This address has been used or has expired`}>
        <Trans>
          Each address that Rolecall prints opens one session. Run <code>rolecallctl serve</code>{' '}
          again, or ask whoever runs it for a new address, and open that one.
        </Trans>
      </FullPage>
    )
  }
  if (error.code === 'unreachable') {
    return (
      <FullPage
        icon={Unplug}
        title={t`Rolecall does not answer`}
        action={<Reload label={t`Try again`} />}
      >
        <Trans>
          Nothing listens on this address any more. If you stopped <code>rolecallctl serve</code>,
          start it again and open the address it prints.
        </Trans>
      </FullPage>
    )
  }
  return (
    <FullPage
      icon={CircleAlert}
      title={t`Rolecall could not start`}
      action={<Reload label={t`Try again`} />}
    >
      {error.message}
    </FullPage>
  )
}
