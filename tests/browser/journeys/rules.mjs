// A rule from three clicks to its deletion taken back; all of it a draft whose effect is told before it is saved.

import assert from 'node:assert/strict'

const row = (page, name) => page.getByRole('row', { name: new RegExp(`^Rule \\d+: ${name}$`) })
const panel = (page) => page.getByRole('complementary', { name: 'If you save this' })
const names = (page) =>
  page
    .getByRole('row', { name: /^Rule \d+: / })
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label').replace(/^Rule \d+: /, '')))

/** Until the engine has told the effect of all that was done. */
const told = (page) => panel(page).getByText(/computed in \d+ ms/).waitFor()

const once = { sizes: [{ width: 1280, height: 800 }] }

export default {
  'a rule of one group takes three clicks, and Save says what it does': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.go('Rules')
    await row(page, 'Webinar hosts').waitFor()
    await app.look('rules')
    await app.button('Add a rule').click()
    await page.getByRole('option', { name: /^EMEA Sales/ }).click()
    await page.getByRole('radiogroup', { name: 'Analytics' }).locator('label').nth(1).click()
    await told(page)
    await page.getByText(/^Matches \d+ people$/).waitFor()
    await app.look('rule-new')
    const before = await app.call('rules.list')
    assert.ok(!before.rules.some((one) => one.rule.name === 'EMEA Sales'), 'nothing is saved yet')
    await app.button(/^Save · \d+ gain Analytics$/).click()
    await app.toast('The rules are saved').waitFor()
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
    await row(page, 'Webinar hosts').click()
    await page.getByText('Matches 75 people', { exact: true }).waitFor()
    await app.look('rule-edit')
    await page.getByRole('tab', { name: 'Text' }).click()
    const text = page.getByRole('textbox', { name: 'Condition as text' })
    await text.fill('department eq "Marketing" or groups.display equals "Training"')
    await page.getByText('Character 45:').waitFor()
    assert.ok(await app.button('Save').isDisabled(), 'what cannot be read cannot be saved')
    await app.look('rule-mistake', once)
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
    await told(page)

    // Unsaved edits are kept by the engine: they are there after another screen, and after the page was closed.
    await page.getByRole('textbox', { name: 'Name' }).fill('Webinars for Finance')
    await told(page)
    await app.go('People')
    await app.link(/^Rules/).getByRole('img', { name: 'not saved yet' }).waitFor()
    await page.reload()
    await app.go('Rules')
    await row(page, 'Webinars for Finance').getByText('Department is Finance').waitFor()
    await panel(page).getByText(/“Webinars for Finance” edited/).waitFor()
    await app.button(/^Save/).first().click()
    await app.toast('The rules are saved').waitFor()
    const { rules } = await app.call('rules.list')
    assert.equal(rules[2].rule.when, 'department eq "Finance"')
    assert.equal(rules[2].rule.name, 'Webinars for Finance')
  },

  'moved, switched off, deleted, taken back and given up': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    const hosts = row(page, 'Webinar hosts')
    await hosts.waitFor()
    const before = await names(page)
    await hosts.focus()
    await page.keyboard.press('Alt+ArrowUp')
    await panel(page).getByText(/“Webinar hosts” from 3 to 2/).waitFor()
    assert.equal((await names(page))[1], 'Webinar hosts')
    await hosts.locator('label').last().click()
    await page.getByRole('switch', { name: 'Use “Webinar hosts”', checked: false }).waitFor()
    await told(page)
    await app.look('rule-off')
    await app.button('More for “Webinar hosts”').click()
    await app.look('rule-menu', once)
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await hosts.waitFor({ state: 'detached' })
    const deleted = page.getByRole('list', { name: 'Deleted rules' })
    await deleted.getByText('Webinar hosts').waitFor()
    await told(page)
    await app.look('rule-deleted', once)
    await app.toast('deleted').getByRole('button', { name: 'Undo' }).click()
    await hosts.waitFor()
    assert.equal((await names(page))[1], 'Webinar hosts', 'it is back where it was moved to')
    await app.button('Discard').click()
    await panel(page).getByText(/Nothing happens before you save/).waitFor()
    assert.deepEqual(await names(page), before)
    const { rules } = await app.call('rules.list')
    assert.deepEqual(rules.map((one) => one.rule.name), before, 'nothing was ever saved')
  },

  'chosen rules stand under a heading, which is folded and renamed': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    await row(page, 'Webinar hosts').waitFor()
    const [first, second] = await names(page)
    await row(page, first).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('toolbar', { name: 'Chosen rules' }).getByText('2 chosen').waitFor()
    await app.look('rules-chosen', once)
    await app.button('Heading…').click()
    await page.getByRole('combobox', { name: 'Heading' }).fill('Company-wide')
    await app.button('Put under it').click()
    const heading = page.getByRole('row', { name: 'Heading Company-wide' })
    await heading.waitFor()
    await app.look('rules-heading')
    await heading.click()
    await row(page, first).waitFor({ state: 'detached' })
    await heading.focus()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Heading' }).fill('Everyone')
    await page.keyboard.press('Enter')
    await page.getByRole('row', { name: 'Heading Everyone' }).waitFor()
    await app.button('Save').first().click()
    await app.toast('The rules are saved').waitFor()
    const { rules } = await app.call('rules.list')
    const under = rules.filter((one) => one.rule.heading === 'Everyone').map((one) => one.rule.name)
    assert.deepEqual(under, [first, second])
  },

  'as text: the whole list, with the place of a mistake': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    await app.button('As text').click()
    const text = page.getByRole('textbox', { name: 'Rules as text' })
    await text.waitFor()
    const before = await text.inputValue()
    assert.match(before, /Webinar hosts/)
    await text.fill(before.replace('Webinar hosts', 'Hosts of webinars'))
    await panel(page).getByText(/“Webinar hosts” renamed to “Hosts of webinars”/).waitFor()
    await text.fill(before.replace('\nwhen', '\nwhenn'))
    await page.getByText(/^Line \d+, character \d+:/).first().waitFor()
    await app.look('rules-text')
    await app.button('Give up this text').click()
    await app.button('Back to the list').click()
    await row(page, 'Hosts of webinars').waitFor()
  },

  'who would notice, a person tried, and a person pinned': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.go('Rules')
    await row(page, 'Webinar hosts').locator('label').last().click()
    await told(page)
    await app.button(/^All \d+/).click()
    const everybody = app.dialog('Who would notice')
    await everybody.getByText(/^\d+ people$/).waitFor()
    await app.look('rules-everybody')
    const user = (await everybody.locator('[role=row] small').first().textContent()).trim()
    await page.keyboard.press('Escape')

    await app.button('Test a person…').click()
    const person = app.dialog('Test a person')
    await person.getByRole('combobox', { name: 'Person' }).fill(user)
    await page.getByRole('option').first().click()
    await person.getByRole('heading', { name: 'What your edits change' }).waitFor()
    await person.getByText(/Webinar/).first().waitFor()
    await app.look('rules-person', once)
    await app.button('Pin what they have now', person).click()
    await app.toast('pinned').waitFor()
    await app.button('Close', person).last().click()

    await app.button('Rule tests').click()
    const tests = app.dialog('Rule tests')
    await tests.getByText('Broken', { exact: true }).waitFor()
    await app.look('rules-tests', once)
    await page.keyboard.press('Escape')
    await panel(page).getByText(/^Rule test of/).waitFor()
    await app.button('Discard').click()
    await app.button('Rule tests').click()
    await tests.getByText('Holds', { exact: true }).waitFor()
    await tests.getByRole('button', { name: /^Delete the test/ }).click()
    await tests.getByText('No rule tests yet').waitFor()
  },

  'what another administrator saved meanwhile is told and taken over': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.go('Rules')
    await row(page, 'Webinar hosts').locator('label').last().click()
    await told(page)
    const { rules, version } = await app.call('rules.list')
    const [hosts, other] = [rules[2], rules[3]]
    const note = (one) => ({ id: one.id, rule: { ...one.rule, note: 'Asked for' }, version })
    await app.call('rules.change', note(other))
    await page.getByText('Another administrator saved a change meanwhile').waitFor()
    await page.getByText('None of it touches your edits.').waitFor()
    await app.look('rules-conflict')
    await app.button('Take over their changes').click()
    await page.getByText(/saved a change meanwhile/).waitFor({ state: 'detached' })
    await app.button(/^Save · /).click()
    await app.toast('The rules are saved').waitFor()
    const after = (await app.call('rules.list')).rules
    assert.equal(after.find((one) => one.id === other.id).rule.note, 'Asked for')
    assert.equal(after.find((one) => one.id === hosts.id).rule.enabled, false)
  },
}
