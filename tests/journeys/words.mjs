// The languages with the longest words: every screen and dialog in German and in Dutch, with nothing of our own words cut off.

import assert from 'node:assert/strict'
import { cutOffInPage, sidewaysInPage } from './parts/fitting.mjs'
import { enter, furnish, leave, places } from './parts/places.mjs'
import { waitFor } from './parts/surface.mjs'

const languages = ['de', 'nl']

/** Switches the language while the page stands, as the setting does. */
async function speak(app, language) {
  await app.call('settings.set', { theme: null, language })
  const script = 'return document.documentElement.lang'
  const speaks = async () => (await app.surface.run(script)).startsWith(language)
  await waitFor(speaks, { what: `the page in ${language}` })
  await app.settled()
}

/** What does not fit, in both sizes of the window. */
async function misfits(app, where) {
  const found = []
  for (const [width, height] of [[1280, 800], [1000, 700]]) {
    await app.surface.resize(width, height)
    const isSized = () => app.surface.run('return innerWidth === arguments[0]', width)
    await waitFor(isSized, { what: `the window to be ${width} wide` })
    for (const look of [cutOffInPage, sidewaysInPage]) {
      let hits = []
      const fits = async () => {
        hits = await app.surface.run(`return (${look})()`)
        return hits.length === 0
      }
      // The page takes a moment to put its panel away.
      await waitFor(fits, { timeout: 1_000 }).catch(() => undefined)
      found.push(...hits.map((hit) => `${where} at ${width}: ${hit}`))
    }
    if (width === 1000) await app.surface.picture(where)
  }
  await app.surface.resize(1280, 800)
  return found
}

const half = Math.ceil(places.length / 2)
const walkThrough = (some) => async ({ open }) => {
  const app = await open()
  await furnish(app)
  const found = []
  for (const place of some) {
    await enter(app, place)
    for (const language of languages) {
      await speak(app, language)
      found.push(...(await misfits(app, `${language}-${place.name}`)))
    }
    await speak(app, 'en')
    await leave(app, place)
  }
  assert.deepEqual(found, [], 'words are cut off')
}

export default {
  'German and Dutch with nothing cut off, Overview to Attributes': walkThrough(places.slice(0, half)),
  'German and Dutch with nothing cut off, People to Settings': walkThrough(places.slice(half)),
}
