let hasMoved = false

function focus() {
  document.querySelector<HTMLElement>('[data-page-title]')?.focus()
}

/** Moves the focus to the title of the page just opened. */
export function focusTitle() {
  hasMoved = true
  focus()
}

/** Gives the focus back to a title that was drawn anew while the old one had it, as when data takes a skeleton's place. */
export function keepTitleFocus() {
  if (hasMoved && document.activeElement === document.body) focus()
}

/** How long whoever closes something may take to give the focus back by itself. */
const patience = 150

/** What lies over the page and goes when it was used. */
const overlays = '[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]'

/**
 * Gives the focus back when what had it was taken away: after a menu or a dialog to what opened it, else to the page's
 * title, as after a banner whose cause is gone; for as long as the answered function is not called.
 */
export function keepFocus(): () => void {
  let last: Element | null = null
  let opener: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const isLost = () =>
    last !== null && !last.isConnected && document.activeElement === document.body
  const note = (event: FocusEvent) => {
    const before = last
    last = event.target instanceof Element ? event.target : null
    if (!last?.closest(overlays)) opener = null
    else if (before instanceof HTMLElement && !before.closest(overlays)) opener = before
  }
  const rescue = () => {
    if (!isLost() || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
    if (opener?.isConnected) opener.focus()
    else focus()
  }
  const observer = new MutationObserver(() => {
    if (!isLost()) return
    clearTimeout(timer)
    timer = setTimeout(rescue, patience)
  })
  document.addEventListener('focusin', note)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', note)
    observer.disconnect()
    clearTimeout(timer)
  }
}
