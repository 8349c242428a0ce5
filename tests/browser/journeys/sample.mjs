// The sample organization from the first start to a banner cleared, and the order of its rules.

import assert from 'node:assert/strict'

/** The headings of the failure banners, worst first. */
const headings = async (app) => {
  const texts = await app.page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text.includes('·'))
}

const banners = [
  'No licences left for Webinar · 14 people',
  'An account exists already · console · 3 people',
  'The domain is not verified · console · 3 people',
  'An attribute is missing · console · 2 people',
]

export default {
  'first start, plan, run, banners, details, seats, retry': async ({ begin }) => {
    const app = await begin({ sample: false })
    const { page } = app
    await app.title('Welcome to Rolecall')
    await app.look('welcome')
    await app.button(/^Set up/).click()
    await app.title('Set up')
    await app.look('welcome-set-up')
    await page.getByRole('button', { name: /Back/ }).click()
    await app.button(/^Move in/).click()
    await app.title(/Move in/)
    await app.look('welcome-move-in')
    await page.getByRole('button', { name: /Back/ }).click()
    await app.button(/^Explore with a sample organization/).click()
    await app.title('Overview')
    await page.getByText('4 of 5 done').waitFor()
    await app.look('overview-before')

    await page.getByText('User sync', { exact: true }).click()
    const plan = app.dialog('Before User sync is switched on')
    await app.button(/^Switch on and apply [\d,]+ changes$/, plan).waitFor()
    const told = (await plan.innerText()).replace(/\s+/g, ' ')
    for (const words of [
      'Create account 426 people',
      'No licences left · 14 people go without',
      'An account exists already · 3 people go without',
      'The domain is not verified · 3 people go without',
      'An attribute is missing · 2 people go without',
    ]) {
      assert.ok(told.includes(words), `the plan says “${words}”`)
    }
    await app.look('plan')
    await plan.getByRole('button', { name: /^Create account/ }).click()
    const creates = plan.getByRole('row', { name: /Aaliyah Abernathy/ })
    await creates.getByText('Rules give something here').waitFor()
    await app.look('plan-people')
    await plan.getByRole('button', { name: 'All changes' }).click()
    await app.button(/^Switch on and apply/, plan).click()
    await page.getByText('No licences left for Webinar').waitFor({ timeout: 60_000 })
    await app.idle()
    await app.toast('User sync is on').getByRole('button', { name: 'Dismiss' }).click()
    assert.deepEqual(await headings(app), banners)
    await app.look('overview-banners')

    const short = page.locator('section').filter({ hasText: 'No licences left for Webinar' })
    await short.getByRole('link', { name: 'Details' }).click()
    await app.title('No licences left for Webinar')
    await app.button('Retry sync for 14').waitFor()
    await page.getByText('gives it').first().waitFor()
    assert.equal((await page.getByRole('checkbox', { name: /^(?!.*all)/i }).count()) > 5, true)
    await app.look('details')
    await page.getByRole('link', { name: 'Back to Overview' }).click()

    const exists = page.locator('section').filter({ hasText: 'An account exists already' })
    await exists.getByRole('button', { name: 'Adopt…' }).click()
    await app.dialog('Adopt existing accounts').waitFor()
    await app.look('adopt')
    await app.button('Cancel').click()
    await short.getByRole('button', { name: 'Buy seats…' }).click()
    await app.dialog('Buy seats').waitFor()
    await app.look('buy-seats')
    await app.button('Buy 14 seats').click()
    await app.dialog('Buy seats').waitFor({ state: 'detached' })
    await short.getByRole('button', { name: 'Retry sync' }).click()
    await short.waitFor({ state: 'detached', timeout: 60_000 })
    assert.deepEqual(await headings(app), banners.slice(1))
    await app.idle()
    await app.look('overview-cleared')
  },

  'rules are put in another order by keyboard and by pointer': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    const names = async () => {
      const labels = await page
        .getByRole('button', { name: /^Move “/ })
        .evaluateAll((grips) => grips.map((one) => one.getAttribute('aria-label')))
      return labels.map((label) => /“(.*)”/.exec(label)[1])
    }
    const grip = (name) => page.getByRole('button', { name: new RegExp(`^Move “${name}”`) })
    const settles = (name, number) =>
      page.getByRole('button', { name: `Move “${name}”, number ${number}` }).waitFor()
    await settles('Webinar hosts', 3)
    await app.look('rules')
    const before = await names()
    await grip('Webinar hosts').focus()
    await page.keyboard.press('Space')
    await page.getByText('picked up').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await page.getByText('would be number 4').waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await settles('Webinar hosts', 4)
    const [from, to] = [
      await grip('Support desks').boundingBox(),
      await grip('Contractors').boundingBox(),
    ]
    await page.mouse.move(from.x + 8, from.y + 8)
    await page.mouse.down()
    await page.mouse.move(from.x + 8, from.y - 20, { steps: 4 })
    await page.mouse.move(to.x + 8, to.y + 4, { steps: 8 })
    await page.mouse.up()
    await settles('Support desks', 2)
    await page.getByRole('row', { name: /: Engineering$/ }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await settles('Engineering', 6)
    const after = await names()
    await page.reload()
    await settles('Engineering', 6)
    assert.deepEqual(await names(), after, 'the engine kept the order')
    assert.deepEqual(after.toSorted(), before.toSorted())
  },
}
