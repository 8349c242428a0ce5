// Every screen and dialog: clean for axe in both themes, whole at 200 %, told apart in forced colours, without motion where
// none is wanted, with the focus where it belongs, and without a word that cannot be translated.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textsInPage, sidewaysInPage, unreachableInPage, cutOffInPage } from '../../journeys/parts/fitting.mjs'
import { enter, furnish, leave, places } from '../../journeys/parts/places.mjs'
import { waitFor } from '../../journeys/parts/surface.mjs'
import { root } from '../host.mjs'

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
    const ticked = [...document.querySelectorAll('input[type="checkbox"]:not([role])')]
      .filter((one) => !one.checked && !one.indeterminate)
      .flatMap((one) => [...(one.closest('label')?.querySelectorAll('svg') ?? [])])
      .filter((one) => getComputedStyle(one).visibility === 'visible')
      .map((one) => `${one.closest('label').textContent}, which looks ticked`)
    const edgeless = [...document.querySelectorAll(states)]
      .map((one) => one.closest('label') ?? one)
      .filter((one) => one.getBoundingClientRect().width > 0)
      .filter((one) => ![one, ...one.querySelectorAll('*')].some(edged))
      .map((one) => one.textContent)
    return [...ticked, ...edgeless]
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
    try {
      await enter(app, place)
      found.push(...(await look(app, place)))
      await leave(app, place)
    } catch (error) {
      await app.surface.picture(`failed-${place.name}`)
      found.push(`${place.name}: ${error.message}`)
      await leave(app, place).catch(() => undefined)
    }
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

/** Keys, dates as the system writes them, React Aria's own words, which know eight languages, ways through vendors' consoles, and examples of what to type. */
const NOT_OURS = [
  /^(Ctrl|⌘|Alt)\b/,
  /^\w{3} \d{1,2}(, \d{4})?$/,
  /^(Dismiss|Show suggestions|Suggestions)$/,
  / › /,
  /^(\/|ldaps?:|https?:|cn=)|\[\[rule\]\]|"schemas"| eq "/,
]
/** Names that are the same in all languages; each language is called by its own. */
const NAMES = ['console', 'Rolecall', 'example.com', 'Okta', 'OneLogin', 'Microsoft Entra ID', 'Google Workspace', 'SCIM', 'TXT', 'GoTo Admin', 'Adobe User Management', 'goto', 'English', 'Nederlands', 'Svenska', 'Deutsch', 'Français', 'Español', 'Italiano', 'Português']
/** What is translated. Parts of plurals stay English in the language of the test, though translators have them. */
const catalogue = readFileSync(join(root, 'ui/src/i18n/catalogues/en.po'), 'utf8').replaceAll('"\n"', '')

/** Whether a text is told by the engine, or is made of what it tells. */
const isData = (text, engine) =>
  NOT_OURS.some((one) => one.test(text)) ||
  text
    .split(/ ?· |, and |, | and |^\d+ /)
    .map((part) => part.replace(/^“(.*)”$/, '$1'))
    .filter((part) => /\p{L}{3}/u.test(part))
    .every((part) => NAMES.includes(part) || engine.includes(part) || isPartOfPlural(part))

const isPartOfPlural = (part) =>
  catalogue.split('\n').some((line) => line.startsWith('msgid "{') && line.includes(part))

/** Words that stay as they are in a language of which every word looks different: not ours, or forgotten. */
const hardCoded = (part) => async ({ open }) => {
  const app = await open()
  const { page } = app.surface
  const answers = []
  page.on('response', (response) => {
    if (response.url().includes('/api/call')) answers.push(response.text().catch(() => ''))
  })
  await furnish(app)
  const found = new Map()
  const speak = async (language) => {
    await app.call('settings.set', { theme: null, language })
    const isSpoken = async () => {
      const title = await page.evaluate(() => document.querySelector('nav ul a')?.textContent)
      return /^Overview/.test(title ?? '') === (language === 'en')
    }
    await waitFor(isSpoken, { what: `the page in ${language}` })
    await app.settled()
  }
  for (const place of places.filter((_, index) => index % 2 === part)) {
    try {
      await enter(app, place)
      const before = new Set(await app.surface.run(`return (${textsInPage})()`))
      await speak('pseudo')
      await app.surface.picture(`pseudo-${place.name}`)
      const after = await app.surface.run(`return (${textsInPage})()`)
      const cut = await app.surface.run(`return (${cutOffInPage})()`)
      const engine = (await Promise.all(answers)).join('\n').replaceAll('\\"', '"')
      const kept = after.filter((text) => before.has(text) && !isData(text, engine))
      for (const hit of [...kept.map((text) => `“${text}” is not translated`), ...cut])
        found.set(hit, found.get(hit) ?? place.name)
    } catch (error) {
      found.set(error.message, place.name)
    }
    await speak('en')
    await leave(app, place).catch(() => undefined)
  }
  assert.deepEqual([...found].map(([hit, where]) => `${where}: ${hit}`), [])
}

export default {
  'axe, 200 %, forced colours and focus, first third': through(0, seen),
  'axe, 200 %, forced colours and focus, second third': through(1, seen),
  'axe, 200 %, forced colours and focus, last third': through(2, seen),
  'no word is hard-coded, and longer words fit, every other place': hardCoded(0),
  'no word is hard-coded, and longer words fit, the others': hardCoded(1),

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
    await leave(app, {})
    await app.go('Overview')
    await app.press('Sync now')
    await app.surface.find({ role: 'region', name: 'Run under way' }).catch(() => undefined)
    assert.deepEqual(await moving(), [], 'while a run goes on')
  },
}
