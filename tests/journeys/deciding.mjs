// A rule written, its effect read, saved and run; and what a guard holds, looked at and approved.

import assert from 'node:assert/strict'
import { patient, waitFor } from './parts/surface.mjs'

const panel = { css: 'aside[aria-label="If you save this"]' }
const row = (name) => ({ role: 'row', name: new RegExp(`^Rule \\d+: ${name}$`) })

/** Until the engine has told the effect of all that was done; answers the panel's words. */
async function effect(surface) {
  const isTold = async () => {
    const words = (await (await surface.find(panel)).text()).replace(/\s+/g, ' ')
    return /computed in \d+ ms/.test(words) ? words : null
  }
  return waitFor(isTold, { what: 'the effect to be told' })
}

const once = { sizes: [{ width: 1280, height: 800 }] }

export default {
  'a rule: written, its effect read, saved, and run': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.firstSync()
    await app.go('Rules')
    await surface.find(row('Webinar hosts'))
    await app.press('Add a rule')
    await surface.click({ role: 'option', name: /^EMEA Sales/ })
    const analytics = await surface.role('radiogroup', 'Analytics')
    const [, give] = await surface.all({ css: 'label', within: analytics })
    await give.click()
    const save = await surface.role('button', /^Save · \d+ gain Analytics$/)
    const [, gain] = /(\d+) gain/.exec(await save.text())
    assert.match(await effect(surface), new RegExp(`Analytics.*\\+${gain}\\b`), 'the panel agrees')
    await app.look('written-rule')
    const before = await app.newestRun()
    await app.pick('More ways to save', 'Save and sync now')
    await app.told('a run has started')
    const run = await app.ended(before)
    assert.equal(run.done, Number(gain), 'the run did what the effect had told')
    const made = await surface.find(row('EMEA Sales'))
    assert.match(await made.text(), /in group EMEA Sales/)

    // Whoever got it reads why on their own page.
    const { items } = await app.call('people.list', {
      text: 'EMEA Sales',
      order: { column: 'name', descending: false, language: 'en' },
      page: { offset: 0, limit: 1 },
    })
    await app.at(`people/${encodeURIComponent(items[0].user)}`)
    await app.title(items[0].name)
    await app.press(/^Analytics/)
    await surface.shows(/EMEA Sales\s+gives it · matches/)
    await app.look('written-why', once)
  },

  'a held removal: seen, reviewed, and approved': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.firstSync()
    const held = async () => (await app.call('overview.get')).held
    assert.deepEqual(await held(), [], 'nothing is held after the first sync')
    await app.go('Rules')
    const hosts = await surface.find(row('Webinar hosts'))
    const toggle = (await surface.all({ css: 'label', within: hosts })).at(-1)
    await toggle.click()
    await effect(surface)
    await app.look('held-before', once)
    let before = await app.newestRun()
    await app.pick('More ways to save', 'Save and sync now')
    await app.told('a run has started')
    await app.ended(before)

    await app.go('Overview')
    const words = /^(\d+) removals are waiting for you/
    const heading = await surface.find({ css: 'main section h2', text: words }, patient)
    const count = Number(words.exec(await heading.text())[1])
    assert.ok(count > 5, `more than a guard lets through: ${count}`)
    await app.look('held-banner')
    const banner = () => app.banner(/removals are waiting for you/)
    await app.follow('Review', await banner())
    await app.title(/^Run \d+$/)
    await surface.shows(/Webinar/)
    await app.look('held-review')
    await app.go('Overview')
    await app.press(/^Approve/, await banner())
    const dialog = await app.dialog(/Approve held changes/)
    await app.look('held-approve')
    before = await app.newestRun()
    await app.press(`Approve ${count} changes`, dialog)
    await app.told('Approved')
    const run = await app.ended(before)
    assert.equal(run.done, count, 'exactly what was held is done')
    assert.deepEqual(await held(), [])
    await surface.gone({ css: 'main section h2', text: words })
    await app.look('held-approved', once)
  },

  'rules put in another order by keyboard and by pointer': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.go('Rules')
    await surface.find(row('Webinar hosts'))
    const names = async () => {
      const grips = await surface.all({ role: 'button', name: /^Move “/ })
      const labels = await Promise.all(grips.map((one) => one.attribute('aria-label')))
      return labels.map((label) => /“(.*)”/.exec(label)[1])
    }
    const settles = (name, number) =>
      surface.find({ role: 'button', name: `Move “${name}”, number ${number}` })
    const said = (words) =>
      waitFor(() => surface.run('return document.body.textContent.includes(arguments[0])', words), {
        what: `it to be said: ${words}`,
      })
    const grip = (name) => surface.find({ role: 'button', name: new RegExp(`^Move “${name}”`) })
    await settles('Webinar hosts', 3)
    const before = await names()
    await (await grip('Webinar hosts')).press('Space')
    await said('picked up')
    await surface.press('ArrowDown')
    await said('would be number 4')
    await surface.press('Space')
    await settles('Webinar hosts', 4)
    // Rows glide to their new places; the pointer goes where they come to rest.
    let seen = null
    const lieStill = async () => {
      const places = await Promise.all(
        ['Support desks', 'Contractors'].map(async (name) => (await grip(name)).place()),
      )
      const now = JSON.stringify(places)
      const isSame = now === seen
      seen = now
      return isSame
    }
    await waitFor(lieStill, { what: 'the rows to lie still' })
    const arrived = () => said('“Support desks” would be number 2')
    await surface.drag(await grip('Support desks'), await grip('Contractors'), arrived)
    await settles('Support desks', 2)
    await (await surface.find(row('Engineering'))).press('Alt+ArrowUp')
    await settles('Engineering', 6)
    await effect(surface)
    await app.look('rules-reordered', once)
    const after = await names()
    assert.deepEqual(after.toSorted(), before.toSorted(), 'the same rules in another order')
    await surface.reload()
    await app.title('Rules')
    await settles('Engineering', 6)
    assert.deepEqual(await names(), after, 'the engine kept the order')
  },
}
