import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button, IconButton, StatusWord } from '../components'
import { currentLine, subscribeLine } from '../platform'
import styles from './Toasts.module.css'
import { dismissToast, type Toast, useToasts } from './toasts'

const shownFor = 8_000

function ToastItem({ toast }: { toast: Toast }) {
  const { t } = useLingui()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismissToast(toast.id), shownFor)
    return () => clearTimeout(timer)
  }, [held, toast.id])
  return (
    <li
      className={styles.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={styles.text}>{toast.text}</span>
      {toast.action && (
        <Button
          variant="quiet"
          onPress={() => {
            dismissToast(toast.id)
            toast.action?.onPress()
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label={t`Dismiss`} icon={X} onPress={() => dismissToast(toast.id)} />
    </li>
  )
}

/** The place where passing messages appear; announced politely, held while pointed at or focused. */
export function Toasts() {
  const { t } = useLingui()
  const toasts = useToasts()
  const line = useSyncExternalStore(subscribeLine, currentLine)
  return (
    <section className={styles.region} aria-label={t`Messages`}>
      <div role="status">
        {line === 'lost' && (
          <div className={styles.toast}>
            <StatusWord tone="warn" active>
              {t`Rolecall does not answer. Trying again…`}
            </StatusWord>
          </div>
        )}
      </div>
      <ol aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <ToastItem key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  )
}
