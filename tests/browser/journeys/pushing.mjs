// A directory that others write to: attached, a token made, calls taken and refused, and read in the log; a domain asked for.

import assert from 'node:assert/strict'
import { attachPush } from '../../journeys/parts/places.mjs'
import { patient, waitFor } from '../../journeys/parts/surface.mjs'

const once = { sizes: [{ width: 1280, height: 800 }] }

export default {
  'a provider pushes: let in, refused, and read in the log': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.title('Overview', patient)
    await attachPush(app, 'pushed')
    await app.press('Make a token…')
    await surface.fill({ role: 'textbox', name: /What it is for/ }, 'Okta')
    await app.press('Make token')
    const dialog = await surface.find({ css: '[role=alertdialog]', text: /It is shown this once/ })
    const [token] = /\brc[\w-]{20,}|[\w-]{32,}/.exec(await dialog.text()) ?? []
    assert.ok(token, `a token is shown: ${await dialog.text()}`)
    await app.press('I have copied it')
    await app.closed()
    assert.ok(!(await surface.text()).includes(token), 'the token is shown this once')

    const { urls, path } = await app.call('push.endpoint', { directory: 'pushed' })
    const endpoint = urls[0] ?? new URL(path, surface.page.url()).href
    const write = (bearer, user) =>
      fetch(`${endpoint.replace(/\/$/, '')}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: user,
          active: true,
          emails: [{ value: user, primary: true }],
        }),
      })
    assert.equal((await write(token, 'ann@push.example')).status, 201)
    assert.equal((await write(token, 'ann@push.example')).status, 409)
    assert.equal((await write('wrong', 'bo@push.example')).status, 401)
    await app.look('push-tokens', once)

    await app.follow('Calls received')
    await app.title('Calls to pushed')
    const rows = { css: '[role=rowgroup] [role=row]' }
    await waitFor(async () => (await surface.all(rows)).length === 3, { what: 'three calls' })
    await app.look('push-calls-rows')
    await surface.click({ css: '[role=rowgroup] [role=row]', text: /409/ })
    const drawer = await app.dialog(/What it means/)
    assert.match(await drawer.text(), /What to do/)
    await app.look('push-call', once)
    await surface.press('Escape')
    await app.closed()
    await surface.click({ css: 'label', text: 'Refused only' })
    await waitFor(async () => (await surface.all(rows)).length === 2, { what: 'two refusals' })
  },

  'a domain: requested, its record shown, DNS asked, and taken away': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.title('Overview', patient)
    await attachPush(app, 'pushed')
    await app.at('people?view=domains')
    const adds = async () => (await surface.all({ role: 'button', name: 'Add domain' })).at(-1)
    await (await waitFor(adds, { what: 'a way to add a domain' })).click()
    await surface.fill({ role: 'textbox', name: /^Domain/ }, 'push.invalid')
    await app.press('Add domain', await app.dialog(/Add a domain to pushed/))
    await app.closed()
    await surface.shows(/rolecall-verification=[0-9a-f-]{36}/)
    await app.look('domain-pending')
    await app.press('Check now · push.invalid')
    // Whatever DNS says here, a name under .invalid is never proven.
    await surface.shows(/At .* DNS (did not know|gave no answer|had no TXT)/, { timeout: 60_000 })
    const { items } = await app.call('directories.list', {})
    const [domain] = items.find((one) => one.name === 'pushed').domains
    assert.equal(domain.state, 'pending')
    await app.press('Remove… · push.invalid')
    await app.press('Remove domain')
    await surface.gone({ text: 'push.invalid' })
  },
}
