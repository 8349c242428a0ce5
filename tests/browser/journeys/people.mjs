// People: found, sorted and opened; groups and org units with what they lead to; directories set up and edited.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const wide = [{ width: 1280, height: 800 }]

/** Files of people as somebody else's tool writes them, and a folder for what is made of them. */
async function files(text) {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-people-'))
  const path = join(folder, 'staff.csv')
  await writeFile(path, text)
  return { folder, path, end: () => rm(folder, { recursive: true, force: true }) }
}

const staff = `Login;Mail;Vorname;Nachname;Abteilung;Bereich;Einheit
ann;ann@vellamo.example;Ann;Öberg;Sales;North;/Sales/North
bo;bo@vellamo.example;Bo;Zander;Sales;South;/Sales/South
cai;cai@vellamo.example;Cai;Adler;Legal;North;/Legal
`

/** Adds a directory from a CSV file, its columns recognized and one of them chosen by hand. */
async function addDirectory(app, path, name) {
  const { page } = app
  await app.go('Connections')
  await page.getByRole('link', { name: 'Add directory' }).first().click()
  await app.title('Add a directory')
  await page.getByRole('textbox', { name: 'Name of the directory' }).fill(name)
  await page.getByText('CSV file', { exact: true }).click()
  await app.button('Set up').click()
  await app.title(`Source of ${name}`)
  await page.getByRole('textbox', { name: 'File of people' }).fill(path)
  await page.getByText('7 columns were found.').waitFor()
  await app.look(`setup-file-${name}`, { sizes: wide })
  await app.button('Next').click()
  await page.getByText('For example').waitFor()
  await page.getByRole('button', { name: /What Login becomes/ }).getByText('User name').waitFor()
  await page.getByRole('button', { name: /What Einheit becomes/ }).click()
  await page.getByRole('option', { name: 'Org unit' }).click()
  await page.getByRole('button', { name: /What Bereich becomes/ }).click()
  await page.getByRole('option', { name: 'Region' }).click()
  await page.getByText('Not in this file, and empty for its people').waitFor()
}

export default {
  'search, sort, a person, a group, an org unit, and back': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.clearToasts()
    await app.go('People')
    const rows = page.getByRole('row')
    await rows.filter({ hasText: 'Aaliyah Abernathy' }).waitFor()
    await page.getByRole('button', { name: 'Person' }).click()
    await rows.filter({ hasText: 'Żaneta' }).or(rows.filter({ hasText: /^Z/ })).first().waitFor()
    await page.getByRole('button', { name: 'Person' }).click()
    await page.getByRole('checkbox', { name: 'With failures' }).click({ force: true })
    await page.getByText('22 people found').waitFor()
    await app.look('people-failing', { sizes: wide })
    await page.reload()
    await page.getByText('22 people found').waitFor()
    await page.getByRole('checkbox', { name: 'With failures' }).click({ force: true })

    const search = page.getByRole('searchbox', { name: 'Find a person' })
    await search.fill('EMEA Sales')
    await page.getByText('in EMEA Sales').first().waitFor()
    await search.fill('thorsten')
    await page.getByRole('row', { name: /Thorsten Kästner/ }).click()
    await app.title('Thorsten Kästner')
    await page.getByText('column region').waitFor()
    await page.getByRole('list', { name: 'History' }).getByText('No licences left').waitFor()
    const unit = page.getByRole('link', { name: '/Vellamo/Customer Success/Training', exact: true })
    await unit.click()
    await app.title('Training')
    await page.getByText(/of 60 used/).waitFor()
    await app.look('org-unit')
    await page.getByRole('link', { name: 'OU-/Vellamo/Customer Success/Training' }).click()
    await app.title('OU-/Vellamo/Customer Success/Training')
    await page.getByRole('link', { name: 'All groups' }).click()
    await page.getByRole('button', { name: 'All members' }).click()
    await page.getByRole('button', { name: 'All members' }).click()
    await app.look('groups')
    await page.getByRole('searchbox', { name: 'Find a group' }).fill('emea sales')
    await page.getByRole('row', { name: /^EMEA Sales/ }).click()
    await app.title('EMEA Sales')
    await page.getByText(/through DACH Sales/).first().waitFor()
    await app.look('group')
    await page.goBack()
    await page.getByRole('tab', { name: 'Org units' }).click()
    const tree = page.getByRole('treegrid', { name: 'Org units' })
    await tree.getByRole('row', { name: /^Sales/ }).waitFor()
    await tree.getByRole('row', { name: /^Sales/ }).focus()
    await page.keyboard.press('ArrowRight')
    await tree.getByRole('row', { name: /^Australia/ }).waitFor()
    await app.look('org-units')
    await page.keyboard.press('ArrowLeft')
    await tree.getByRole('row', { name: /^Australia/ }).waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await app.title('Sales')
  },

  'add a directory from csv with its columns mapped': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    const file = await files(staff)
    try {
      await addDirectory(app, file.path, 'branch')
      await app.look('setup-columns')
      await app.button('Continue later').click()
      await app.title('Connections')
      const card = page.getByRole('listitem').filter({ hasText: 'branch' })
      await card.getByRole('link', { name: 'Attach a source…' }).click()
      await page.getByRole('button', { name: /What Einheit becomes/ }).getByText('Org unit').waitFor()
      await app.button('Next').click()
      await page.getByText(/is read-only here/).waitFor()
      await app.look('setup-finish', { sizes: wide })
      await app.button('Attach and read').click()
      await app.title('Connections')
      await card.getByText('In order').waitFor()
      await app.look('connections-directories')

      await app.go('People')
      await page.getByRole('searchbox', { name: 'Find a person' }).fill('@vellamo.example')
      await page.getByRole('button', { name: /All directories/ }).click()
      await page.getByRole('option', { name: 'branch' }).click()
      await page.getByText('3 people found').waitFor()
      await page.getByRole('row', { name: /Ann Öberg/ }).click()
      await page.getByText('column Nachname').waitFor()
      await page.getByRole('link', { name: '/Sales/North', exact: true }).waitFor()
    } finally {
      await file.end()
    }
  },

  'sync is removed from a directory, and its people stay': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    const file = await files(staff)
    try {
      await addDirectory(app, file.path, 'branch')
      await app.button('Next').click()
      await app.button('Attach and read').click()
      const card = page.getByRole('listitem').filter({ hasText: 'branch' })
      await card.getByText('In order').waitFor()
      await card.getByRole('button', { name: 'More for branch' }).click()
      await page.getByRole('menuitem', { name: 'Remove sync…' }).click()
      await app.look('remove-sync', { sizes: wide })
      await app.button('Remove sync').click()
      await page.getByText(/3 people stay as last read/).waitFor()
      await app.button('Done').click()
      await card.getByText('Not synced').waitFor()
    } finally {
      await file.end()
    }
  },
}
