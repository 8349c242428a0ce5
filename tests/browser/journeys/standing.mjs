// What was done is taken back, a console that breaks is left alone, and who is told: undo, pause, quarantine, settings.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { plant } from '../../journeys/parts/organizations.mjs'
import { Console, startHook, startMail } from '../../journeys/parts/servers.mjs'

const once = { sizes: [{ width: 1280, height: 800 }] }

export default {
  'a run is undone, its target paused, and resumed': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    const managed = async () => (await app.call('connections.list')).targets[0].managed
    assert.equal(await managed(), 426)

    await app.go('Runs')
    await page.getByRole('row').nth(1).click()
    await app.title('Run 1')
    await app.button('Undo…').click()
    const undo = app.dialog('Undo run 1')
    const go = undo.getByRole('button', { name: /^Undo [\d,]+ changes$/ })
    await go.waitFor()
    await undo.getByText('Then console is paused').waitFor()
    await app.look('undo')
    await undo.getByRole('button', { name: /Suspend account/ }).click()
    await undo.getByText(/and \d+ more/).waitFor()
    await app.look('undo-people', once)
    await go.click()
    await app.toast('The undo has started').waitFor()
    await app.go('Overview')
    await page.getByRole('heading', { name: 'console is paused' }).waitFor({ timeout: 60_000 })
    await app.idle()
    await page.getByText('Run 1 was undone').first().waitFor()
    await app.look('paused')
    const { items } = await app.call('runs.list', { page: { offset: 0, limit: 5 } })
    assert.deepEqual([items[0].trigger, items[0].undoes, items[0].failed], ['undo', 1, 0])
    const { total, items: accounts } = await app.call('accounts.list', {
      target: 'console',
      which: 'all',
      text: '',
      page: { offset: 0, limit: 500 },
    })
    const left = accounts.filter((one) => one.managed && one.active).length
    assert.equal(total, 486, 'nothing was deleted')
    assert.ok(left <= 1, `all but the last administrator are suspended: ${left} are not`)

    await app.go('Runs')
    await page.getByRole('row', { name: /Undo/ }).getByText('run 1').waitFor()
    await page.getByRole('row').nth(1).click()
    await page.getByRole('link', { name: 'Open run 1' }).waitFor()
    await app.look('run-undo', once)
    await app.button('Resume').click()
    await app.toast('console takes part in runs again').waitFor()
    await page.getByRole('heading', { name: 'console is paused' }).waitFor({ state: 'detached' })

    await app.go('Connections')
    await app.button('Pause console').click()
    await app.button('Resume', page.getByRole('main')).waitFor()
    await app.look('connection-paused', once)
    await app.button('Resume', page.getByRole('main')).click()
    await app.button('Pause console').waitFor()
  },

  'a console that breaks is left alone until it is tried or lifted': async ({ begin }) => {
    const server = await Console.start()
    try {
      server.breaks = { status: 400, detail: 'The plant is closed.' }
      const env = { ROLECALL_SECRET_CONSOLE_TOKEN: 'token' }
      const app = await begin({ sample: false, env })
      const { page } = app
      await app.title('Welcome to Rolecall')
      const path = await plant(app.host.home, server.url)
      await app.call('workspace.import', { path })
      await page.reload()
      await app.title('Overview')
      await app.button('Sync now').click()
      const banner = page
        .locator('section[data-tone]')
        .filter({ hasText: 'console is in quarantine' })
      await banner.first().waitFor({ timeout: 60_000 })
      await app.idle()
      await banner.first().getByText('The plant is closed.').waitFor()
      // Each of the 60 people would have met two refusals, with values and without.
      assert.ok(server.refused >= 10 && server.refused < 90, `${server.refused} were refused`)
      await app.look('quarantine')
      await app.go('Connections')
      await page.getByText('In quarantine').waitFor()
      await app.look('quarantine-connection')

      server.breaks = null
      await app.go('Overview')
      await app.button('Try now · console').click()
      await page.getByRole('heading', { name: /console is/ }).waitFor({ state: 'detached' })
      await app.idle()
      assert.equal(server.accounts, 60, 'the trial went through, and all others after it')

      server.breaks = { status: 401, detail: 'The token is unknown.', everything: true }
      await app.button('Sync now').click()
      await banner.getByText('The credential is not accepted.').waitFor({ timeout: 60_000 })
      await app.idle()
      await app.look('quarantine-credential', once)
      server.breaks = null
      await app.button('Lift the quarantine of console').click()
      await app.toast('console is out of quarantine').waitFor()
      await banner.first().waitFor({ state: 'detached' })
      await page.getByText('lifted the quarantine of console').waitFor()
    } finally {
      await server.stop()
    }
  },

  'times, quiet hours, and a test of each way to tell': async ({ begin }) => {
    const mail = await startMail()
    const hook = await startHook()
    try {
      const app = await begin()
      const { page } = app
      await app.firstSync()
      await app.go('Settings')
      await page.getByRole('tab', { name: 'Schedule' }).click()
      await page.getByText('Next:').waitFor()
      await app.look('schedule')
      await app.button(/How console is timed/).click()
      await page.getByRole('option', { name: 'At times' }).click()
      const times = page.getByLabel('Times at which console is synced')
      await times.fill('0 25 * * *')
      await app.button('Save schedule').click()
      await page.getByText(/hour.*25/).waitFor()
      await app.look('schedule-refused', once)
      await times.fill('0 6 * * 1-5')
      await app.button('Add quiet hours').click()
      await app.button('Save schedule').click()
      await app.toast('The schedule is saved').waitFor()
      await page.getByText('Next:').waitFor()
      const { targets, quiet } = await app.call('schedule.get')
      assert.equal(targets[0].at, '0 6 * * 1-5')
      assert.deepEqual(quiet, ['22:00-06:00'])
      const days = targets[0].next.map((at) => new Date(at).getUTCDay())
      assert.ok(days.length > 2 && days.every((day) => day > 0 && day < 6), 'on working days')
      await app.look('schedule-times', once)

      await page.getByRole('tab', { name: 'Secrets' }).click()
      await page.getByText('This session’s memory').click()
      await app.button('Keep secrets there').click()
      await app.toast('Secrets are kept there').waitFor()
      await page.getByRole('tab', { name: 'Notifications' }).click()
      await page.getByText('By e-mail', { exact: true }).waitFor()
      const card = (name) =>
        page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
      const email = card('By e-mail')
      await email.locator('label').first().click()
      await email.getByRole('textbox', { name: 'To', exact: true }).fill('admins@vellamo.example')
      await email.getByRole('textbox', { name: 'From', exact: true }).fill('rolecall@vellamo.example')
      await email.getByLabel('Mail server').fill('127.0.0.1')
      await email.getByLabel('Port').fill(String(mail.port))
      await app.button(/Encryption/, email).click()
      await page.getByRole('option', { name: /^None/ }).click()
      await app.button('Save', email).click()
      await app.clearToasts()
      await app.button('Send a test by e-mail').click()
      await email.getByText(/taken by the mail server/).waitFor()
      assert.equal(mail.messages.length, 1, 'the message came in')
      assert.match(mail.messages[0], /To: admins@vellamo\.example/)

      const webhook = card('To a webhook')
      await webhook.locator('label').first().click()
      await webhook.getByLabel('Address').fill(hook.url)
      await webhook.getByLabel('Signing key').fill('hush')
      await app.button('Save', webhook).click()
      await webhook.getByText('Is kept. What you enter replaces it.').waitFor()
      await app.clearToasts()
      await app.button('Send a test to the webhook').click()
      await webhook.getByText(/taken by the webhook at/).waitFor()
      assert.equal(hook.posts.length, 1)
      const [{ body, headers }] = hook.posts
      const signature = createHmac('sha256', 'hush').update(body).digest('hex')
      assert.equal(headers['x-rolecall-signature'], `sha256=${signature}`)
      hook.status = 403
      await app.button('Send a test to the webhook').click()
      await webhook.getByText(/403/).waitFor()
      await app.look('notifications')
      await webhook.getByText(/403/).scrollIntoViewIfNeeded()
      await app.picture('notifications-below')
    } finally {
      await mail.stop()
      await hook.stop()
    }
  },
}
