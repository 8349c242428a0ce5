// Every screen after the first sync: what it says, how it looks, and that it opens by keyboard alone.

import assert from 'node:assert/strict'

export default {
  'runs, activity, people, connections, attributes, settings': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.clearToasts()

    await page.getByRole('link', { name: 'Plan', exact: true }).click()
    await app.title('Plan')
    await page.getByText(/14 people go without/).waitFor()
    await app.look('plan-after', { sizes: [{ width: 1280, height: 800 }] })

    await app.go('Runs')
    const runs = page.getByRole('row')
    await runs.nth(1).getByText('1,888').waitFor()
    await app.look('runs')
    await runs.nth(1).click()
    await app.title('Run 1')
    await page.getByText('Took').first().waitFor()
    await page.getByRole('row').nth(4).waitFor()
    await app.look('run')

    await app.go('Activity')
    await page.getByText('Run finished').waitFor()
    await app.look('activity')
    await page.getByRole('button', { name: /^Any result/ }).click()
    await page.getByRole('option', { name: 'Failed' }).click()
    await page.getByText('Run finished').waitFor({ state: 'detached' })
    const { total } = await app.call('activity.list', {
      from: null,
      to: null,
      kind: null,
      status: 'failed',
      text: '',
      page: { offset: 0, limit: 1 },
    })
    assert.equal(total, 22, 'one entry for each failure')

    await app.go('People')
    await page
      .getByRole('row', { name: /Aaliyah/ })
      .first()
      .waitFor()
    await app.look('people')
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('nobody at all')
    await page.getByText('Nobody matches “nobody at all”').waitFor()
    await app.look('people-none', { sizes: [{ width: 1280, height: 800 }] })
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('thorsten')
    await page.getByText(/people found/).waitFor()
    await page.getByRole('row', { name: /Thorsten Kästner/ }).click()
    await app.title('Thorsten Kästner')
    await page.getByRole('button', { name: /^Webinar/ }).click()
    await page.getByText('withholds it').waitFor()
    await page.getByText('No licence left').waitFor()
    await app.look('person')

    await app.go('Connections')
    await page.getByText('(426 managed)').waitFor()
    await page.getByText('486').first().waitFor()
    await page.getByRole('button', { name: 'Test console' }).click()
    await page.getByText('console answered: 486 accounts.').waitFor()
    await app.look('connections')
    await app.button('Replace secret…').click()
    await app.dialog(/secret/).waitFor()
    await app.look('secret', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Cancel').click()

    await app.go('Attributes')
    await page.getByText('Region').first().waitFor()
    await app.look('attributes')

    await app.go('Settings')
    await page.getByText('Appearance and language').waitFor()
    await app.look('settings')
    await page.getByText('in the browser').scrollIntoViewIfNeeded()
    await app.picture('settings-below')
    await page.getByRole('button', { name: /Theme/ }).click()
    await page.getByRole('option', { name: 'Dark' }).click()
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
    await page.reload()
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')

    await page.evaluate(() => {
      location.hash = '#/nowhere'
    })
    await app.title('Not found')
    await app.picture('not-found')
  },

  'an attribute, what goes out, an exception, a link by hand': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.go('Attributes')
    await page.getByRole('row', { name: /Region/ }).click()
    await page.getByText('500 people have a value.').waitFor()
    await app.look('attribute-edit')
    await app.button('Delete…').click()
    await page.getByRole('alertdialog').getByText('Sales elsewhere').waitFor()
    await app.look('attribute-delete', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Keep it').click()
    await app.button('Add an attribute').click()
    await page.getByRole('heading', { name: 'New attribute' }).waitFor()
    await app.look('attribute-new', { sizes: [{ width: 1280, height: 800 }] })

    await page.getByRole('tab', { name: 'What goes out' }).click()
    const person = page.getByRole('combobox', { name: 'Person' })
    await person.fill('thorsten')
    await page
      .getByRole('option', { name: /Thorsten Kästner/ })
      .first()
      .click()
    await page.getByText('thorsten.kaestner@vellamo.example').first().waitFor()
    await app.look('sent')

    await app.go('People')
    await page.getByRole('tab', { name: 'Exceptions' }).click()
    await page.getByText('No exceptions').waitFor()
    await app.look('exceptions-none', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Add an exception').first().click()
    const exception = app.dialog('Add an exception')
    await exception.getByRole('textbox', { name: /Reason/ }).fill('covers for the webinar team')
    await app.look('exception')
    await app.button('Cancel', exception).click()

    const { items } = await app.call('failures.list', {
      cause: 'domain_not_verified',
      target: 'console',
      text: '',
      sort: 'name',
      descending: false,
      page: { offset: 0, limit: 1 },
    })
    await page.evaluate((user) => {
      location.hash = `#/people/${encodeURIComponent(user)}`
    }, items[0].user)
    await page.locator('main button[aria-haspopup]').first().click()
    await page.getByRole('menuitem', { name: /Link/ }).click()
    const link = app.dialog(/Link an account/)
    await link.getByRole('combobox').fill('kiosk')
    await page
      .getByRole('option', { name: /kiosk/ })
      .first()
      .click()
    await app.button('Link account', link).waitFor()
    await app.look('link')
    await app.button('Cancel', link).click()
  },

  'the one-time address opens once': async ({ begin, browser }) => {
    const app = await begin()
    await app.title('Overview')
    const other = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    try {
      const page = await other.newPage()
      await page.goto(app.host.address)
      await page.getByText('This address has been used or has expired').first().waitFor()
      await page.screenshot({ path: 'target/screenshots/browser-address-used.png' })
      assert.equal(await page.getByRole('navigation').count(), 0, 'nothing of the workspace shows')
    } finally {
      await other.close()
    }
    assert.ok(!app.page.url().includes('token'), 'the token is not kept in the address')
  },
}
