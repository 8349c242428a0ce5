// Measures the real window: from a keystroke in a rule's condition to its effect on the screen.
//
// `node measure.mjs WORKSPACE` opens the workspace in the program, types into the first rules' conditions, and prints one
// line of JSON. Every state of what is typed is a whole condition, so each key has an effect of its own. The window's
// own marks say when an effect was painted; the key's event says when it was pressed, on the same clock.

import { readdirSync, readFileSync } from 'node:fs'
import { newHome, Window, waitFor } from './driver.mjs'

/** A workspace with a million people needs its time to be read and planned first. */
const OPENING = 180_000
const EFFECT = 30_000
/** The rule, its condition up to where it is typed, what is typed, and what follows. */
const TYPED = [
  ['Rule 001', 'department co "', 'department 042', '"'],
  ['Rule 004', 'title sw "', 'senior account', '"'],
  ['Rule 012', 'groups.display eq "', 'Team 00002', '"'],
  ['Rule 010', 'level ge ', '31415', ''],
]
/** Over an attribute that has another value for nearly everybody. */
const PATTERN = ['Rule 011', 'workstation re "', 'a1.*7', '"']

const [workspace] = process.argv.slice(2)
if (!workspace) throw new Error('usage: node measure.mjs WORKSPACE')

const listen = `
  window.keysPressed = []
  document.addEventListener('keydown', (event) => window.keysPressed.push(event.timeStamp), true)`

/** When the effect of the newest edit was painted, if that edit came after \`since\`. */
const painted = `
  const [since] = arguments
  const keys = performance.getEntriesByName('rules:key').filter((mark) => mark.startTime >= since)
  if (keys.length === 0) return null
  const turn = keys.at(-1).detail.turn
  const effects = performance.getEntriesByName('rules:effect')
  return effects.find((mark) => mark.detail.turn >= turn && mark.startTime >= since)?.startTime ?? null`

/** Types one key and answers the milliseconds until its effect was on the screen. */
async function press(window, key, timeout) {
  const before = await window.run('return window.keysPressed.length')
  await window.press(key)
  const pressed = await waitFor(
    () => window.run('return window.keysPressed[arguments[0]] ?? null', before),
    { what: `the key ${key}` },
  )
  const shown = await waitFor(() => window.run(painted, pressed), {
    what: `the effect of the key ${key}`,
    timeout,
  })
  return shown - pressed
}

/** Opens a rule as text, writes the frame of a condition, and types within it. */
async function typeInto(window, [rule, before, typed, after], timeout) {
  const name = await window.find({ text: rule }, { timeout })
  await name.click()
  const tab = await window.role('tab', 'Text')
  await tab.click()
  const area = await window.role('textbox', 'Condition as text')
  await area.fill(before + after)
  if (after !== '') await window.press(...Array(after.length).fill('ArrowLeft'))
  await waitFor(() => rests(window), { what: 'the program to rest', timeout })
  const times = []
  const cpu = cpuOf(window.pid)
  for (const key of typed) times.push(await press(window, key, timeout))
  used.push((cpuOf(window.pid) - cpu) / typed.length)
  await name.click()
  return times
}

/** The milliseconds of processor time that a process and those it started have used; a clock tick is 10 ms. */
function cpuOf(pid) {
  const all = readdirSync('/proc').flatMap((id) => {
    try {
      const [, ...fields] = readFileSync(`/proc/${id}/stat`, 'utf8').split(/\) (?=[A-Z] )/)
      const [, parent, ...rest] = fields.join('').split(' ')
      return [
        { id: Number(id), parent: Number(parent), used: (Number(rest[9]) + Number(rest[10])) * 10 },
      ]
    } catch {
      return []
    }
  })
  const tree = new Set([pid])
  for (let before = 0; before < tree.size; ) {
    before = tree.size
    for (const { id, parent } of all) if (tree.has(parent)) tree.add(id)
  }
  return all.reduce((sum, one) => sum + (tree.has(one.id) ? one.used : 0), 0)
}

/** The processor time of each rule's keys, those of all processes of the window. */
const used = []

/** Whether the program has done what it had to do: people read and planned anew, the rule opened. */
async function rests(window) {
  const before = cpuOf(window.pid)
  await new Promise((done) => setTimeout(done, 500))
  return cpuOf(window.pid) - before < 100
}

const sorted = (times) => [...times].sort((one, other) => one - other)
const part = (times, share) => sorted(times)[Math.round((times.length - 1) * share)]

const home = await newHome()
const window = await Window.start({ home: home.path, args: ['--workspace', workspace] })
try {
  const link = await window.role('link', /^Rules/, { timeout: OPENING })
  await link.click()
  await window.run(listen)
  // The first one waits until everybody is loaded and planned.
  const [first, ...others] = TYPED
  const opening = await typeInto(window, first, OPENING)
  const times = opening.slice(1)
  for (const one of others) times.push(...(await typeInto(window, one, EFFECT)))
  await window.screenshot('measured-effect')
  const pattern = await typeInto(window, PATTERN, EFFECT)
  const told = {
    keys: times.length,
    median_ms: part(times, 0.5),
    p95_ms: part(times, 0.95),
    worst_ms: part(times, 1),
    cpu_ms_per_key: used.map(Math.round),
    first_ms: opening[0],
    pattern_median_ms: part(pattern, 0.5),
    pattern_worst_ms: part(pattern, 1),
    times,
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
} catch (error) {
  process.stderr.write(`${await window.text().catch(() => '')}\n${window.output}\n`)
  await window.screenshot('failed-measure').catch(() => '')
  throw error
} finally {
  await window.stop()
  await home.remove()
}
