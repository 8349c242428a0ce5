// The first start to the first sync, with the sample and with files of one's own; a failure found, understood, mended, retried.

import assert from 'node:assert/strict'
import { plant } from './parts/organizations.mjs'
import { Console } from './parts/servers.mjs'
import { patient, waitFor } from './parts/surface.mjs'

/** The causes of the sample's first sync, worst first, as their banners are headed. */
const banners = [
  'No licences left for Webinar · 14 people',
  'An account exists already · console · 3 people',
  'The domain is not verified · console · 3 people',
  'An attribute is missing · console · 2 people',
]

export default {
  'the sample, its plan, the first sync, and a failure retried': async ({ open }) => {
    const app = await open({ sample: false })
    const { surface } = app
    await app.title('Welcome to Rolecall')
    await app.look('welcome')
    await app.press(/^Set up/)
    await app.title('Set up')
    await app.look('welcome-set-up')
    await app.press(/Back/)
    await app.press(/^Move in/)
    await app.title(/Move in/)
    await app.look('welcome-move-in')
    await app.press(/Back/)
    await app.press(/^Explore with a sample organization/)
    await app.title('Overview', patient)
    await surface.shows('4 of 5 done')
    await app.look('overview-before')

    const told = await app.switchOn()
    for (const words of [
      /Create account\D*426 people/,
      /No licences left · 14 people go without/,
      /An account exists already · 3 people go without/,
      /The domain is not verified · 3 people go without/,
      /An attribute is missing · 2 people go without/,
    ]) {
      assert.match(told, words)
    }
    await app.failing(banners)
    await app.look('overview-banners')

    await app.follow('Details', await app.banner(/No licences left for Webinar/))
    await app.title('No licences left for Webinar')
    await surface.role('button', 'Retry sync for 14')
    await surface.shows('Buy at least 14 more seats of Webinar')
    await surface.shows('gives it')
    await app.look('details')
    await app.follow('Back to Overview')
    await app.title('Overview')
    await app.press('Adopt…', await app.banner(/An account exists already/))
    await app.dialog(/Adopt existing accounts/)
    await app.look('adopt')
    await app.press('Cancel')
    await app.closed()

    const short = () => app.banner(/No licences left for Webinar/)
    await app.press('Buy seats…', await short())
    const shop = await app.dialog(/Buy seats/)
    await app.look('buy-seats')
    await app.press('Buy 14 seats', shop)
    await app.closed()
    await app.press('Retry sync', await short())
    await app.failing(banners.slice(1))
    await app.ended(1)
    await app.look('overview-cleared')
  },

  'set up with files of one’s own, up to the first sync': async ({ open }) => {
    const server = await Console.start()
    try {
      const env = { ROLECALL_SECRET_CONSOLE_TOKEN: 'token' }
      const app = await open({ sample: false, env })
      const { surface } = app
      const path = await plant(app.host.home, server.url)
      await app.press(/^Set up/)
      await app.press(/^From a configuration file/)
      await surface.fill({ role: 'textbox', name: /Configuration file/ }, `${path}.lost`)
      await app.press('Check file')
      await surface.shows(/rolecall\.toml\.lost/)
      await app.look('set-up-lost', { sizes: [{ width: 1280, height: 800 }], themes: ['light'] })
      await surface.fill({ role: 'textbox', name: /Configuration file/ }, path)
      await app.press('Check file')
      await surface.shows('The file can be taken over')
      await app.look('set-up-checked')
      await app.press('Take over')
      await app.title('Overview', patient)
      await surface.shows('Before you begin')
      await app.look('overview-set-up')
      assert.equal(server.accounts, 0, 'nothing is sent before the switch')
      const told = await app.switchOn()
      assert.match(told, /Create account\D*60 people/)
      assert.equal(server.accounts, 60, 'everybody has an account')
      const isOn = () => surface.run("return document.querySelector('header label input').checked")
      await waitFor(isOn, { what: 'User sync to be on' })
      await app.look('overview-in-sync')
    } finally {
      await server.stop()
    }
  },
}
