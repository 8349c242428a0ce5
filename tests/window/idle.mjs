// Measures what the program takes while its window is closed to the tray: processor time over a minute, and memory.
//
// `node idle.mjs WORKSPACE [SECONDS]` starts the program without any driver, waits until it rests, closes the window as its cross
// does, sees the page's process end and the program begin anew in the tray, and prints one line of JSON.

import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { environment, newHome, program, waitFor } from './driver.mjs'
import { closeWindows, hasPage, megabytes, processOf, treeOf } from './session.mjs'

const OPENING = { timeout: 120_000 }

const ticksOf = (pid) => treeOf(pid).reduce((sum, one) => sum + one.ticks, 0)
const seconds = (n) => new Promise((done) => setTimeout(done, n * 1000))

/** Until two seconds went by with next to no work. */
const rests = (pid) =>
  waitFor(
    async () => {
      const before = ticksOf(pid)
      await seconds(2)
      return ticksOf(pid) - before <= 2
    },
    { what: 'the program to rest', ...OPENING },
  )

const [workspace, length = '60'] = process.argv.slice(2)
if (!workspace) throw new Error('usage: node idle.mjs WORKSPACE [SECONDS]')
const home = await newHome()
/** What it starts itself anew with. */
const inTray = ['--hidden', '--workspace', resolve(workspace), '--home', join(home.path, 'rolecall')]
const child = spawn(program, ['--workspace', workspace], {
  env: environment(home.path),
  stdio: ['ignore', 'ignore', 'inherit'],
})
let next
const ended = new Promise((done) => child.once('exit', done))
try {
  await waitFor(() => hasPage(child.pid), { what: 'the page’s process', ...OPENING })
  await rests(child.pid)
  const open_mb = treeOf(child.pid).reduce((sum, one) => sum + megabytes(one), 0)
  await waitFor(closeWindows, { what: 'the window to be closed' })
  await waitFor(() => !hasPage(child.pid), { what: 'the page to be destroyed' })
  next = await waitFor(() => processOf(program, inTray, child.pid), {
    what: 'the program to begin anew',
    ...OPENING,
  })
  await ended
  await rests(next)
  const before = ticksOf(next)
  await seconds(Number(length))
  if (treeOf(next).length === 0) throw new Error('the program ended')
  const cpu_percent = (ticksOf(next) - before) / Number(length)
  const processes = treeOf(next).map((one) => ({ name: one.name, mb: megabytes(one) }))
  const pss_mb = processes.reduce((sum, one) => sum + one.mb, 0)
  process.stdout.write(`${JSON.stringify({ cpu_percent, pss_mb, open_mb, processes })}\n`)
} finally {
  if (next) process.kill(next, 'SIGTERM')
  else child.kill('SIGTERM')
  await waitFor(() => treeOf(next ?? child.pid).length === 0, { what: 'the program to end' })
  await home.remove()
}
