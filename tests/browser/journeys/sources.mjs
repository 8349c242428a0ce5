// Sources set up in the browser against what is really there: vendors' emulators where somebody signs in, and a directory server.

import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Emulator, Slapd } from '../../journeys/parts/beside.mjs'
import { patient, waitFor } from '../../journeys/parts/surface.mjs'
import { program } from '../host.mjs'

/** Keeps secrets in memory, as the machine of a journey has no keyring. */
const keepSecrets = (app) => app.call('secrets.choose', { backend: 'memory' })

/** Begins to set up a source of a vendor whose addresses are `place`, and stands where access is tried out. */
async function atAccess(app, directory, kind, place) {
  const { surface } = app
  await app.at('connections/add')
  await app.title('Add a directory')
  await surface.fill({ role: 'textbox', name: 'Name of the directory' }, directory)
  await surface.click({ css: 'label', text: kind })
  await app.press('Set up')
  await app.title(`Source of ${directory}`)
  await surface.shows('What to grant')
  // Nobody types the vendor's own addresses; the configuration file does, to point elsewhere.
  const { draft } = await app.call('directories.show', { directory })
  const source = { ...draft.source, url: place.url, tokenUrl: place.tokenUrl }
  await app.call('directories.draft', { directory, source, step: 'access', savedAt: 0 })
  await surface.reload()
  await surface.shows('How Rolecall signs in')
}

/** Follows the link of a sign-in as whoever clicks it; answers what the tab then shows. */
async function follow(app) {
  const { page } = app.surface
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    app.follow('Open it in a new tab'),
  ])
  await tab.waitForLoadState()
  const shown = await tab.locator('body').innerText()
  await tab.close()
  return shown
}

/** Looks at a step in German, dark, in the small window, and comes back. */
async function lookInGerman(app, name) {
  await app.call('settings.set', { language: 'de' })
  await waitFor(async () => /Verbindungen/.test(await app.surface.text()), { what: 'German' })
  await app.look(name, { sizes: [{ width: 1000, height: 700 }], themes: ['dark'] })
  await app.call('settings.set', { language: 'en' })
  await waitFor(async () => /Connections/.test(await app.surface.text()), { what: 'English' })
}

/** The directory as the engine tells it. */
async function told(app, name) {
  const { items } = await app.call('directories.list', {})
  return items.find((one) => one.name === name)
}

const read = (app, name, people) =>
  waitFor(async () => (await told(app, name))?.people === people, {
    what: `${people} people of ${name}`,
    ...patient,
  })

/** Presses Next until the source can be attached, and attaches it. */
async function attach(app) {
  await app.goOnTo('Attach and read')
  await app.title('Connections')
}

export default {
  'Entra ID is read by who signed in, until the sign-in is taken back': async ({ open }) => {
    const vendor = await Emulator.start('entra', program)
    try {
      const app = await open({ sample: false })
      const { surface } = app
      const { tenant, clientId } = vendor.place
      await app.title(/./)
      await app.call('directories.list', {})
      await atAccess(app, 'cloud', /^Microsoft Entra ID/, vendor.place)
      await surface.fill({ role: 'textbox', name: 'Tenant' }, tenant)
      await surface.fill({ role: 'textbox', name: 'Application (client) id' }, clientId)
      await app.pick(/^How Rolecall signs in|application with a secret/, /^As you, by the browser/)
      await app.press('Sign in')
      await surface.shows(/keyring|secrets/i)
      await keepSecrets(app)

      await vendor.tell('decline')
      await app.press('Sign in')
      await surface.shows('This page waits')
      await app.look('sign-in-waits')
      await lookInGerman(app, 'sign-in-waits-german')
      assert.match(await follow(app), /not signed in/)
      await surface.shows('No thanks')
      await app.look('sign-in-declined', { sizes: [{ width: 1000, height: 700 }] })

      await vendor.tell('accept')
      await app.press('Sign in')
      assert.match(await follow(app), /You are signed in/)
      await surface.shows('You are signed in.')
      await app.press('Try it out')
      await surface.shows('ann@vellamo.example')
      await app.look('sign-in-done')
      await app.press('Next')
      const field = { role: 'combobox', name: 'Where Employee number is read from' }
      await surface.fill(field, 'badge')
      await surface.click({ css: '[role=option]', text: /extension_c11e27ab_badge/ })
      await surface.shows('B-17')
      await app.look('entra-fields')
      await lookInGerman(app, 'entra-fields-german')
      await attach(app)
      await read(app, 'cloud', 7)
      const { signsIn, error } = await told(app, 'cloud')
      assert.deepEqual([signsIn, error], [true, null])

      // An access token that is over is renewed unseen; a sign-in that was taken back is told.
      await vendor.tell('expire')
      await app.call('directories.read', { directory: 'cloud' })
      assert.equal((await told(app, 'cloud')).error, null)
      await vendor.tell('revoke')
      await app.call('directories.read', { directory: 'cloud' }).catch(() => undefined)
      await surface.reload()
      await surface.shows(/the sign-in counts no more.*Sign in again/s)
      assert.equal((await told(app, 'cloud')).people, 7, 'nobody went')
      await app.look('sign-in-revoked')
      await app.follow('Sign in again')
      await app.press('Next')
      await app.press('Sign in again')
      assert.match(await follow(app), /You are signed in/)
      await surface.shows('You are signed in.')
      await app.call('directories.read', { directory: 'cloud' })
      const mended = await told(app, 'cloud')
      assert.deepEqual([mended.error, mended.quarantine, mended.people], [null, null, 7])
    } finally {
      await vendor.stop()
    }
  },

  'Google Workspace is read by who signed in with an OAuth client': async ({ open }) => {
    const vendor = await Emulator.start('google', program)
    try {
      const app = await open({ sample: false })
      const { surface } = app
      await app.title(/./)
      await keepSecrets(app)
      await atAccess(app, 'school', /^Google Workspace/, vendor.place)
      await app.pick(/^How Rolecall signs in|service account/, /^As you, by the browser/)
      const client = { role: 'textbox', name: 'File of the OAuth client (JSON)' }
      await surface.fill(client, '{}')
      await app.press('Sign in')
      await surface.shows('Desktop app')
      await app.look('google-client-wrong', { sizes: [{ width: 1000, height: 700 }] })
      await surface.fill(client, JSON.stringify(vendor.place.client))
      await app.press('Sign in')
      assert.match(await follow(app), /You are signed in/)
      await surface.shows('You are signed in.')
      await app.press('Try it out')
      await surface.shows('ann@vellamo.example')
      await app.look('google-signed-in')
      await attach(app)
      await read(app, 'school', 7)
    } finally {
      await vendor.stop()
    }
  },

  'a directory server is reached, trusted, browsed, counted and attached': async ({ open }) => {
    if (!Slapd.isThere) {
      assert.ok(!process.env.ROLECALL_REQUIRE_PEERS, 'there is no slapd: run cargo xtask setup')
      return console.log('left out: there is no slapd')
    }
    const server = await Slapd.start()
    try {
      const app = await open({ sample: false })
      const { surface } = app
      await app.title(/./)
      await keepSecrets(app)
      await app.at('connections/add')
      await app.title('Add a directory')
      await surface.fill({ role: 'textbox', name: 'Name of the directory' }, 'office')
      await surface.click({ css: 'label', text: /^LDAP or Active Directory/ })
      await app.press('Set up')
      await app.title('Source of office')
      const address = { role: 'textbox', name: 'Address' }
      await surface.fill(address, 'ldaps://localhost:1')
      await surface.fill({ role: 'textbox', name: 'Who asks' }, server.reader)
      const password = { css: 'input[type=password]' }
      await surface.fill(password, 'guess')
      await app.press('Try it out')
      await surface.shows(/refused|cannot be reached/i)
      await app.look('ldap-unreachable', { sizes: [{ width: 1000, height: 700 }] })

      await surface.fill(address, server.url)
      await app.press('Try it out')
      await surface.shows('is not trusted: it signed itself')
      const times = (await surface.text()).split(server.fingerprint).length - 1
      assert.equal(times, 1, 'the fingerprint is said once')
      await app.look('ldap-untrusted')
      await lookInGerman(app, 'ldap-untrusted-german')
      await app.press('Trust this certificate')
      await surface.shows('is trusted whoever signed it')
      await app.press('Try it out')
      await surface.shows('the name or the password is wrong')
      await app.look('ldap-password', { sizes: [{ width: 1000, height: 700 }] })

      await surface.fill(password, 'reads')
      await app.press('Try it out')
      await surface.shows('may sign in')
      await app.press('Next')
      await app.press('dc=example,dc=com')
      await app.press('People')
      await app.press(/^Read below this · ou=Staff/)
      await surface.shows('Chosen')
      await app.press('Count and read five people')
      await surface.shows(/People: 8\b/)
      const people = async () => {
        const shown = await surface.all({ css: 'ul[aria-label^="People as"] li' })
        return shown.length === 5
      }
      await waitFor(people, { what: 'five people', ...patient })
      await app.look('ldap-counted')
      await lookInGerman(app, 'ldap-counted-german')
      await attach(app)
      await read(app, 'office', 8)
      assert.equal((await told(app, 'office')).error, null)
    } finally {
      await server.stop()
    }
  },
  'a file whose columns have other names is mapped and read, and its people are seen': async ({ open }) => {
    const app = await open({ sample: false })
    const { surface } = app
    await app.title(/./)
    const file = join(app.host.home, 'belegschaft.csv')
    const rows = [
      'Konto;Rufname;Zuname;Bereich;Zugang;Verteiler',
      'adler;Konrad;Adler;Montage;true;Werk|Leitung',
      'brandt;Eva;Brandt;Versand;false;Werk',
      'conrad;Ute;Conrad;Montage;true;Werk',
    ]
    await writeFile(file, `${rows.join('\r\n')}\r\n`)
    await app.at('connections/add')
    await app.title('Add a directory')
    await surface.fill({ role: 'textbox', name: 'Name of the directory' }, 'plant')
    await surface.click({ css: 'label', text: /^CSV file/ })
    await app.press('Set up')
    await app.title('Source of plant')
    await surface.fill({ role: 'textbox', name: 'File of people' }, file)
    await surface.shows('6 columns were found.')
    await app.press('Next')
    await surface.shows('Say which column is the user name')
    await app.look('csv-columns', { sizes: [{ width: 1000, height: 700 }] })
    const become = {
      Konto: /^User name$/,
      Rufname: /^First name$/,
      Zuname: /^Last name$/,
      Bereich: /^Department$/,
      Zugang: /^Active \(yes or no\)$/,
      Verteiler: /^Groups$/,
    }
    for (const [column, ours] of Object.entries(become)) {
      await app.pick(new RegExp(`What ${column} becomes|Attribute “${column}”`), ours)
    }
    await surface.shows('A column that becomes nothing of this list')
    await surface.shows('Konrad')
    await app.look('csv-mapped')
    await lookInGerman(app, 'csv-mapped-german')
    await attach(app)
    await read(app, 'plant', 3)
    const { error } = await told(app, 'plant')
    assert.equal(error, null)
    await app.at('people')
    await surface.shows('Konrad Adler')
    await surface.shows('Montage')
    await surface.shows('Disabled')
    await app.look('csv-people')
  },
}
