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
