// The palette, and the languages with the longest words: nothing of our own words is cut off.

import assert from 'node:assert/strict'

const screens = [
  'overview',
  'rules',
  'attributes',
  'people',
  'people?view=groups',
  'people?view=units',
  'people?view=domains',
  'connections',
  'runs',
  'activity',
  'settings',
]

/** Our own words that do not fit their place; names that others gave may be cut. */
const cutOff = (page) =>
  page.evaluate(() => {
    const ours = 'h1, nav a, button, [role="tab"], label, [role="columnheader"]'
    const isCut = (one) => {
      const style = getComputedStyle(one)
      const hides = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis'
      return hides && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1
    }
    return [...document.querySelectorAll(ours)]
      .flatMap((one) => [one, ...one.querySelectorAll('span')])
      .filter((one) => !one.closest('[role="row"], [role="grid"] td') && isCut(one))
      .map((one) => `${one.tagName} “${one.textContent}” ${one.scrollWidth} > ${one.clientWidth}`)
  })

async function visit(app, language, title) {
  const { page } = app
  await app.call('settings.set', { theme: null, language })
  await page.locator(`html[lang^="${language}"]`).waitFor()
  for (const screen of screens) {
    await page.evaluate((place) => {
      location.hash = `#/${place}`
    }, screen)
    await page.locator('main h1, h1').first().waitFor()
    if (screen === 'overview') await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.locator('[class*="Skeleton"], [class*="_bar_"][aria-hidden]').first().waitFor({ state: 'detached' })
    await page.getByRole('status', { name: /Laden|geladen|Loading/ }).waitFor({ state: 'detached' })
    await app.look(`${language}-${screen.replace('?view=', '-')}`)
    for (const width of [1280, 1000]) {
      await page.setViewportSize({ width, height: width === 1280 ? 800 : 700 })
      assert.deepEqual(await cutOff(page), [], `${language}: ${screen} at ${width}`)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  }
}

export default {
  'everything by its name: the palette': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.look('overview-runs', { sizes: [{ width: 1280, height: 1100 }] })
    await page.keyboard.press('Control+k')
    const field = page.getByRole('searchbox', { name: 'Search or do' })
    await field.waitFor()
    await app.look('palette')
    await field.fill('aaliyah')
    await page.getByRole('menuitem', { name: /Aaliyah/ }).first().click()
    await page.getByRole('heading', { level: 1, name: /Aaliyah/ }).waitFor()
    await page.keyboard.press('Control+k')
    await field.fill('pause')
    await page.getByRole('menuitem', { name: 'Pause User sync for 1 hour' }).waitFor()
    await page.keyboard.press('Enter')
    await app.go('Overview')
    const paused = page.getByRole('main').getByText('User sync is paused')
    await paused.waitFor()
    await app.look('paused', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Resume').click()
    await paused.waitFor({ state: 'detached' })
  },

  'German, with nothing cut off': async ({ begin }) => {
    const app = await begin()
    await app.firstSync()
    await app.clearToasts()
    await visit(app, 'de', 'Übersicht')
  },

  'Dutch, with nothing cut off': async ({ begin }) => {
    const app = await begin()
    await app.firstSync()
    await app.clearToasts()
    await visit(app, 'nl', 'Overzicht')
  },
}
