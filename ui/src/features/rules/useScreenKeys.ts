import { useEffect } from 'react'
import type { DraftStore } from './draft/store'

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null

/** The keys of the whole screen: `/` goes to the search, Ctrl or Cmd and Z takes the last edit back. Fields keep theirs. */
export function useScreenKeys(store: DraftStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      const isCommand = event.ctrlKey || event.metaKey
      if (isCommand && !event.shiftKey && event.key.toLowerCase() === 'z') {
        if (!store.snapshot().draft?.canUndo) return
        event.preventDefault()
        store.undo()
      }
      if (event.key === '/' && !isCommand && !event.altKey) {
        const field = document.querySelector<HTMLElement>('[data-search] input')
        if (!field) return
        event.preventDefault()
        field.focus()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [store])
}
