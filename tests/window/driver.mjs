// Drives the real window: a small WebDriver client for WebKitWebDriver, without dependencies.
//
// WebKitWebDriver starts the program itself and hands its own environment on, so each window gets a driver of its
// own with a home of its own. What is found is waited for; nothing sleeps for a fixed time.

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findInPage } from '../journeys/parts/find.mjs'
import { Surface, waitFor } from '../journeys/parts/surface.mjs'

export { waitFor }

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const screenshots = join(root, 'target/screenshots')
const built = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'rolecall/target/debug/rolecall',
)

/** The program under test. */
export const program = process.env.ROLECALL_BIN ?? built

/** Milliseconds that the engine may take to answer what the page asks. */
const LONGEST = 300_000

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
}

/** A folder that stands in for the administrator's home; `remove` takes it away. */
export async function newHome() {
  const path = await mkdtemp(join(tmpdir(), 'rolecall-window-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The environment of a program that knows nothing of this account. */
export function environment(home, more = {}) {
  return {
    ...process.env,
    HOME: home,
    USER: 'ines',
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    ROLECALL_HOME: join(home, 'rolecall'),
    LANG: 'C.UTF-8',
    ...more,
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** The processes whose parent is `pid`. */
function childrenOf(pid) {
  const parentOf = (id) => {
    try {
      return Number(readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ')[1])
    } catch {
      return 0
    }
  }
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && parentOf(id) === pid)
    .map(Number)
}

const isAlive = (pid) =>
  existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

/** The window of one running program. */
export class Window extends Surface {
  #url
  #driver
  #output = []

  /** Starts the program with `args` in `home` (a path) and waits until its page is there. */
  static async start({ home, args = ['--sample'], env = {} }) {
    if (!existsSync(program))
      throw new Error(`There is no program at ${program}: build it, or set ROLECALL_BIN`)
    const window = new Window()
    window.home = home
    window.args = args
    window.env = env
    await window.#open()
    return window
  }

  async #open() {
    const port = await freePort()
    const env = environment(this.home, { TAURI_WEBVIEW_AUTOMATION: 'true', ...this.env })
    const options = { env, stdio: ['ignore', 'pipe', 'pipe'] }
    this.#driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], options)
    for (const stream of [this.#driver.stdout, this.#driver.stderr]) {
      stream.on('data', (text) => this.#output.push(String(text)))
    }
    const base = `http://127.0.0.1:${port}`
    await waitFor(async () => (await fetch(`${base}/status`)).ok, { what: 'WebKitWebDriver' })
    const browser = { 'webkitgtk:browserOptions': { binary: program, args: this.args } }
    const session = await request(`${base}/session`, 'POST', {
      capabilities: { alwaysMatch: browser },
    })
    this.#url = `${base}/session/${session.sessionId}`
    // The engine may read a million people before it answers.
    await this.send('POST', '/timeouts', { script: LONGEST })
    this.pid = childrenOf(this.#driver.pid)[0]
    await this.#drawn()
  }

  /** What the program and the driver printed. */
  get output() {
    return this.#output.join('')
  }

  /** Drives the page that the program made after its first one was closed. */
  async again() {
    const [handle] = await waitFor(
      async () => {
        const handles = await this.send('GET', '/window/handles')
        return handles.length > 0 && handles
      },
      { what: 'another page' },
    )
    await this.send('POST', '/window', { handle })
    await this.#drawn()
  }

  #drawn() {
    const isDrawn = () => this.run("return document.querySelector('#root > *') !== null")
    return waitFor(isDrawn, { what: 'the page' })
  }

  /** Where the window is on the screen, and its size. */
  rect() {
    return this.send('GET', '/window/rect')
  }

  /** Waits until the program has ended by itself, and ends its driver. */
  async ended() {
    await waitFor(() => !isAlive(this.pid), { what: 'the program to end' })
    await this.stop()
  }

  /** Asks the program to end as the system would, and waits until it has. */
  async stop() {
    await this.#end('SIGTERM')
  }

  /** Ends the program without a chance to put anything in order. */
  async kill() {
    await this.#end('SIGKILL')
  }

  /** Stops the program and starts it again on what it left behind. */
  async restart() {
    await this.stop()
    await this.#open()
  }

  async #end(signal) {
    const { pid } = this
    if (pid && isAlive(pid)) {
      process.kill(pid, signal)
      await waitFor(() => !isAlive(pid), { what: `the program to end on ${signal}` })
    }
    const gone = new Promise((done) => this.#driver.once('exit', done))
    if (this.#driver.exitCode === null && this.#driver.kill()) await gone
  }

  /** Sends a WebDriver command of this session. */
  send(method, path, body) {
    return request(`${this.#url}${path}`, method, body)
  }

  /** Runs a function body in the page; elements come back as references. */
  run(script, ...args) {
    return this.send('POST', '/execute/sync', { script, args })
  }

  /** Waits for the promise that a function body in the page answers. */
  async runAsync(script, ...args) {
    const wrapped = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
      (async function () { ${script} }).apply(null, args).then((value) => done({ value }), (thrown) => done({ thrown: thrown && thrown.code ? thrown : String(thrown) }))`
    const answer = await this.send('POST', '/execute/async', { script: wrapped, args })
    if ('thrown' in answer)
      throw Object.assign(new Error(JSON.stringify(answer.thrown)), { thrown: answer.thrown })
    return answer.value
  }

  /** Asks the engine as the page does. */
  call(name, args = {}) {
    const invoke = 'return await window.__TAURI_INTERNALS__.invoke("call", { command: arguments[0] })'
    return this.runAsync(invoke, { name, args })
  }

  /** The page's title. */
  title() {
    return this.send('GET', '/title')
  }

  /** All visible elements that fit: `{css}`, `{text}` or `{role, name}`, each within `{within}`; names and texts are strings (whole) or regular expressions. */
  async all(wanted) {
    const plain = (value) =>
      value instanceof RegExp ? { source: value.source, flags: value.flags } : value
    const asked = {
      ...wanted,
      name: plain(wanted.name),
      text: plain(wanted.text),
      within: undefined,
    }
    // References are understood as arguments of their own only, not inside of one.
    const script = `return (${findInPage})({ ...arguments[0], within: arguments[1] })`
    const found = await this.run(script, asked, wanted.within?.reference ?? null)
    return found.map((reference) => new Element(this, reference))
  }

  /** Presses keys where the focus is: `'ArrowDown'`, `'Control+a'`, one after the other. */
  async press(...strokes) {
    const actions = strokes.flatMap((stroke) => {
      const keys = (stroke === '+' ? ['+'] : stroke.split('+')).map((key) => KEYS[key] ?? key)
      const down = keys.map((value) => ({ type: 'keyDown', value }))
      const up = keys.toReversed().map((value) => ({ type: 'keyUp', value }))
      return [...down, ...up]
    })
    await this.send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** Drags with the pointer from the middle of one element to the middle of another, and lets go once it has `arrived`. */
  async drag(from, to, arrived = () => undefined) {
    const at = ({ x, y, width, height }) => ({
      x: Math.round(x + width / 2),
      y: Math.round(y + height / 2),
    })
    const [a, b] = [at(await from.place()), at(await to.place())]
    const move = (point, duration) => ({
      type: 'pointerMove',
      origin: 'viewport',
      duration,
      ...point,
    })
    const between = { x: Math.round((a.x + b.x) / 2), y: Math.round((a.y + b.y) / 2) }
    const nudge = { x: a.x, y: a.y + Math.sign(b.y - a.y) * 12 }
    const way = [move(nudge, 100), move(between, 150), move(b, 150), move(b, 100)]
    const parameters = { pointerType: 'mouse' }
    const act = (...actions) =>
      this.send('POST', '/actions', {
        actions: [{ type: 'pointer', id: 'mouse', parameters, actions }],
      })
    await act(move(a, 0), { type: 'pointerDown', button: 0 }, ...way)
    await arrived()
    await act({ type: 'pointerUp', button: 0 })
  }

  /** Sets the size of the window, in pixels. */
  async resize(width, height) {
    await this.send('POST', '/window/rect', { width, height })
  }

  /** Loads the page anew. */
  async reload() {
    await this.send('POST', '/refresh', {})
    await this.#drawn()
  }

  /** Pictures of what is shown, in both themes. */
  async look(name, { themes = ['light', 'dark'] } = {}) {
    const show = 'document.documentElement.dataset.theme = arguments[0]'
    const before = await this.run('return document.documentElement.dataset.theme ?? "system"')
    for (const theme of themes) {
      await this.run(show, theme)
      await this.screenshot(`window-${name}-${theme}`)
    }
    await this.run(show, before)
  }

  /** One picture of what is shown. */
  picture(name) {
    return this.screenshot(`window-${name}`)
  }

  /** Writes what the window shows, once it is drawn, to `target/screenshots/<name>.png`. */
  async screenshot(name) {
    await mkdir(screenshots, { recursive: true })
    await this.runAsync(`
      await document.fonts.ready
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`)
    const path = join(screenshots, `${name}.png`)
    await writeFile(path, Buffer.from(await this.send('GET', '/screenshot'), 'base64'))
    return path
  }
}

/** An element of the page. */
class Element {
  constructor(window, reference) {
    this.window = window
    this.reference = reference
    this.id = reference[ELEMENT]
  }

  /** Clicks its middle. */
  click() {
    return this.window.send('POST', `/element/${this.id}/click`, {})
  }

  /** Focuses it and types after what is there. */
  type(text) {
    return this.window.send('POST', `/element/${this.id}/value`, { text })
  }

  /** Types instead of what is there. */
  async fill(text) {
    await this.focus()
    await this.window.press('Control+a', 'Delete')
    if (text !== '') await this.type(text)
  }

  /** Gives it the focus and presses keys there. */
  async press(...strokes) {
    await this.focus()
    await this.window.press(...strokes)
  }

  /** Gives it the focus, as the keyboard would. */
  focus() {
    return this.window.run('arguments[0].focus()', this.reference)
  }

  /** What it shows. */
  text() {
    return this.window.run('return arguments[0].innerText', this.reference)
  }

  /** An attribute; null where there is none. */
  attribute(name) {
    return this.window.run('return arguments[0].getAttribute(arguments[1])', this.reference, name)
  }

  /** A property of the element, such as `checked` or `value`. */
  property(name) {
    return this.window.run('return arguments[0][arguments[1]]', this.reference, name)
  }

  /** Where it is in the viewport. */
  place() {
    const script =
      "arguments[0].scrollIntoView({ block: 'nearest' }); const r = arguments[0].getBoundingClientRect(); return { x: r.x, y: r.y, width: r.width, height: r.height }"
    return this.window.run(script, this.reference)
  }
}

async function request(url, method, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const { value } = await response.json()
  if (!response.ok) throw new Error(`WebDriver: ${value?.error}: ${value?.message}`)
  return value
}
