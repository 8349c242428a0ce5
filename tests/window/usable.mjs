// Measures how long the real window takes from its start until its first screen with its data is drawn.
//
// `node usable.mjs WORKSPACE [TIMES]` prints one line of JSON. The start is the system's own record of when the process began, in
// steps of 10 ms; the end is the window's own mark.

import { readFileSync } from 'node:fs'
import { newHome, Window, waitFor } from './driver.mjs'

const TICK = 10

/** When a process began, in milliseconds since 1970. */
function beganAt(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/)[1].split(' ')
  const up = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000
  return Date.now() - up + Number(fields[19]) * TICK
}

const marked = `
  const [mark] = performance.getEntriesByName('app:usable')
  return mark ? performance.timeOrigin + mark.startTime : null`

async function once(workspace) {
  const home = await newHome()
  const window = await Window.start({ home: home.path, args: ['--workspace', workspace] })
  try {
    const at = await waitFor(() => window.run(marked), { what: 'the first screen', timeout: 60_000 })
    return at - beganAt(window.pid)
  } finally {
    await window.stop()
    await home.remove()
  }
}

const [workspace, times = '5'] = process.argv.slice(2)
if (!workspace) throw new Error('usage: node usable.mjs WORKSPACE [TIMES]')
// The first one finds nothing of the files in memory, and does not count.
await once(workspace)
const took = []
for (let n = 0; n < Number(times); n += 1) took.push(await once(workspace))
took.sort((one, other) => one - other)
const median_ms = took[Math.floor(took.length / 2)]
process.stdout.write(`${JSON.stringify({ median_ms, worst_ms: took.at(-1), took })}\n`)
