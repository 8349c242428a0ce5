// The browser's tests: the same interface in Chromium against the real engine on loopback, counted.

import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Screens } from '../journeys/parts/screens.mjs'
import { storiesOf, walk } from '../journeys/parts/stories.mjs'
import { Host, root } from './host.mjs'
import { App } from './pages.mjs'
import { Tab } from './tab.mjs'

const { chromium } = createRequire(join(root, 'ui/package.json'))('playwright-core')
const here = dirname(fileURLToPath(import.meta.url))
/** Each journey has a host and a profile of its own; they mostly wait for one another. */
const AT_ONCE = 2

/** Ends all that a journey started; what does not end well fails it. */
async function end(apps, hosts) {
  for (const app of apps) await app.close()
  const ended = await Promise.allSettled(hosts.map((host) => host.stop()))
  const wrong = ended.find((one) => one.status === 'rejected')
  if (wrong) throw wrong.reason
}

async function perform(browser, { title, journey }) {
  const hosts = []
  const apps = []
  const begin = async (options = {}) => {
    const host = await Host.start(options)
    hosts.push(host)
    const app = await App.open(browser, host.address)
    apps.push(app)
    return Object.assign(app, { host })
  }
  const open = async (options) => {
    const app = await begin(options)
    return new Screens(new Tab(app), app.host)
  }
  try {
    await journey({ begin, open, browser })
    for (const app of apps) app.assertQuiet()
  } catch (error) {
    const word = title.replace(/\W+/g, '-')
    for (const app of apps) {
      await app.picture(`failed-${word}`).catch(() => undefined)
      error.stack += `\n${app.said.join('\n')}`
    }
    await end(apps, hosts).catch(() => undefined)
    throw error
  }
  await end(apps, hosts)
}

await mkdir(join(root, 'target/screenshots'), { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--font-render-hinting=none'],
})
try {
  const folders = [join(here, 'journeys'), join(here, '../journeys')]
  const stories = await storiesOf(folders, process.argv[2])
  await walk(stories, (story) => perform(browser, story), AT_ONCE)
} finally {
  await browser.close()
}
