// A rule from three clicks to its deletion taken back.

import assert from 'node:assert/strict'

const row = (page, name) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) })

export default {
  'a rule of one group takes three clicks': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    await app.button('Add a rule').click()
    await page.getByRole('option', { name: /^EMEA Sales/ }).click()
    await page.getByText(/^Matches \d+ people$/).waitFor()
    await app.look('rule-new', { sizes: [{ width: 1280, height: 800 }] })
    await page.getByRole('radiogroup', { name: 'Analytics' }).locator('label').nth(1).click()
    await app.button(/^Save · matches \d+ people$/).click()
    await app.toast('is saved').waitFor()
    const made = row(page, 'EMEA Sales')
    await made.getByText('in group EMEA Sales').waitFor()
    await made.getByText('Analytics').waitFor()
    const { rules } = await app.call('rules.list')
    const rule = rules.find((one) => one.rule.name === 'EMEA Sales')
    assert.equal(rule.rule.when, 'groups.display eq "EMEA Sales"')
    assert.ok(rule.people > 0, 'the rule matches someone')
  },

  'edited as text and in the builder, with the place of a mistake': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    await page.getByRole('link', { name: 'Webinar hosts' }).click()
    await page.getByText('Matches 75 people', { exact: true }).waitFor()
    await app.look('rule-edit')
    await page.getByRole('tab', { name: 'Text' }).click()
    const text = page.getByRole('textbox', { name: 'Condition as text' })
    await text.fill('department eq "Marketing" or groups.display equals "Training"')
    await page.getByText('Character 45:').waitFor()
    await app.look('rule-mistake', { sizes: [{ width: 1280, height: 800 }] })
    await text.fill('departmint eq "Marketing"')
    await page.getByText('Character 1:').waitFor()
    await page.getByRole('button', { name: 'Use department' }).click()
    await page.getByText(/^Matches \d+ people$/).waitFor()
    assert.equal(await text.inputValue(), 'department eq "Marketing"')
    await page.getByRole('tab', { name: 'Builder' }).click()
    const value = page.getByRole('combobox', { name: 'Value', exact: true })
    await value.click()
    await value.press('Control+a')
    await value.pressSequentially('Finance')
    await page.getByRole('option').nth(1).waitFor({ state: 'detached' })
    await page.getByRole('option', { name: /^Finance/ }).click()
    await page.getByRole('tab', { name: 'Text' }).click()
    assert.equal(await text.inputValue(), 'department eq "Finance"')
    await app.button(/^Save/).click()
    await app.toast('is saved').waitFor()
    await row(page, 'Webinar hosts').getByText('Department is Finance').waitFor()

    await page.getByRole('link', { name: 'Webinar hosts' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Webinars for Finance')
    await app.link('People').click()
    await page.getByRole('alertdialog', { name: 'Discard your edits?' }).waitFor()
    await app.look('rule-discard', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Discard edits').click()
    await app.title('People')
    await app.go('Rules')
    await row(page, 'Webinar hosts').waitFor()
  },

  'switched off, deleted, and brought back': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    const hosts = row(page, 'Webinar hosts')
    await hosts.locator('label').click()
    await page.waitForFunction(
      () => document.querySelector('[aria-label="Use “Webinar hosts”"]')?.checked === false,
    )
    const rule = async () =>
      (await app.call('rules.list')).rules.findIndex((one) => one.rule.name === 'Webinar hosts')
    assert.equal((await app.call('rules.list')).rules[2].rule.enabled, false)
    await app.button('More for “Webinar hosts”').click()
    await app.look('rule-menu', { sizes: [{ width: 1280, height: 800 }] })
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await app.toast('Rule “Webinar hosts” deleted').waitFor()
    await hosts.waitFor({ state: 'detached' })
    await app.look('rule-deleted', { sizes: [{ width: 1280, height: 800 }] })
    await app.toast('deleted').getByRole('button', { name: 'Undo' }).click()
    await hosts.waitFor()
    assert.equal(await rule(), 2, 'the rule is back in its place')
  },
}
