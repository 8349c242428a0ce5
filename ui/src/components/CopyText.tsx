import { useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './Button'
import styles from './CopyText.module.css'

/** Puts `text` on the clipboard; where the window may not, selects `element` and lets the browser copy what is selected. */
async function copy(text: string, element: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const selection = window.getSelection()
    if (!element || !selection) return false
    selection.selectAllChildren(element)
    return document.execCommand('copy')
  }
}

/** A text to be entered elsewhere, to the letter, with a button that copies it. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const { t } = useLingui()
  const [isCopied, setCopied] = useState(false)
  const code = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <span className={styles.copy}>
      <code ref={code}>{text}</code>
      <IconButton
        label={isCopied ? t`Copied` : t`Copy: ${label}`}
        icon={isCopied ? Check : Copy}
        onPress={async () => setCopied(await copy(text, code.current))}
      />
      <span role="status" className={styles.said}>
        {isCopied && t`Copied`}
      </span>
    </span>
  )
}
