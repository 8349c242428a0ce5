// Measures how long the real window takes from its start until its first screen with its data is drawn.
//
// `node usable.mjs WORKSPACE [TIMES]` prints one line of JSON. The start is the system's own record of when the process began, in
// steps of 10 ms; the end is the window's own mark. With it goes the processor time that all its processes took until the mark was
// seen, which tells more than the clock where the machine is busy with other things.

import { readFileSync } from 'node:fs'
import { newHome, Window, waitFor } from './driver.mjs'
import { treeOf } from './session.mjs'

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
    const ticks = treeOf(window.pid).reduce((sum, one) => sum + one.ticks, 0)
    return { clock: at - beganAt(window.pid), cpu: ticks * TICK }
  } finally {
    await window.stop()
    await home.remove()
  }
}

const [workspace, times = '5'] = process.argv.slice(2)
if (!workspace) throw new Error('usage: node usable.mjs WORKSPACE [TIMES]')
// The first one finds nothing of the files in memory, and does not count.
await once(workspace)
const all = []
for (let n = 0; n < Number(times); n += 1) all.push(await once(workspace))
const sorted = (what) => all.map((one) => one[what]).sort((one, other) => one - other)
const middle = (numbers) => numbers[Math.floor(numbers.length / 2)]
const took = sorted('clock')
const told = { median_ms: middle(took), worst_ms: took.at(-1), took, cpu_ms: middle(sorted('cpu')) }
process.stdout.write(`${JSON.stringify(told)}\n`)
