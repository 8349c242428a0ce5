// A citizen of the desktop: the tray, closing to it, starting hidden and with the session, notifications, the window's place,
// and the colours that are preferred.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { visitors } from '../../journeys/parts/organizations.mjs'
import { patient } from '../../journeys/parts/surface.mjs'
import { environment, program, waitFor } from '../driver.mjs'
import { closeWindows, hasPage, processOf, treeOf } from '../session.mjs'

/** Starts the program once more; answers how it ended. */
async function startAgain(home, args) {
  const second = spawn(program, args, { env: environment(home), stdio: 'ignore' })
  return new Promise((done) => second.once('exit', (code) => done(code)))
}

/** Closes the window as its cross does, and waits until its page is destroyed. */
async function close(pid) {
  await waitFor(closeWindows, { what: 'the window to be closed' })
  await waitFor(() => !hasPage(pid), { what: 'the page to be destroyed' })
}

/** Until the tray says `state`; answers what it shows. */
const says = (session, state) =>
  waitFor(
    async () => {
      const tray = await session.tray()
      assert.equal(tray.menu[0].label, state)
      return tray
    },
    { what: `the tray to say: ${state}`, ...patient },
  )

/** What can be pressed in the tray's menu. */
const pressable = ({ menu }) => menu.filter((one) => one.enabled && !one.line).map((one) => one.label)

export default {
  'the tray tells the state, and its menu does what it says': async ({ open, session }) => {
    const desktop = await session()
    const app = await open()
    await app.title('Overview', patient)
    const first = await says(desktop, 'User sync is off')
    assert.equal(first.status, 'Active')
    assert.deepEqual(pressable(first), ['Open Rolecall', 'Sync now', 'Quit Rolecall'])
    await desktop.press('Sync now')
    const run = await app.ended(0)
    assert.equal(run.trigger, 'manual')
    const second = await says(desktop, 'Needs attention')
    assert.notEqual(second.icon, first.icon, 'another state has another icon')
    assert.equal(readFileSync(second.icon).toString('latin1', 1, 4), 'PNG')

    await app.call('sync.switch', { on: true })
    const sync = async () => (await app.call('overview.get')).sync
    const offers = (words) =>
      waitFor(
        async () => {
          assert.deepEqual(pressable(await desktop.tray()), words)
          return true
        },
        { what: 'the menu to follow', ...patient },
      )
    await offers(['Open Rolecall', 'Sync now', 'Pause for 1 hour', 'Pause until tomorrow', 'Quit Rolecall'])
    const before = Date.now()
    await desktop.press('Pause for 1 hour')
    await offers(['Open Rolecall', 'Sync now', 'Resume', 'Quit Rolecall'])
    const { pausedUntil } = await sync()
    assert.ok(pausedUntil >= before + 3_600_000 && pausedUntil <= Date.now() + 3_600_000)
    await app.surface.shows('User sync is paused')
    await desktop.press('Resume')
    await offers(['Open Rolecall', 'Sync now', 'Pause for 1 hour', 'Pause until tomorrow', 'Quit Rolecall'])
    assert.equal((await sync()).pausedUntil, null)
    await desktop.press('Pause until tomorrow')
    await waitFor(async () => (await sync()).pausedUntil !== null, { what: 'the pause' })
    const until = new Date((await sync()).pausedUntil)
    assert.equal(until.getHours() * 60 + until.getMinutes(), 0, 'tomorrow begins at midnight')

    await app.call('settings.set', { language: 'de' })
    await waitFor(async () => pressable(await desktop.tray()).includes('Jetzt synchronisieren'), {
      what: 'the tray to speak German',
    })
    await desktop.press('Rolecall beenden')
    await app.surface.ended()
  },

  'closed to the tray its page is gone, and each way back brings it': async (journey) => {
    const { start, session, home } = journey
    const desktop = await session()
    const window = await start()
    await waitFor(() => desktop.tray(), { what: 'the tray' })
    await close(window.pid)
    await desktop.press('Open Rolecall')
    await window.again()
    await close(window.pid)
    assert.equal(await startAgain(home, [...window.args, '--hidden']), 0)
    assert.equal(hasPage(window.pid), false, 'the session starts it in vain: nobody asked for a window')
    assert.equal(await startAgain(home, window.args), 0)
    await window.again()
    assert.match(await window.title(), /Rolecall/)
  },

  'a while after it is closed it begins anew in the tray, without what the window took': async (journey) => {
    const { session, home } = journey
    const desktop = await session()
    const args = ['--sample', '--home', join(home, 'rolecall')]
    const first = spawn(program, args, { env: environment(home), stdio: 'ignore' })
    await waitFor(() => hasPage(first.pid), { what: 'the page', ...patient })
    await says(desktop, 'User sync is off')
    await close(first.pid)
    await waitFor(() => first.exitCode !== null, { what: 'the program to end', ...patient })
    assert.equal(first.exitCode, 0)
    const hidden = ['--hidden', ...args]
    const next = await waitFor(() => processOf(program, hidden, first.pid), {
      what: 'the program to begin anew',
    })
    try {
      await says(desktop, 'User sync is off')
      assert.equal(hasPage(next), false)
      await desktop.press('Sync now')
      await says(desktop, 'Needs attention')
      await desktop.press('Open Rolecall')
      await waitFor(() => hasPage(next), { what: 'the page' })
    } finally {
      process.kill(next, 'SIGTERM')
      await waitFor(() => treeOf(next).length === 0, { what: 'the program to end' })
    }
  },

  'started hidden it is in the tray alone until it is asked for': async ({ session, home }) => {
    const desktop = await session()
    const child = spawn(program, ['--sample', '--hidden'], { env: environment(home), stdio: 'ignore' })
    const ended = new Promise((done) => child.once('exit', (code) => done(code)))
    try {
      await says(desktop, 'User sync is off')
      await desktop.press('Sync now')
      await says(desktop, 'Needs attention')
      assert.equal(hasPage(child.pid), false, 'it works without a page')
      assert.equal(await startAgain(home, ['--sample']), 0)
      await waitFor(() => hasPage(child.pid), { what: 'the page' })
    } finally {
      child.kill('SIGTERM')
      assert.equal(await ended, 0)
    }
  },

  'a notification opens the page it is about, in the window or in a new one': async (journey) => {
    const desktop = await journey.session()
    const app = await journey.open({ sample: false })
    await app.title('Welcome to Rolecall')
    await app.call('workspace.import', { path: await visitors(journey.home) })
    await app.call('sync.now')
    await app.ended(0)
    const [note] = await waitFor(
      async () => {
        const notes = await desktop.notes()
        return notes.length > 0 && notes
      },
      { what: 'a notification' },
    )
    assert.match(note.summary, /^Rolecall: /)
    assert.equal(note.body, 'console: domain not verified · 2 people')
    assert.deepEqual(note.actions, ['default'], 'it can be pressed')
    await app.surface.reload()
    await app.go('Settings')
    await desktop.act(1)
    const place = '#/overview/failures/console/domain_not_verified'
    const isThere = async () => (await app.surface.run('return location.hash')) === place
    await waitFor(isThere, { what: 'the page of the failures' })
    await app.surface.shows('dee@visit.example')
    await app.go('Rules')
    await close(app.surface.pid)
    await desktop.act(1)
    await app.surface.again()
    await waitFor(isThere, { what: 'the page of the failures in a new window' })
    await app.surface.shows('dee@visit.example', patient)
  },

  'the session starts it when the setting says so': async ({ open, home }) => {
    const app = await open()
    const folder = join(home, 'config/autostart')
    const setting = { css: 'main label', text: 'Start with the desktop session' }
    await app.go('Settings')
    assert.equal(existsSync(folder), false)
    await app.surface.click(setting)
    const [name] = await waitFor(() => existsSync(folder) && readdirSync(folder), {
      what: 'the entry',
    })
    assert.match(name, /^org\.rolecall\.desktop\.workspace[0-9a-f]{16}\.desktop$/)
    const lines = readFileSync(join(folder, name), 'utf8').split('\n')
    assert.equal(lines[0], '[Desktop Entry]')
    assert.ok(lines.includes('Type=Application'))
    assert.ok(lines.includes(`Exec=${program} --hidden --sample --home ${home}/rolecall`), lines.join('\n'))
    await app.surface.reload()
    await app.title('Settings')
    const isOn = "return [...document.querySelectorAll('main label')].find((one) => one.innerText.includes('desktop session')).querySelector('input').checked"
    await waitFor(() => app.surface.run(isOn), { what: 'the setting to be on' })
    await app.surface.click(setting)
    await waitFor(() => readdirSync(folder).length === 0, { what: 'the entry to be gone' })
  },

  'the window comes back where it was, in the colours that are preferred': async (journey) => {
    const { start, session } = journey
    const desktop = await session()
    await desktop.prefer('dark')
    const window = await start()
    const isDark = () => window.run("return matchMedia('(prefers-color-scheme: dark)').matches")
    assert.equal(await isDark(), true)
    await window.shows('Overview', patient)
    const ink = () => window.run('return getComputedStyle(document.body).color')
    const dark = await ink()
    await window.screenshot('window-preferred-dark')
    await desktop.prefer('light')
    await waitFor(async () => !(await isDark()), { what: 'light colours' })
    assert.notEqual(await ink(), dark)

    const wanted = { x: 90, y: 60, width: 1100, height: 720 }
    await window.send('POST', '/window/rect', wanted)
    await waitFor(
      async () => {
        assert.deepEqual(await window.rect(), wanted)
        return true
      },
      { what: 'the window to move' },
    )
    await close(window.pid)
    await desktop.press('Open Rolecall')
    await window.again()
    assert.deepEqual(await window.rect(), wanted, 'after it was closed to the tray')
    await window.restart()
    assert.deepEqual(await window.rect(), wanted, 'after the program was started anew')
  },
}
