// The terminal host as an administrator starts it: the real engine on loopback, behind a one-time address.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The repository's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
const candidates = [
  process.env.ROLECALLCTL_BIN,
  process.env.ROLECALLCTL,
  join(cache, 'rolecall/target/debug/rolecallctl'),
  join(root, 'target/debug/rolecallctl'),
]

/** The program under test. */
export const program = candidates.find((path) => path && existsSync(path))

/** An environment that knows nothing of this account, and has no keyring. */
function environment(home) {
  const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = process.env
  return {
    ...env,
    HOME: home,
    USER: 'ines',
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    ROLECALL_LOG: 'warn',
    LANG: 'C.UTF-8',
  }
}

/** A running `rolecallctl serve` with a home and a workspace of its own. */
export class Host {
  #child
  #ended
  #output = []

  /** Starts it on an empty workspace, or with the sample organization, and waits for its address; `env` adds variables. */
  static async start({ sample = true, env = {} } = {}) {
    if (!program) throw new Error('There is no rolecallctl: build it, or set ROLECALLCTL_BIN')
    const host = new Host()
    host.home = await mkdtemp(join(tmpdir(), 'rolecall-browser-'))
    const args = ['serve', '--workspace', join(host.home, 'workspace'), '--listen', '127.0.0.1:0']
    await host.#open(sample ? [...args, '--sample'] : args, env)
    return host
  }

  async #open(args, env) {
    this.#child = spawn(program, args, {
      env: { ...environment(this.home), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stderr.on('data', (text) => this.#output.push(String(text)))
    this.#ended = new Promise((done) => this.#child.once('exit', done))
    this.address = await new Promise((found, failed) => {
      const timer = setTimeout(() => failed(this.#silent('within 30 s')), 30_000)
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#output.push(`${line}\n`)
        const address = /https?:\/\/127\.0\.0\.1:\d+\/\S*#token=\S+/.exec(line)?.[0]
        if (address) {
          clearTimeout(timer)
          found(address)
        }
      })
      this.#ended.then((code) => failed(this.#silent(`before it ended with ${code}`)))
    })
  }

  #silent(when) {
    return new Error(`rolecallctl serve named no address ${when}:\n${this.output}`)
  }

  /** What it printed. */
  get output() {
    return this.#output.join('')
  }

  /** Asks it to end, waits until it has, and takes its home away. */
  async stop() {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM')
    const code = await this.#ended
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 })
    if (code !== 0) throw new Error(`rolecallctl serve ended with ${code}:\n${this.output}`)
  }
}
