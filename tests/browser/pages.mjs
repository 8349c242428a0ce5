// The application as an administrator sees it in a browser: its screens, what they say, and how they look.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sidewaysInPage } from '../journeys/parts/fitting.mjs'
import { root } from './host.mjs'

const axe = readFileSync(join(root, 'ui/node_modules/axe-core/axe.min.js'), 'utf8')
const wide = { width: 1280, height: 800 }
const narrow = { width: 1000, height: 700 }

/** Refusals that journeys ask for on purpose, as the browser's console tells them. */
const expected = /Failed to load resource.*\b(401|404|409|422)\b/

/** One page on a running host. */
export class App {
  /** What the page's console and errors said. */
  said = []

  /** Opens the one-time address in a browser profile of its own. */
  static async open(browser, address) {
    const app = new App()
    app.context = await browser.newContext({
      viewport: wide,
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme: 'light',
    })
    app.context.setDefaultTimeout(15_000)
    app.page = await app.context.newPage()
    app.page.on('pageerror', (error) => app.said.push(`error: ${error.message}`))
    app.page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text()))
        app.said.push(`console: ${message.text()}`)
    })
    await app.page.goto(address)
    return app
  }

  /** Nothing went wrong behind the page's back. */
  assertQuiet() {
    assert.deepEqual(this.said, [], 'the page reported errors')
  }

  close() {
    return this.context.close()
  }

  /** Goes to a screen by the sidebar, and waits for its title. */
  async go(name) {
    await this.link(name).click()
    await this.title(name)
  }

  /** The way to a screen in the sidebar. */
  link(name) {
    return this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name })
  }

  /** Waits for the page's title. */
  title(name) {
    return this.page.getByRole('heading', { level: 1, name }).waitFor()
  }

  button(name, within = this.page) {
    return within.getByRole('button', { name, exact: typeof name === 'string' })
  }

  dialog(name) {
    return this.page.getByRole('dialog', { name })
  }

  /** The banner with a heading. */
  banner(words) {
    return this.page.getByRole('main').getByRole('article').filter({ hasText: words })
  }

  /** A toast with these words. */
  toast(words) {
    return this.page
      .getByRole('region', { name: 'Messages' })
      .getByRole('listitem')
      .filter({ hasText: words })
  }

  /** Puts the messages at the foot away, which may stand before a button. */
  async clearToasts() {
    const messages = this.page.getByRole('region', { name: 'Messages' })
    const away = messages.getByRole('button', { name: 'Dismiss' })
    while ((await away.count()) > 0) await away.first().click()
  }

  /** Switches User sync on through its plan and waits until the first run has ended. */
  async firstSync() {
    await this.title('Overview')
    await this.page.getByText('User sync', { exact: true }).click()
    await this.button(/^Switch on/, this.dialog(/User sync/)).click()
    await this.page.getByText('No licences left for Webinar').waitFor({ timeout: 60_000 })
    await this.idle()
  }

  /** Waits until no run is under way. */
  async idle() {
    await this.page
      .getByRole('region', { name: 'Run under way' })
      .waitFor({ state: 'detached', timeout: 60_000 })
  }

  /** Asks the engine as the page does. */
  call(name, args = {}) {
    return this.page.evaluate(
      async (body) => {
        const response = await fetch('/api/call', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        const answer = await response.json()
        if (!response.ok) throw new Error(JSON.stringify(answer))
        return answer
      },
      { name, args },
    )
  }

  /** Writes what the page shows. */
  picture(name) {
    return this.page.screenshot({ path: join(root, 'target/screenshots', `browser-${name}.png`) })
  }

  /** Looks at the page in both themes and both sizes: pictures, nothing sideways, nothing for axe to find. */
  async look(name, { sizes = [wide, narrow], themes = ['light', 'dark'] } = {}) {
    for (const size of sizes) {
      await this.page.setViewportSize(size)
      for (const theme of themes) {
        await this.page.emulateMedia({ colorScheme: theme })
        await this.#painted()
        await this.picture(`${name}-${theme}-${size.width}`)
        await this.#assertAccessible(`${name}, ${theme}, ${size.width}`)
      }
      await this.#assertNothingSideways(`${name}, ${size.width}`)
    }
    await this.page.setViewportSize(wide)
    await this.page.emulateMedia({ colorScheme: 'light' })
  }

  /** Fonts are there, transitions are over, and a frame has been drawn. */
  #painted() {
    return this.page.evaluate(async () => {
      await document.fonts.ready
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      const moving = document.getAnimations().filter((one) => {
        const { iterations } = one.effect?.getComputedTiming() ?? {}
        return one.playState === 'running' && iterations !== Number.POSITIVE_INFINITY
      })
      await Promise.all(moving.map((one) => one.finished.catch(() => undefined)))
    })
  }

  async #assertAccessible(where) {
    await this.page.evaluate(axe)
    const violations = await this.page.evaluate(async () => {
      // React Aria's announcer names parts of the page that may be gone before it forgets them.
      const where = { exclude: ['[data-live-announcer]'] }
      const { violations } = await window.axe.run(where, { resultTypes: ['violations'] })
      // React Aria names an item of a menu by its label and describes it by its keys. axe takes the keys for a part of
      // the visible label, also where they are hidden from screen readers; in the name they would be read twice.
      const hasKeys = (id, node) =>
        id === 'label-content-name-mismatch' &&
        node.html.includes('role="menuitem"') &&
        document.querySelector(node.target.at(-1))?.querySelector('kbd') !== null
      return violations.flatMap(({ id, nodes }) => {
        const found = nodes.filter((node) => !hasKeys(id, node)).slice(0, 4)
        const words = found.map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`)
        return found.length > 0 ? [{ id, nodes: words }] : []
      })
    })
    assert.deepEqual(violations, [], `axe finds something in ${where}`)
  }

  async #assertNothingSideways(where) {
    const wider = await this.page.evaluate(sidewaysInPage)
    assert.deepEqual(wider, [], `something scrolls sideways in ${where}`)
  }
}
