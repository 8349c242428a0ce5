// The real window's tests: starts every journey with a home of its own and counts what held.

import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { newHome, Window } from './driver.mjs'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'journeys')
const only = process.argv[2]

let passed = 0
let failed = 0

async function perform(file, name, journey) {
  const home = await newHome()
  const started = []
  const start = async (options = {}) => {
    const window = await Window.start({ home: home.path, ...options })
    started.push(window)
    return window
  }
  const begin = Date.now()
  try {
    await journey({ start, home: home.path })
    passed += 1
    console.log(`ok      ${name} (${Date.now() - begin} ms)`)
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${name}\n        ${error.stack}`)
    for (const [index, window] of started.entries()) {
      const picture = await window
        .screenshot(`failed-${file}-${index}`)
        .catch(() => 'no picture: the window is gone')
      const text = await window.text().catch(() => '')
      console.log(`        ${picture}\n${text}\n${window.output}`.replaceAll('\n', '\n        '))
    }
  } finally {
    for (const window of started)
      await window.stop().catch((error) => console.log(`        ${error.message}`))
    await home.remove()
  }
}

const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort()
for (const file of files) {
  const { default: journeys } = await import(pathToFileURL(join(folder, file)).href)
  for (const [name, journey] of Object.entries(journeys)) {
    const title = `${file.replace('.mjs', '')}: ${name}`
    if (!only || title.includes(only)) await perform(file.replace('.mjs', ''), title, journey)
  }
}

console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
