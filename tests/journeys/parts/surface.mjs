// What a journey may do with the application, whether it shows in the real window or in Chromium.
//
// A driver gives the primitives: `all`, `run`, `press`, `call`, `look`, `picture`, `resize`, `reload`. What is found is waited
// for, and a click on what is being drawn anew is tried again; nothing sleeps for a fixed time.

/** How long something may take that a slow and loaded machine does in a moment. */
export const PATIENCE = 15_000
/** How long a run or the opening of a workspace may take. */
export const patient = { timeout: 90_000 }

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** Asks until `condition` answers something true, and answers that; fails after `timeout` ms saying `what`. */
export async function waitFor(condition, { what = condition.toString(), timeout = PATIENCE } = {}) {
  const end = Date.now() + timeout
  let last
  for (;;) {
    try {
      const answer = await condition()
      if (answer) return answer
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > end) {
      throw new Error(`Waited ${timeout} ms for ${what}${last ? `: ${last.message}` : ''}`)
    }
    await pause(40)
  }
}

const isElement = (value) => typeof value?.click === 'function'

function describe(wanted) {
  const words = Object.entries(wanted).filter(
    ([, value]) => value !== undefined && !isElement(value),
  )
  return words.map(([key, value]) => `${key} ${value}`).join(', ')
}

/** The page of a running application. */
export class Surface {
  /** The first element that fits `{css}`, `{text}` or `{role, name}`, within `{within}`, once there is one. */
  async find(wanted, options = {}) {
    const what = `an element that fits ${describe(wanted)}`
    return waitFor(async () => (await this.all(wanted))[0], { what, ...options })
  }

  /** The first element with a role and an accessible name. */
  role(role, name, { within, ...options } = {}) {
    return this.find({ role, name, within }, options)
  }

  /** Waits until no element fits. */
  async gone(wanted, options = {}) {
    const what = `nothing to fit ${describe(wanted)} any more`
    await waitFor(async () => (await this.all(wanted)).length === 0, { what, ...options })
  }

  /** Clicks the first element that fits, once it can be clicked. */
  async click(wanted, options = {}) {
    const click = async () => {
      const [one] = await this.all(wanted)
      await one?.click()
      return one
    }
    return waitFor(click, { what: `to click ${describe(wanted)}`, ...options })
  }

  /** Types instead of what is in a field. */
  async fill(wanted, text, options = {}) {
    const fill = async () => {
      const [one] = await this.all(wanted)
      await one?.fill(text)
      return one
    }
    return waitFor(fill, { what: `to fill ${describe(wanted)}`, ...options })
  }

  /** What the page shows, as text. */
  text() {
    return this.run('return document.body.innerText')
  }

  /** Waits until the page shows the text, a string or a regular expression. */
  async shows(text, options = {}) {
    const fits = (page) => (text instanceof RegExp ? text.test(page) : page.includes(text))
    const what = `the page to show ${text}`
    await waitFor(async () => fits(await this.text()), { what, ...options })
  }
}
