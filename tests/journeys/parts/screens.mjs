// The application's screens as an administrator goes through them, over any surface.

import assert from 'node:assert/strict'
import { focusedInPage } from './find.mjs'
import { patient, waitFor } from './surface.mjs'

const squeeze = (text) => text.replace(/\s+/g, ' ').trim()

/** The application in front of an administrator. */
export class Screens {
  /** Over a surface; `host` is the program behind it. */
  constructor(surface, host) {
    this.surface = surface
    this.host = host
  }

  /** Goes to a screen by the sidebar, and waits for its title. */
  async go(name) {
    await this.surface.click({ css: 'nav a', text: new RegExp(`^${name}`) })
    await this.title(name)
  }

  /** Goes to an address of the application. */
  async at(place) {
    await this.surface.run(`location.hash = arguments[0]`, `#/${place}`)
  }

  /** Waits for the page's title. */
  title(name, options) {
    return this.surface.find({ css: 'h1', text: name }, options)
  }

  /** The dialog with a title. */
  dialog(name) {
    const is = { css: '[role=dialog], [role=alertdialog]', text: name }
    return this.surface.find(is, patient)
  }

  /** Waits until no dialog is open. */
  async closed() {
    await this.surface.gone({ css: '[role=dialog], [role=alertdialog]' })
  }

  /** Goes on with a set-up, by Next, until the button `name` is there, and presses it. */
  async goOnTo(name) {
    const last = { role: 'button', name }
    const reach = async () => {
      if ((await this.surface.all(last)).length > 0) return true
      const [next] = await this.surface.all({ role: 'button', name: 'Next' })
      await next?.click()
      return false
    }
    await waitFor(reach, { what: `a step that ends in ${name}` })
    await this.surface.click(last)
  }

  /** Presses a button by its name. */
  press(name, within) {
    return this.surface.click({ role: 'button', name, within })
  }

  /** Follows a link by its name. */
  follow(name, within) {
    return this.surface.click({ role: 'link', name, within })
  }

  /** Presses a button that opens a list or a menu, and picks from it. */
  async pick(name, option, within) {
    await this.press(name, within)
    await this.surface.click({ css: '[role=option], [role=menuitem]', text: option })
  }

  /** The banner with these words. */
  banner(words) {
    return this.surface.find({ css: 'main section', text: words })
  }

  /** The headings of the banners of failures, worst first. */
  async headings() {
    const found = await this.surface.all({ css: 'main section h2' })
    const texts = await Promise.all(found.map((one) => one.text()))
    return texts.map(squeeze).filter((text) => text.includes('·'))
  }

  /** Waits until the banners of failures are these. */
  async failing(headings) {
    const is = async () => {
      assert.deepEqual(await this.headings(), headings)
      return true
    }
    await waitFor(is, { what: `${headings.length} banners`, ...patient })
  }

  /** Waits for a message at the foot, and puts all of them away: they may stand before a button. */
  async told(words) {
    await this.surface.find({ css: 'section ol li', text: new RegExp(words) }, patient)
    const putAway = async () => {
      const [one] = await this.surface.all({ css: 'section ol li button[aria-label="Dismiss"]' })
      await one?.click()
      return !one
    }
    await waitFor(putAway, { what: 'messages to be put away' })
  }

  /** Switches User sync on through its plan; answers what the plan said, once its run has ended. */
  async switchOn() {
    await this.surface.click({ css: 'header label', text: 'User sync' })
    const plan = await this.dialog(/Before User sync is switched on/)
    const go = { role: 'button', name: /^Switch on and apply [\d,]+ changes?$/ }
    await this.surface.find(go, patient)
    const said = squeeze(await plan.text())
    await this.look('plan')
    await this.surface.click(go)
    await this.told('User sync is on')
    await this.closed()
    await this.ended(0)
    return said
  }

  /** Opens nothing and waits until the sample's first run has ended. */
  async firstSync() {
    await this.title('Overview', patient)
    await this.call('sync.switch', { on: true })
    await this.ended(0)
  }

  /** Waits until a run after number `before` has ended and none is under way; answers it. */
  async ended(before) {
    const newest = async () => {
      const { items } = await this.call('runs.list', { page: { offset: 0, limit: 1 } })
      const [run] = items
      return run && run.id > before && run.ended !== null ? run : null
    }
    const run = await waitFor(newest, { what: `a run after ${before} to end`, ...patient })
    await this.surface.gone({ role: 'region', name: 'Run under way' }, patient)
    return run
  }

  /** The number of the newest run; 0 when there is none. */
  async newestRun() {
    const { items } = await this.call('runs.list', { page: { offset: 0, limit: 1 } })
    return items[0]?.id ?? 0
  }

  /** Asks the engine as the page does. */
  call(name, args = {}) {
    return this.surface.call(name, args)
  }

  /** Looks at what is shown: pictures, and what the driver can tell of it. */
  look(name, options) {
    return this.surface.look(name, options)
  }

  /** Waits until nothing on the page is on its way any more, whatever the language. */
  settled() {
    const script = `return document.querySelector('h1')?.textContent &&
      ![...document.querySelectorAll('[class*="_bar_"][aria-hidden], [aria-busy=true], [data-pending]')].some(
        (one) => one.getBoundingClientRect().width > 0)`
    return waitFor(() => this.surface.run(script), { what: 'the page to be complete', ...patient })
  }

  /** What has the focus: `{ role, name }`; null when it was lost. */
  focused() {
    return this.surface.run(`return (${focusedInPage})()`)
  }

  /** Presses Tab until something with a role and a name has the focus. */
  async tabTo(role, name, key = 'Tab') {
    const fits = (one) =>
      one?.role === role && (name instanceof RegExp ? name.test(one.name) : one.name === name)
    const passed = []
    while (!fits(await this.focused())) {
      passed.push((await this.focused())?.name ?? 'nothing')
      assert.ok(passed.length < 80, `${key} reaches the ${role} ${name}; it passed ${passed.join(' | ')}`)
      await this.surface.press(key)
    }
    const ringless = ['row', 'textbox', 'searchbox', 'combobox', 'heading']
    if (ringless.includes(role)) return
    const seen = await this.surface.run(`return (${showsFocus})()`)
    assert.ok(seen, `the focus shows on the ${role} ${name}`)
  }
}

/** Whether the focus can be seen on what has it; React Aria's hidden inputs show it on their label. */
function showsFocus() {
  const one = document.activeElement
  const outlined = (element) => element && getComputedStyle(element).outlineStyle !== 'none'
  const label = one.closest('label')
  return [one, label, ...(label?.querySelectorAll('*') ?? [])].some(outlined)
}
