// From the first start with nothing to an organization in sync, as an administrator walks it.

import assert from 'node:assert/strict'
import { waitFor } from '../driver.mjs'

const patient = { timeout: 60_000 }

/** The causes of the sample's first sync, worst first, as their banners are headed. */
const banners = [
  'No licences left for Webinar · 14 people',
  'An account exists already · console · 3 people',
  'The domain is not verified · console · 3 people',
  'An attribute is missing · console · 2 people',
]

const banner = (window, words) => window.find({ css: 'main section', text: new RegExp(words) })

const headings = async (window) => {
  const found = await window.all({ css: 'main section h2' })
  const texts = await Promise.all(found.map((one) => one.text()))
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text.includes('·'))
}

/** The names of the rules in their order. */
const ruleNames = async (window) => {
  const grips = await window.all({ role: 'button', name: /^Move “/ })
  const labels = await Promise.all(grips.map((one) => one.attribute('aria-label')))
  return labels.map((label) => /“(.*)”/.exec(label)[1])
}

const go = async (window, screen) => {
  const list = await window.role('navigation', 'Screens')
  await (await window.role('link', new RegExp(`^${screen}`), { within: list })).click()
  await window.role('heading', screen)
}

/** Chooses the sample on the first start, and switches User sync on through its plan. */
async function firstSync(window) {
  await window.shows('Welcome to Rolecall')
  await window.screenshot('window-welcome')
  await (await window.role('button', /^Explore with a sample organization/)).click()
  await window.role('heading', 'Overview', patient)
  await window.shows('Before you begin')
  await window.screenshot('window-overview-before')

  await (await window.find({ css: 'header label', text: 'User sync' })).click()
  const plan = await window.role('dialog', 'Before User sync is switched on')
  const goes = await window.role('button', /^Switch on and apply [\d,]+ changes$/, {
    within: plan,
    ...patient,
  })
  const told = await plan.text()
  for (const words of [
    /Create account\D*426 people/,
    /No licences left · 14 people go without/,
    /An account exists already · 3 people/,
    /The domain is not verified · 3 people/,
    /An attribute is missing · 2 people/,
  ]) {
    assert.match(told, words)
  }
  await window.screenshot('window-plan')
  await goes.click()
  await window.role('region', 'Run under way', patient)
  await window.screenshot('window-run')
  await window.gone({ role: 'region', name: 'Run under way' }, patient)
}

const isOn = async (window) =>
  (await window.find({ css: 'header input[role=switch], header label input' })).property('checked')

export default {
  'the sample organization from the first start to a banner cleared': async ({ start }) => {
    const window = await start({ args: [] })
    await window.resize(1280, 800)
    await firstSync(window)
    await waitFor(async () => (await headings(window)).length === 4, { what: 'four banners' })
    assert.deepEqual(await headings(window), banners)
    await window.screenshot('window-overview-banners')

    const short = await banner(window, 'No licences left for Webinar')
    await (await window.role('link', 'Details', { within: short })).click()
    await window.role('heading', 'No licences left for Webinar')
    await window.role('button', 'Retry sync for 14')
    await window.shows('Buy at least 14 more seats of Webinar')
    await window.shows('gives it')
    await window.screenshot('window-details')

    await (await window.role('link', 'Back to Overview')).click()
    await window.role('heading', 'Overview')
    const again = await banner(window, 'No licences left for Webinar')
    await (await window.role('button', 'Buy seats…', { within: again })).click()
    const shop = await window.role('dialog', /^Buy seats/)
    await window.screenshot('window-buy-seats')
    await (await window.role('button', 'Buy 14 seats', { within: shop })).click()
    await window.gone({ role: 'dialog' })
    const retried = await banner(window, 'No licences left for Webinar')
    await (await window.role('button', 'Retry sync', { within: retried })).click()
    await window.gone({ css: 'main section', text: /No licences left for Webinar/ }, patient)
    await waitFor(async () => (await headings(window)).length === 3, { what: 'three banners' })
    assert.deepEqual(await headings(window), banners.slice(1))
    await window.screenshot('window-overview-cleared')

    await go(window, 'Rules')
    await window.shows('Webinar hosts')
    const before = await ruleNames(window)
    assert.equal(before[2], 'Webinar hosts')
    await window.screenshot('window-rules')

    const grip = (name) => window.role('button', new RegExp(`^Move “${name}”`))
    const said = (words) =>
      waitFor(async () => (await window.run('return document.body.textContent')).includes(words), {
        what: `it to be said: ${words}`,
      })
    await (await grip('Webinar hosts')).press('Space')
    await said('picked up')
    await window.press('ArrowDown')
    await said('would be number 4')
    await window.press('Space')
    await waitFor(async () => (await ruleNames(window))[3] === 'Webinar hosts', {
      what: 'the rule to be one lower by keyboard',
    })
    await window.drag(await grip('Support desks'), await grip('Contractors'))
    await waitFor(async () => (await ruleNames(window))[1] === 'Support desks', {
      what: 'the rule to be second by pointer',
    })
    const after = await ruleNames(window)
    assert.deepEqual(after.toSorted(), before.toSorted(), 'the same rules in another order')
    await window.shows(/computed in/)
    await window.screenshot('window-rules-reordered')

    for (const screen of ['Attributes', 'People', 'Connections', 'Runs', 'Activity', 'Settings']) {
      await go(window, screen)
      await window.gone({ css: '[class*=skeleton i]' })
      await window.screenshot(`window-${screen.toLowerCase()}`)
    }

    await window.restart()
    await go(window, 'Overview')
    await waitFor(async () => (await headings(window)).length === 3, { what: 'the banners again' })
    assert.deepEqual(await headings(window), banners.slice(1))
    assert.equal(await isOn(window), true, 'User sync is still on')
    await go(window, 'Rules')
    await window.shows('Webinar hosts')
    assert.deepEqual(await ruleNames(window), after, 'the order of the rules is kept')
    await window.screenshot('window-restarted')
  },
}
