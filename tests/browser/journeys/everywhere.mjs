// Every screen and dialog: clean for axe in both themes, whole at 200 %, told apart in forced colours, without motion where
// none is wanted, with the focus where it belongs, and without a word that cannot be translated.

import assert from 'node:assert/strict'
import { textsInPage, sidewaysInPage, unreachableInPage, cutOffInPage } from '../../journeys/parts/fitting.mjs'
import { enter, furnish, leave, places } from '../../journeys/parts/places.mjs'
import { waitFor } from '../../journeys/parts/surface.mjs'

const WIDE = { width: 1280, height: 800 }
/** 1280x800 at 200 %. */
const ZOOMED = { width: 640, height: 400 }

const parts = 3
const size = Math.ceil(places.length / parts)
const some = (part) => places.slice(part * size, (part + 1) * size)

/** Everything that is wrong with a place in a window of a half of the pixels. */
async function zoomed(app, name) {
  const { page } = app.surface
  await page.setViewportSize(ZOOMED)
  await app.settled()
  await app.surface.picture(`zoomed-${name}`)
  const found = []
  for (const look of [cutOffInPage, sidewaysInPage, unreachableInPage]) {
    const hits = await app.surface.run(`return (${look})()`)
    found.push(...hits.map((hit) => `${name} at 200 %: ${hit}`))
  }
  await page.setViewportSize(WIDE)
  return found
}

/** A picture in forced colours, and controls whose state is told by nothing but a background. */
async function forced(app, name) {
  const { page } = app.surface
  await page.emulateMedia({ forcedColors: 'active' })
  await app.surface.picture(`forced-${name}`)
  const bare = await page.evaluate(() => {
    const states = '[role="switch"], input[type="checkbox"], input[type="radio"]'
    const edged = (one) => Number.parseFloat(getComputedStyle(one).borderTopWidth) > 0
    return [...document.querySelectorAll(states)]
      .map((one) => one.closest('label') ?? one)
      .filter((one) => one.getBoundingClientRect().width > 0)
      .filter((one) => ![one, ...one.querySelectorAll('*')].some(edged))
      .map((one) => one.textContent)
  })
  await page.emulateMedia({ forcedColors: 'none' })
  return bare.map((one) => `${name} in forced colours: “${one}” shows no state`)
}

/** Goes through places and gathers what is wrong, so that one look tells all of it. */
const through = (part, look) => async ({ open }) => {
  const app = await open()
  await furnish(app)
  const found = []
  for (const place of some(part)) {
    await enter(app, place)
    found.push(...(await look(app, place)))
    await leave(app, place)
  }
  assert.deepEqual(found, [])
}

/** The focus after going to a place and after leaving its dialog. */
async function focus(app, place) {
  const isDialog = (await app.surface.all({ css: '[role=dialog], [role=alertdialog]' })).length > 0
  const inside = await app.surface.run(
    "return document.activeElement?.closest('[role=dialog], [role=alertdialog]') !== null",
  )
  const focused = await app.focused()
  if (isDialog && !inside) return [`${place.name}: the focus is outside the dialog: ${focused?.name}`]
  return focused === null ? [`${place.name}: nothing has the focus`] : []
}

const seen = async (app, place) => {
  const found = await focus(app, place)
  await app.look(place.name, { sizes: [WIDE] })
  return [...found, ...(await zoomed(app, place.name)), ...(await forced(app, place.name))]
}

/** Words that stay as they are in a language of which every word looks different: not ours, or forgotten. */
const hardCoded = async ({ open }) => {
  const app = await open()
  const { page } = app.surface
  const told = []
  page.on('response', async (response) => {
    if (response.url().includes('/api/call')) told.push(await response.text().catch(() => ''))
  })
  await furnish(app)
  const found = []
  const speak = async (language) => {
    await app.call('settings.set', { theme: null, language })
    const isSpoken = async () => {
      const title = await page.evaluate(() => document.querySelector('nav ul a')?.textContent)
      return /^Overview/.test(title ?? '') === (language === 'en')
    }
    await waitFor(isSpoken, { what: `the page in ${language}` })
  }
  for (const place of places) {
    await enter(app, place)
    const before = new Set(await app.surface.run(`return (${textsInPage})()`))
    await speak('pseudo')
    await app.settled()
    await app.surface.picture(`pseudo-${place.name}`)
    const after = await app.surface.run(`return (${textsInPage})()`)
    const cut = await app.surface.run(`return (${cutOffInPage})()`)
    await speak('en')
    await leave(app, place)
    const engine = JSON.stringify(told.join('\n')).replaceAll('\\', '')
    const typed = ['console', 'Rolecall', 'example.com', 'nobody at all', 'Okta', 'TXT', 'SCIM']
    const kept = after.filter((text) => before.has(text) && /\p{L}{3}/u.test(text))
    const ours = kept.filter((text) => !engine.includes(text.replaceAll('"', '')) && !typed.includes(text))
    found.push(...ours.map((text) => `${place.name}: “${text}” is not translated`))
    found.push(...cut.map((hit) => `${place.name}: cut off: ${hit}`))
  }
  assert.deepEqual(found, [])
}

export default {
  'axe, 200 %, forced colours and focus, first third': through(0, seen),
  'axe, 200 %, forced colours and focus, second third': through(1, seen),
  'axe, 200 %, forced colours and focus, last third': through(2, seen),
  'no word is hard-coded, and longer words fit': hardCoded,

  'without motion nothing moves': async ({ open }) => {
    const app = await open()
    const { page } = app.surface
    await app.firstSync()
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter((one) => one.playState === 'running')
          .map((one) => one.animationName ?? one.transitionProperty),
      )
    await app.go('Rules')
    await app.press('Test a person…')
    assert.deepEqual(await moving(), [], 'while a dialog opens')
    await app.surface.press('Escape')
    await app.closed()
    await app.go('Overview')
    await app.press('Sync now')
    await app.surface.find({ role: 'region', name: 'Run under way' }).catch(() => undefined)
    assert.deepEqual(await moving(), [], 'while a run goes on')
  },
}
