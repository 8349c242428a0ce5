// Takes the pictures of the README: the sample organization after its first sync, in both themes, into docs/pictures.
//
// `node tests/browser/pictures.mjs` from the root, once `rolecallctl` and the interface are built; `cargo xtask pictures` does all.

import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Screens } from '../journeys/parts/screens.mjs'
import { Host, root } from './host.mjs'
import { App } from './pages.mjs'
import { small } from './png.mjs'
import { Tab } from './tab.mjs'

const { chromium } = createRequire(join(root, 'ui/package.json'))('playwright-core')
const folder = join(root, 'docs/pictures')

/** What the page shows, in both themes. */
async function take({ surface }, name) {
  for (const theme of ['light', 'dark']) {
    await surface.page.emulateMedia({ colorScheme: theme })
    await surface.page.evaluate(() => document.fonts.ready)
    const picture = small(await surface.page.screenshot())
    await writeFile(join(folder, `${name}-${theme}.png`), picture)
    console.log(`docs/pictures/${name}-${theme}.png: ${Math.round(picture.length / 1024)} KiB`)
  }
}

async function show(app) {
  const { surface } = app
  await app.firstSync()
  await app.go('Rules')
  await surface.click({ role: 'row', name: /^Rule \d+: Sales elsewhere$/ })
  const rule = await surface.find({ role: 'row', name: /^Rule \d+: Support desks$/ })
  await rule.focus()
  await surface.press('Alt+ArrowUp', 'Alt+ArrowUp')
  const hosts = await surface.find({ role: 'row', name: /^Rule \d+: Webinar hosts$/ })
  await (await surface.all({ css: 'label', within: hosts })).at(-1).click()
  await surface.shows(/computed in \d+ ms/)
  await take(app, 'rules')
  await app.press('Discard')

  await app.go('Overview')
  await surface.shows('No licences left for Webinar')
  await take(app, 'overview')
  await app.follow('Details', await app.banner(/No licences left for Webinar/))
  await surface.shows('gives it')
  await take(app, 'failure')
  await app.at('people/thorsten.kaestner%40vellamo.example')
  await app.press(/^Webinar.*No licence left$/)
  await surface.shows(/withholds it · does not match/)
  await take(app, 'person')
}

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--font-render-hinting=none'],
})
const host = await Host.start()
try {
  const app = await App.open(browser, host.address)
  await show(new Screens(new Tab(app), host))
  app.assertQuiet()
} finally {
  await browser.close()
  await host.stop()
}
