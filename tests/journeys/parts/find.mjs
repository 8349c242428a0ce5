/**
 * Finds visible elements in a page; it runs there, so it uses nothing from outside itself.
 * A control whose own box is hidden, as React Aria's inputs are, is answered as its label, which can be clicked.
 */
export function findInPage({ css, role, name, text, within }) {
  const implied = {
    button: 'button, summary, input[type=button], input[type=submit]',
    link: 'a[href]',
    heading: 'h1, h2, h3, h4, h5, h6',
    textbox: 'input:not([type]), input[type=text], input[type=email], input[type=url], textarea',
    searchbox: 'input[type=search]',
    checkbox: 'input[type=checkbox]:not([role])',
    radio: 'input[type=radio]',
    spinbutton: 'input[type=number]',
    dialog: 'dialog',
    list: 'ul, ol',
    listitem: 'li',
    table: 'table',
    row: 'tr',
    cell: 'td',
    columnheader: 'th',
    navigation: 'nav',
    main: 'main',
    region: 'section[aria-label], section[aria-labelledby]',
    article: 'article',
    img: 'img, svg[aria-label]',
  }
  const squeeze = (value) => (value ?? '').replace(/\s+/g, ' ').trim()
  const fits = (value, wanted) => {
    if (wanted === undefined || wanted === null) return true
    if (typeof wanted === 'string') return squeeze(value) === wanted
    return new RegExp(wanted.source, wanted.flags).test(squeeze(value))
  }
  const byIds = (ids) =>
    ids
      .split(/\s+/)
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
  const nameOf = (element) => {
    const labelledby = element.getAttribute('aria-labelledby')
    if (labelledby) return byIds(labelledby)
    const label = element.getAttribute('aria-label')
    if (label) return label
    if (element.labels?.length) return [...element.labels].map((one) => one.textContent).join(' ')
    const shown =
      'value' in element && element.tagName === 'INPUT' ? element.value : element.textContent
    return squeeze(shown) || element.getAttribute('alt') || element.getAttribute('title') || ''
  }
  const isShown = (element) => {
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    return (
      box.width > 0 &&
      box.height > 0 &&
      style.visibility !== 'hidden' &&
      !element.closest('[inert]')
    )
  }
  const toClick = (element) => {
    const box = element.getBoundingClientRect()
    const isHidden = box.width <= 1 || box.height <= 1 || element.closest('[style*="clip"]')
    const isChoice = element.matches('input[type=checkbox], input[type=radio]')
    return isChoice && isHidden ? (element.closest('label') ?? element) : element
  }

  const start = within ?? document
  if (css !== undefined) {
    return [...start.querySelectorAll(css)].filter(
      (one) => isShown(one) && fits(one.textContent, text),
    )
  }
  if (role !== undefined) {
    const selector = `[role="${role}"]${implied[role] ? `, :is(${implied[role]}):not([role])` : ''}`
    const named = [...start.querySelectorAll(selector)].filter((one) => fits(nameOf(one), name))
    return named.map(toClick).filter((one) => isShown(one) && fits(one.textContent, text))
  }
  const hits = [...start.querySelectorAll('body *')].filter(
    (one) => isShown(one) && fits(one.textContent, text),
  )
  return hits.filter((one) => !hits.some((other) => other !== one && one.contains(other)))
}

/** What has the focus in a page, as `{ role, name }`; null when nothing has it. It runs there, like `findInPage`. */
export function focusedInPage() {
  const one = document.activeElement
  if (!one || one === document.body || one === document.documentElement) return null
  const squeeze = (value) => (value ?? '').replace(/\s+/g, ' ').trim()
  const kinds = { checkbox: 'checkbox', radio: 'radio', search: 'searchbox', submit: 'button' }
  const tags = { A: 'link', BUTTON: 'button', TEXTAREA: 'textbox', H1: 'heading' }
  const implied = one.tagName === 'INPUT' ? (kinds[one.type] ?? 'textbox') : tags[one.tagName]
  const ids = one.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const labelled = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(' ')
  const name = one.getAttribute('aria-label') || labelled || labels || one.textContent
  return { role: one.getAttribute('role') ?? implied ?? one.tagName, name: squeeze(name) }
}
