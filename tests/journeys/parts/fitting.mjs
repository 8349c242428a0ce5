// What does not fit its place. These functions run in the page, so they use nothing from outside themselves.

/** Our own words that are cut off; names that others gave may be. */
export function cutOffInPage() {
  const ours = 'h1, h2, nav a, button, [role="tab"], label, [role="columnheader"], dt, legend'
  const isCut = (one) => {
    const style = getComputedStyle(one)
    const hides = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis'
    const isUnseen = style.clipPath !== 'none' || one.clientWidth <= 1
    // The button of a column's order reaches into the room around it.
    const room = one.matches('[role="columnheader"]') ? 7 : 1
    return hides && !isUnseen && one.scrollWidth > one.clientWidth + room
  }
  return [...document.querySelectorAll(ours)]
    .flatMap((one) => [one, ...one.querySelectorAll('span')])
    .filter((one) => !one.closest('[role="row"]') || one.closest('[role="columnheader"]'))
    .filter(isCut)
    .map((one) => `${one.tagName} “${one.textContent}” ${one.scrollWidth} > ${one.clientWidth}`)
}

/** What scrolls sideways; a grid may do so within itself. */
export function sidewaysInPage() {
  return [document.documentElement, ...document.querySelectorAll('body *')]
    .filter((one) => {
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)
      const isScroller = scrolls || one === document.documentElement
      const isGrid = one.querySelector(':scope > [role="grid"]') && innerWidth < 800
      const isText = one.tagName === 'TEXTAREA' || one.tagName === 'PRE'
      return isScroller && !isGrid && !isText && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    })
    .map((one) => `${one.tagName} ${one.className}: ${one.scrollWidth} > ${one.clientWidth}`)
}

/** Controls that cannot be brought into view and pressed, by what hides or covers them; links in a row are in what it opens too. */
export function unreachableInPage() {
  const open = document.querySelector('[role="dialog"], [role="alertdialog"]')
  const within = open ?? document
  const controls = 'a[href], button, input, textarea, select, [role="tab"], [role="switch"]'
  const seen = (one) => {
    const box = one.getBoundingClientRect()
    const style = getComputedStyle(one)
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && !one.closest('[inert]')
  }
  const hidden = []
  // Less is the room around a focus ring.
  const little = 8
  for (const one of [...within.querySelectorAll(controls)].filter(seen)) {
    if (one.closest('nav, [aria-hidden="true"], [role="gridcell"] a')) continue
    // React Aria's inputs lie unseen in their label, which is what is pressed.
    const shown = one.matches('input') && one.closest('label') ? one.closest('label') : one
    shown.scrollIntoView({ block: 'center', inline: 'nearest' })
    const box = shown.getBoundingClientRect()
    const name = `${one.tagName} “${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)}”`
    for (let up = shown.parentElement; up; up = up.parentElement) {
      const style = getComputedStyle(up)
      if (style.overflowY === 'hidden' && up.scrollTop > little) {
        hidden.push(`${name} lies below what ${up.tagName} ${up.className} shows`)
        up.scrollTop = 0
      }
      if (style.overflowX === 'hidden' && up.scrollLeft > little) {
        hidden.push(`${name} lies beside what ${up.tagName} ${up.className} shows`)
        up.scrollLeft = 0
      }
    }
    const x = Math.min(Math.max(box.x + Math.min(box.width / 2, 60), 0), innerWidth - 1)
    const y = box.y + Math.min(box.height / 2, 30)
    const top = document.elementFromPoint(x, y)
    const isFree = top && (shown.contains(top) || top.contains(shown))
    if (!isFree) {
      const what = top ? `${top.tagName} ${top.className}` : 'the edge of the window'
      hidden.push(`${name} at ${Math.round(x)},${Math.round(y)} lies behind ${what}`)
    }
  }
  return hidden
}

/** Texts in the page that people read or hear, with their places. */
export function textsInPage() {
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement
    if (one.closest('script, style, time, code, textarea, [data-live-announcer]')) continue
    const text = node.textContent.replace(/\s+/g, ' ').trim()
    if (text) found.push(text)
  }
  for (const one of document.body.querySelectorAll('[aria-label], [placeholder], [title]')) {
    if (one.closest('time')) continue
    for (const name of ['aria-label', 'placeholder', 'title']) {
      const text = one.getAttribute(name)?.trim()
      if (text) found.push(text)
    }
  }
  return [...new Set(found)]
}
