// Chromium as a surface of the journeys that the real window walks too.

import { findInPage } from '../journeys/parts/find.mjs'
import { Surface } from '../journeys/parts/surface.mjs'

/** How long one try of a click may take; what comes too early is tried again. */
const TRY = { timeout: 3_000 }

const plain = (value) =>
  value instanceof RegExp ? { source: value.source, flags: value.flags } : value

/** The page of a running application in Chromium. */
export class Tab extends Surface {
  /** Over the page and its eyes. */
  constructor(app) {
    super()
    this.app = app
    this.page = app.page
  }

  /** All visible elements that fit: `{css}`, `{text}` or `{role, name}`, each within `{within}`. */
  async all({ css, role, name, text, within }) {
    const asked = { css, role, name: plain(name), text: plain(text), within: within?.handle }
    const list = await this.page.evaluateHandle(findInPage, asked)
    const properties = await list.getProperties()
    await list.dispose()
    return [...properties.values()].map((one) => new Element(this.page, one.asElement()))
  }

  /** Runs a function body in the page. */
  run(script, ...args) {
    return this.page.evaluate(`(function () { ${script} }).apply(null, ${JSON.stringify(args)})`)
  }

  /** Presses keys where the focus is, one after the other. */
  async press(...strokes) {
    for (const stroke of strokes) await this.page.keyboard.press(stroke)
  }

  /** Drags with the pointer from the middle of one element to the middle of another, and lets go once it has `arrived`. */
  async drag(from, to, arrived = () => undefined) {
    const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2]
    const [[x, y], [left, top]] = [middle(await from.place()), middle(await to.place())]
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    await this.page.mouse.move(x, y + Math.sign(top - y) * 12, { steps: 4 })
    await this.page.mouse.move(left, top, { steps: 8 })
    await arrived()
    await this.page.mouse.up()
  }

  /** Asks the engine as the page does. */
  call(name, args = {}) {
    return this.app.call(name, args)
  }

  /** Loads the page anew. */
  reload() {
    return this.page.reload()
  }

  /** Sets the size of the page, in pixels. */
  resize(width, height) {
    return this.page.setViewportSize({ width, height })
  }

  /** Pictures in both themes and sizes; nothing sideways, nothing for axe to find. */
  look(name, options) {
    return this.app.look(name, options)
  }

  /** One picture of what is shown. */
  picture(name) {
    return this.app.picture(name)
  }
}

/** An element of the page. */
class Element {
  constructor(page, handle) {
    this.page = page
    this.handle = handle
  }

  click() {
    return this.handle.click(TRY)
  }

  /** Types instead of what is there. */
  async fill(text) {
    await this.handle.focus()
    await this.handle.fill(text, TRY)
  }

  /** Types after what is there, key by key. */
  async type(text) {
    await this.handle.focus()
    await this.page.keyboard.type(text)
  }

  /** Gives it the focus and presses keys there. */
  async press(...strokes) {
    await this.handle.focus()
    for (const stroke of strokes) await this.page.keyboard.press(stroke)
  }

  focus() {
    return this.handle.focus()
  }

  /** What it shows. */
  text() {
    return this.handle.innerText()
  }

  attribute(name) {
    return this.handle.getAttribute(name)
  }

  /** A property of the element, such as `checked` or `value`. */
  property(name) {
    return this.handle.evaluate((one, key) => one[key], name)
  }

  /** Where it is in the viewport. */
  place() {
    return this.handle.boundingBox()
  }
}
