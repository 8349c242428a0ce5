// A desktop session around the real window: its tray, its notifications, its colours, and its windows.

import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
/** Debian's own Python is the one that its bindings are for. */
const PYTHON = '/usr/bin/python3'

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** A process and all that it started: `{ id, name, ticks }`. */
export function treeOf(pid) {
  const all = readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .flatMap((id) => {
      const [head, tail] = read(`/proc/${id}/stat`).split(/\) (?=[A-Z] )/)
      if (!tail) return []
      const fields = tail.split(' ')
      const ticks = Number(fields[11]) + Number(fields[12])
      return [{ id: Number(id), name: head.split('(')[1], parent: Number(fields[1]), ticks }]
    })
  const ids = new Set([pid])
  for (let before = 0; before < ids.size; ) {
    before = ids.size
    for (const { id, parent } of all) if (ids.has(parent)) ids.add(id)
  }
  return all.filter(({ id }) => ids.has(id))
}

/** The proportional set size of a process, in megabytes. */
export function megabytes({ id }) {
  const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${id}/smaps_rollup`))
  return Number(pss?.[1] ?? 0) / 1024
}

/** Whether a program has a page, shown or hidden. */
export const hasPage = (pid) => treeOf(pid).some(({ name }) => name.startsWith('WebKitWebProces'))

/** The process that runs `program` with these arguments and is not `other`; nothing while there is none. */
export const processOf = (program, args, other) =>
  readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && Number(id) !== other)
    .map(Number)
    .find((id) => {
      const [command, ...given] = read(`/proc/${id}/cmdline`).split('\0').slice(0, -1)
      return basename(command ?? '') === basename(program) && given.join(' ') === args.join(' ')
    })

/** Asks the program's windows to close, as the cross in their corner does; answers whether there was one. */
export const closeWindows = () =>
  spawnSync(PYTHON, [join(here, 'close.py'), 'Rolecall']).status === 0

/** What a desktop session offers to programs on its bus. */
export class Session {
  #child
  #answers
  #said = ''

  /** Starts it on the bus of this process. */
  static async start() {
    if (!process.env.DBUS_SESSION_BUS_ADDRESS)
      throw new Error('needs a session bus: run it under dbus-run-session')
    const session = new Session()
    session.#child = spawn(PYTHON, [join(here, 'session.py')])
    session.#child.stderr.on('data', (text) => {
      session.#said += text
    })
    session.#answers = createInterface({ input: session.#child.stdout })[Symbol.asyncIterator]()
    await session.#answer()
    return session
  }

  async #answer() {
    const { value: line, done } = await this.#answers.next()
    if (done) throw new Error(`the desktop session ended: ${this.#said}`)
    const { value, error } = JSON.parse(line)
    if (error) throw new Error(`the desktop session: ${error}`)
    return value
  }

  #ask(asked) {
    this.#child.stdin.write(`${JSON.stringify(asked)}\n`)
    return this.#answer()
  }

  /** What the tray shows: `{ id, status, icon, menu }`, the menu as `{ label, enabled, line }`. */
  tray() {
    return this.#ask({ do: 'tray' })
  }

  /** Presses an entry of the tray's menu. */
  press(label) {
    return this.#ask({ do: 'press', label })
  }

  /** The notifications so far, oldest first. */
  notes() {
    return this.#ask({ do: 'notes' })
  }

  /** Presses a notification, counted from 1. */
  act(number) {
    return this.#ask({ do: 'act', number })
  }

  /** Prefers `dark` or `light` colours. */
  prefer(word) {
    return this.#ask({ do: 'prefer', scheme: word === 'dark' ? 1 : 2 })
  }

  /** Ends it, and waits until its names are free. */
  async stop() {
    const gone = new Promise((done) => this.#child.once('exit', done))
    this.#child.stdin.end()
    await gone
  }
}
