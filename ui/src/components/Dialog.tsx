import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './Button'
import styles from './Dialog.module.css'

interface OverlayProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons at the end, the main one last. */
  footer?: ReactNode
}

function Content({
  title,
  onClose,
  children,
  footer,
  role,
}: OverlayProps & { role?: 'dialog' | 'alertdialog' }) {
  const { t } = useLingui()
  return (
    <AriaDialog className={styles.dialog} role={role}>
      <header className={styles.header}>
        <Heading slot="title">{title}</Heading>
        <IconButton label={t`Close`} icon={X} onPress={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </AriaDialog>
  )
}

/** Asks or edits in the middle of the window. `size`: 440 or 720 px. `isAlert` for what cannot be undone. */
export function Dialog({
  size = 'small',
  isAlert,
  ...props
}: OverlayProps & { size?: 'small' | 'large'; isAlert?: boolean }) {
  return (
    <ModalOverlay
      className={styles.scrim}
      isOpen={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable={!isAlert}
    >
      <Modal className={styles.modal} data-size={size}>
        <Content {...props} role={isAlert ? 'alertdialog' : 'dialog'} />
      </Modal>
    </ModalOverlay>
  )
}

/** Shows particulars or an editor from the side, over the page. */
export function Drawer(props: OverlayProps) {
  return (
    <ModalOverlay
      className={styles.scrim}
      isOpen={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable
    >
      <Modal className={styles.drawer}>
        <Content {...props} />
      </Modal>
    </ModalOverlay>
  )
}
