// A directory's life in the browser: a domain that DNS proves, people added by hand, and people who are gone opened, sorted and saved.

import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { branch } from '../../journeys/parts/organizations.mjs'
import { attachPush } from '../../journeys/parts/places.mjs'
import { waitFor } from '../../journeys/parts/surface.mjs'

const wide = { sizes: [{ width: 1280, height: 800 }] }

/** A DNS server that answers every question for TXT records with `records` (RFC 1035). */
async function nameServer(records) {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    let end = 12
    while (query[end] !== 0) end += query[end] + 1
    const question = query.subarray(12, end + 5)
    const head = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, records.length, 0, 0, 0, 0])
    const answers = records.map((text) => {
      const length = Buffer.byteLength(text)
      const fixed = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, length + 1, length]
      return Buffer.concat([Buffer.from(fixed), Buffer.from(text)])
    })
    socket.send(Buffer.concat([head, question, ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() }
}

/** Adds the directory `branch` from a file of three people. */
async function addBranch(app) {
  const { surface } = app
  const path = await branch(app.host.home)
  await app.at('connections/add')
  await app.title('Add a directory')
  await surface.fill({ role: 'textbox', name: 'Name of the directory' }, 'branch')
  await surface.click({ css: 'label', text: /^CSV file/ })
  await app.press('Set up')
  await surface.fill({ role: 'textbox', name: 'File of people' }, path)
  await surface.shows('7 columns were found.')
  await app.goOnTo('Attach and read')
  await app.title('Connections')
  await waitFor(
    async () => {
      const { items } = await app.call('directories.list', {})
      return items.find((one) => one.name === 'branch')?.people === 3
    },
    { what: 'three people of branch' },
  )
  return path
}

export default {
  'a domain is proven by DNS, asked of a server that was chosen': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.title('Overview')
    await attachPush(app, 'pushed')
    await app.at('people?view=domains')
    const records = ['v=spf1 -all']
    const dns = await nameServer(records)
    try {
      await app.press('Change… · DNS server')
      const chooser = await app.dialog(/Which DNS server is asked/)
      await surface.fill({ role: 'textbox', name: /Address of the DNS server/ }, 'nowhere')
      await app.press('Save', chooser)
      await surface.shows('is no address of a DNS server')
      await app.look('dns-server', wide)
      await surface.fill({ role: 'textbox', name: /Address of the DNS server/ }, dns.address)
      await app.press('Save', chooser)
      await app.closed()
      await surface.shows(`Proofs are asked of the DNS server ${dns.address}`)

      const adds = async () => (await surface.all({ role: 'button', name: 'Add domain' })).at(-1)
      await (await waitFor(adds, { what: 'a way to add a domain' })).click()
      await surface.fill({ role: 'textbox', name: /^Domain/ }, 'push.example')
      await app.press('Add domain', await app.dialog(/Add a domain to pushed/))
      await app.closed()
      const shown = await waitFor(
        async () => /rolecall-verification=[0-9a-f-]{36}/.exec(await surface.text()),
        {
          what: 'the record to be entered',
        },
      )
      await app.press('Check now · push.example')
      await surface.shows('DNS had other TXT records, but not this one')
      records.push(shown[0])
      await app.press('Check now · push.example')
      await surface.shows('It stays so when DNS is silent')
      await app.look('domain-proven')
      const { items } = await app.call('directories.list', {})
      assert.equal(items.find((one) => one.name === 'pushed').domains[0].state, 'verified')
    } finally {
      dns.close()
    }
  },

  'a user is added by hand, found, edited and deleted': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.title('Overview')
    await app.call('directories.add', { name: 'guests', orgUnitPrefix: null })
    await app.go('People')
    await app.press('Add user')
    const dialog = await app.dialog(/Add a user/)
    await surface.fill({ role: 'textbox', name: /^User name/ }, 'eva@guests.example')
    await surface.fill({ role: 'textbox', name: 'Department' }, 'Guests')
    await app.look('user-add')
    await app.press('Add user', dialog)
    await app.closed()
    await app.title('eva@guests.example')
    await surface.shows('Guests')
    await app.pick('Edit', 'Edit values…')
    await surface.fill({ role: 'textbox', name: 'Department' }, 'Visitors')
    await app.press('Save 1 change')
    await app.closed()
    await surface.shows('Visitors')
    await app.at('people?q=guests.example')
    await surface.shows('1 person found')
    await app.press('Add user')
    await surface.fill({ role: 'textbox', name: /^User name/ }, 'EVA@guests.example')
    await app.press('Add user', await app.dialog(/Add a user/))
    await surface.shows(/taken|already/i)
    await surface.press('Escape')
    await app.closed()
    await surface.click({ role: 'row', name: /eva@guests\.example/ })
    await app.title('eva@guests.example')
    await app.pick('Edit', 'Delete for good…')
    await surface.fill({ role: 'textbox', name: /Type eva@guests\.example/ }, 'eva@guests.example')
    await app.press('Delete person')
    await app.title('People')
    const { total } = await app.call('people.list', {
      text: 'guests.example',
      page: { offset: 0, limit: 1 },
    })
    assert.equal(total, 0)
  },

  'people who are gone are opened, sorted and saved': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.title('Overview')
    const path = await addBranch(app)
    const lines = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, lines.filter((line) => !/^(ann|bo);/.test(line)).join('\n'))
    await app.call('directories.read', { directory: 'branch' })
    await app.go('People')
    await app.pick(/^Any state|State/, 'Disabled, no longer delivered')
    await surface.shows('2 people found')
    const names = async () => {
      const rows = await surface.all({ css: '[role=rowgroup] [role=row]' })
      const texts = await Promise.all(rows.map((one) => one.text()))
      return texts.map((text) => (/Öberg/.test(text) ? 'ann' : 'bo'))
    }
    const sorted = (expected) =>
      waitFor(async () => (await names()).join() === expected, { what: `the order ${expected}` })
    await surface.click({ role: 'button', name: /^Person/ })
    const before = await names()
    await surface.click({ role: 'button', name: /^Person/ })
    await sorted([...before].reverse().join())
    await app.look('people-gone')
    await surface.click({ role: 'row', name: /Ann Öberg/ })
    await app.title('Ann Öberg')
    await surface.shows('does not deliver this person since')
    await surface.shows('North')
    await app.look('person-gone')
    const filter = {
      directory: null,
      state: 'gone',
      failures: false,
      withoutGroup: false,
      group: null,
      orgUnit: null,
    }
    const saved = await app.call('people.export', {
      text: '',
      page: { offset: 0, limit: 1 },
      order: { column: 'user', descending: false, language: 'en' },
      filter,
    })
    const users = saved.text.trim().split('\r\n').slice(1)
    assert.deepEqual(
      users.map((line) => line.split(',')[0]),
      ['ann', 'bo'],
    )
  },
}
