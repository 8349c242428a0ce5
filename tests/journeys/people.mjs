// A person's "why not?", a directory's edit window, and a list of very many people.

import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { branch, crowd } from './parts/organizations.mjs'
import { patient, waitFor } from './parts/surface.mjs'

const once = { sizes: [{ width: 1280, height: 800 }] }
const search = { role: 'searchbox', name: 'Find a person' }

/** Adds a directory from a CSV file whose columns have German names. */
async function addDirectory(app, path, name) {
  const { surface } = app
  await app.go('Connections')
  await app.follow('Add directory')
  await app.title('Add a directory')
  await surface.fill({ role: 'textbox', name: 'Name of the directory' }, name)
  await surface.click({ css: 'label', text: /^CSV file/ })
  await app.press('Set up')
  await app.title(`Source of ${name}`)
  await surface.fill({ role: 'textbox', name: 'File of people' }, path)
  await surface.shows('7 columns were found.')
  await app.press('Next')
  await surface.shows('For example')
  await app.press('Next')
  await app.press('Attach and read')
  await app.title('Connections')
  await surface.find({ css: 'main li', text: new RegExp(`${name}[^]*In order`) }, patient)
}

/** Rows of a list that are drawn: their words, numbers from 0, and whether they are in view. */
const rowsIn = (surface) =>
  surface.run(`
    const grid = document.querySelector('[role=grid]')
    const view = grid?.parentElement.getBoundingClientRect()
    const head = grid?.querySelector('[role=row]').getBoundingClientRect().height ?? 0
    return [...document.querySelectorAll('[role=rowgroup] [role=row]')].map((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      const isInView = top >= view.top + head - 1 && bottom <= view.bottom + 1
      return { words: row.innerText.trim(), number: Number(row.getAttribute('aria-rowindex')) - 2, isInView }
    })`)

export default {
  'why not: what a person lacks is told by rule and by clause': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.firstSync()
    await app.go('People')
    await surface.fill(search, 'thorsten')
    await surface.click({ role: 'row', name: /Thorsten Kästner/ })
    await app.title('Thorsten Kästner')
    await app.press(/^Webinar.*No licence left$/)
    await surface.shows(/Webinar hosts\s+gives it · matches/)
    await surface.shows(/Contractors\s+withholds it · does not match/)
    await app.look('why-no-licence')

    await app.go('People')
    await surface.fill(search, 'Contractors')
    await surface.find({ text: /in Contractors/ })
    const [, first] = await surface.all({ role: 'row', name: /in Contractors/ })
    await first.click()
    await app.press(/^Webinar/)
    await surface.shows(/Contractors\s+withholds it · matches/)
    await surface.find({ css: '[role=img][aria-label="Holds"]' })
    await app.look('why-withheld', once)
    await app.follow('Contractors')
    await app.title('Rules')
    await surface.find({ role: 'row', name: /^Rule \d+: Contractors$/ })
  },

  'a directory’s edit window: opened, used, closed, and fallen back': async ({ open }) => {
    const app = await open()
    const { surface } = app
    const path = await branch(app.host.home)
    await addDirectory(app, path, 'branch')
    await app.at('people/ann')
    await app.title('Ann Öberg')
    await app.press('Allow editing…')
    await app.dialog(/edit/i)
    await app.look('edit-window-ask', once)
    await app.press('Allow editing for 1 hour')
    await surface.shows('branch can be edited')
    const timer = await surface.find({ css: '[role=timer]' })
    assert.match((await timer.text()).trim(), /^(60:00|59:\d\d)$/)
    await app.pick('Edit', 'Edit values…')
    await surface.fill({ role: 'textbox', name: 'Department' }, 'Legal')
    await surface.shows('At the source: Sales')
    await app.look('edit-values', once)
    await app.press('Save 1 change')
    await app.closed()
    await surface.shows('at the source: Sales')
    await app.look('edited')
    const { attributes } = await app.call('people.show', { user: 'ann' })
    const department = attributes.find((one) => one.name === 'department')
    assert.deepEqual(department.values, ['Legal'], 'rules and targets use the edited value')
    await app.pick('Edit', 'Delete for good…')
    await surface.shows('The source still delivers this person')
    await app.look('delete-person', once)
    await app.press('Keep them')
    await app.closed()
    await app.press('Stop editing')
    await surface.gone({ text: /branch can be edited/ })
    await surface.role('button', 'Allow editing…')
    await surface.shows('at the source: Sales')

    // The source says something new of Ann: all edits of hers fall back with the next reading.
    const staff = await readFile(path, 'utf8')
    await writeFile(path, staff.replace('Sales;North;/Sales/North', 'Sales;West;/Sales/North'))
    await app.call('directories.read', { directory: 'branch' })
    await surface.gone({ text: /at the source: Sales/ })
    const { attributes: after } = await app.call('people.show', { user: 'ann' })
    assert.deepEqual(after.find((one) => one.name === 'department').values, ['Sales'])
    await app.look('fallen-back', { ...once, themes: ['light'] })
  },

  'very many people: jumped through, scrolled, searched and sorted': async ({ open }) => {
    const count = Number(process.env.ROLECALL_PEOPLE ?? 20_000)
    const app = await open({ sample: false })
    const { surface } = app
    const path = process.env.ROLECALL_CROWD ?? (await crowd(app.host.home, count))
    await app.title('Welcome to Rolecall')
    await app.call('workspace.import', { path })
    const { items } = await app.call('directories.list', {})
    await app.call('directories.read', { directory: items[0].name })
    await surface.reload()
    await app.title('Overview', patient)
    await app.go('People')
    const order = (column, descending = false) => ({ column, descending, language: 'en' })
    const asked = async (column, offset, limit, text = '') =>
      app.call('people.list', { text, order: order(column), page: { offset, limit } })
    const { total } = await asked('name', 0, 1)
    assert.ok(total >= count, `${total} people`)
    const shown = new Intl.NumberFormat('en').format(total)
    await surface.shows(`${shown} people`, patient)
    const nameAt = async (offset, column = 'name') => (await asked(column, offset, 1)).items[0].name
    const inView = async () =>
      (await rowsIn(surface)).filter((row) => row.isInView).sort((a, b) => a.number - b.number)
    const sees = (name) =>
      waitFor(async () => (await inView()).some((row) => row.words.includes(name)), {
        what: `${name} to be in view`,
      })
    /** Until the list begins with row 0, and that is `name`. */
    const beginsWith = (name) =>
      waitFor(
        async () => {
          const [top] = await inView()
          assert.equal(top?.number, 0)
          assert.ok(top.words.includes(name), `the first row is ${top.words}, not ${name}`)
          return true
        },
        { what: `the list to begin with ${name}` },
      )

    await sees(await nameAt(0))
    await app.look('crowd', once)
    await (await surface.find({ css: '[role=rowgroup] [role=row][tabindex="0"]' })).focus()
    await surface.press('End')
    await sees(await nameAt(total - 1))
    await app.look('crowd-end', { ...once, themes: ['light'] })
    const drawn = (await rowsIn(surface)).length
    assert.ok(drawn < 80, `no more rows are drawn than are seen: ${drawn}`)
    // The first goes to the first row in view, the second beyond it.
    await surface.press('PageUp', 'PageUp')
    await waitFor(async () => !(await inView()).some(({ number }) => number === total - 1), {
      what: 'the list to move a page up',
    })
    await surface.press('Home')
    await beginsWith(await nameAt(0))

    // To the middle by the scroll bar: its rows are those that the engine has there.
    await surface.run(`const bar = document.querySelector('[role=grid]').parentElement;
      bar.scrollTop = (bar.scrollHeight - bar.clientHeight) / 2`)
    const middle = await waitFor(
      async () => {
        const [row] = await inView()
        return row?.words && Math.abs(row.number - total / 2) < total / 20 ? row : null
      },
      { what: 'rows of the middle' },
    )
    assert.ok(middle.words.includes(await nameAt(middle.number)), `row ${middle.number} is ${middle.words}`)
    await app.look('crowd-middle', { ...once, themes: ['dark'] })

    // Whoever opens somebody comes back to the same rows.
    const before = await inView()
    const called = before[3].words.split('\n').find((line) => line.includes('@'))
    await surface.click({ role: 'row', name: new RegExp(called.replaceAll('.', '\\.')) })
    await surface.gone({ role: 'searchbox', name: 'Find a person' })
    await surface.run('history.back()')
    await app.title('People')
    await waitFor(
      async () => {
        assert.deepEqual(await inView(), before)
        return true
      },
      { what: 'the list to be as it was left' },
    )

    await app.press('Person')
    await beginsWith((await app.call('people.list', {
      text: '',
      order: order('name', true),
      page: { offset: 0, limit: 1 },
    })).items[0].name)
    await app.press('Department')
    await beginsWith(await nameAt(0, 'department'))
    await surface.run(`const bar = document.querySelector('[role=grid]').parentElement;
      bar.scrollTop = bar.scrollHeight`)
    await sees(await nameAt(total - 1, 'department'))
    for (const text of ['t', 'th', 'tho']) await surface.fill(search, text)
    const found = await asked('department', 0, 1, 'tho')
    const words = found.total === 1 ? '1 person found' : `${new Intl.NumberFormat('en').format(found.total)} people found`
    await surface.shows(words)
    await beginsWith(found.items[0].name)
    await app.look('crowd-found', once)
    await surface.fill(search, '')
    await surface.click({ css: 'label', text: 'Without a group' })
    const { total: alone } = await app.call('people.list', {
      text: '',
      order: order('department'),
      filter: { directory: null, state: null, failures: false, withoutGroup: true, group: null, orgUnit: null },
      page: { offset: 0, limit: 1 },
    })
    await surface.shows(alone === 1 ? '1 person found' : `${new Intl.NumberFormat('en').format(alone)} people found`)
    await surface.click({ css: 'label', text: 'Without a group' })
    await surface.shows(`${shown} people`)
    await surface.fill(search, 'nobody at all')
    await surface.shows('Nobody matches “nobody at all”')
  },
}
