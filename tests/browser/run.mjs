// The browser's tests: the same interface in Chromium against the real engine on loopback, counted.

import { mkdir, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Host, root } from './host.mjs'
import { App } from './pages.mjs'

const { chromium } = createRequire(join(root, 'ui/package.json'))('playwright-core')
const folder = join(dirname(fileURLToPath(import.meta.url)), 'journeys')
const only = process.argv[2]

let passed = 0
let failed = 0

async function perform(browser, title, journey) {
  const hosts = []
  const apps = []
  const begin = async (options = {}) => {
    const host = await Host.start(options)
    hosts.push(host)
    const app = await App.open(browser, host.address)
    apps.push(app)
    return Object.assign(app, { host })
  }
  const started = Date.now()
  try {
    await journey({ begin, browser })
    for (const app of apps) app.assertQuiet()
    passed += 1
    console.log(`ok      ${title} (${Date.now() - started} ms)`)
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${title}\n        ${error.stack?.replaceAll('\n', '\n        ')}`)
    const word = title.replace(/\W+/g, '-')
    for (const app of apps) {
      await app.picture(`failed-${word}`).catch(() => undefined)
      console.log(`        ${app.said.join('\n        ')}`)
    }
  } finally {
    for (const app of apps) await app.close()
    for (const host of hosts) {
      await host.stop().catch((error) => {
        failed += 1
        console.log(`FAILED  ${title}: its end\n        ${error.message}`)
      })
    }
  }
}

await mkdir(join(root, 'target/screenshots'), { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--font-render-hinting=none'],
})
try {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort()
  for (const file of files) {
    const { default: journeys } = await import(pathToFileURL(join(folder, file)).href)
    for (const [name, journey] of Object.entries(journeys)) {
      const title = `${file.replace('.mjs', '')}: ${name}`
      if (!only || title.includes(only)) await perform(browser, title, journey)
    }
  }
} finally {
  await browser.close()
}

console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
