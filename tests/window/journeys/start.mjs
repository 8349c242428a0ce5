// Starting, what the page may ask of the host, and ending.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment, program, waitFor } from '../driver.mjs'

const invoke = 'return await window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])'

export default {
  'the window opens on the interface': async ({ start }) => {
    const window = await start()
    assert.match(await window.title(), /Rolecall/)
    assert.match(await window.run('return location.href'), /^tauri:\/\/localhost/)
    await window.screenshot('window-start')
  },

  'the page reaches the engine and nothing else': async ({ start }) => {
    const window = await start()
    const unknown = window.runAsync(invoke, 'call', { command: { name: 'rules.lost' } })
    await assert.rejects(unknown, (error) => error.thrown.code === 'unknown_command')
    for (const forbidden of [
      'plugin:dialog|open',
      'plugin:window|close',
      'plugin:path|resolve_directory',
      'plugin:app|version',
    ]) {
      await assert.rejects(window.runAsync(invoke, forbidden, {}), /not allowed/, forbidden)
    }
    assert.equal(await window.run('return typeof window.__TAURI__'), 'undefined')
  },

  'every command of the contract is there': async ({ start }) => {
    const contract = new URL('../../../ui/src/platform/generated/contract.ts', import.meta.url)
    const names = [...readFileSync(contract, 'utf8').matchAll(/^ {2}"([a-z_.]+)": \{ args:/gm)].map(
      (match) => match[1],
    )
    assert.ok(names.length > 30, `only ${names.length} commands were read from the contract`)
    const window = await start()
    for (const name of names) {
      // Arguments that no command takes: reading them shows that the command is there.
      const call = window.runAsync(invoke, 'call', { command: { name, args: 7 } })
      await assert.rejects(call, (error) => error.thrown.code === 'malformed', name)
    }
  },

  'a workspace that cannot be opened is said in words': async ({ start, home }) => {
    writeFileSync(join(home, 'rolecall'), 'a file where the folder of workspaces belongs')
    const window = await start()
    const call = window.runAsync(invoke, 'call', { command: { name: 'settings.get' } })
    await assert.rejects(call, (error) => error.thrown.code === 'workspace_unusable')
    await window.shows('Rolecall could not start')
    await window.shows(join(home, 'rolecall'))
    await window.screenshot('window-unusable')
  },

  'the policy stops foreign scripts, eval and connections': async ({ start }) => {
    const window = await start()
    await assert.rejects(
      window.runAsync("return (0, eval)('1 + 1')"),
      /EvalError|unsafe-eval|Content Security Policy/,
    )
    await assert.rejects(
      window.runAsync("await fetch('https://example.org/')"),
      /TypeError|Load failed|denied/i,
    )
    const ran = await window.runAsync(`
      const script = document.createElement('script')
      script.src = 'data:text/javascript,window.foreign = true'
      const loaded = new Promise((done) => { script.onload = () => done('loaded'); script.onerror = () => done('stopped') })
      document.head.append(script)
      return await loaded`)
    assert.equal(ran, 'stopped')
  },

  'a second start raises the first and ends': async ({ start, home }) => {
    if (!process.env.DBUS_SESSION_BUS_ADDRESS)
      throw new Error('needs a session bus: run it under dbus-run-session')
    const window = await start()
    const second = spawn(program, window.args, { env: environment(home), stdio: 'ignore' })
    const ended = await new Promise((done) => second.once('exit', (code) => done(code)))
    assert.equal(ended, 0)
    await waitFor(() => window.title(), { what: 'the first window to be there still' })
  },

  'the system may end it, and it starts again where it was': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.firstSync()
    const before = await app.headings()
    assert.equal(before.length, 4)
    await surface.restart()
    await app.title('Overview')
    await app.failing(before)
    const isOn = "return document.querySelector('header label input').checked"
    assert.equal(await surface.run(isOn), true, 'User sync is still on')
  },
}
