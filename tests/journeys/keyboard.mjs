// The whole application by keyboard alone: nothing here is clicked, and the focus is never lost.

import assert from 'node:assert/strict'
import { patient, waitFor } from './parts/surface.mjs'

const screens = ['Rules', 'Attributes', 'People', 'Connections', 'Runs', 'Activity', 'Settings', 'Overview']

/** Waits until the title of a page has the focus. */
const atTitle = (app, name) =>
  waitFor(
    async () => {
      const one = await app.focused()
      return one?.role === 'heading' && (name instanceof RegExp ? name.test(one.name) : one.name === name)
    },
    { what: `the focus on the title ${name}`, ...patient },
  )

/** Waits until something has the focus. */
const isFocused = async (app, where) => {
  const has = async () => (await app.focused()) !== null
  await waitFor(has, { what: `the focus to be somewhere ${where}` })
}

/** Closes the dialog by Escape; the focus goes back to what opened it. */
async function escape(app, opener) {
  await app.surface.press('Escape')
  await app.closed()
  await waitFor(async () => opener.test((await app.focused())?.name ?? ''), {
    what: `the focus back on ${opener}`,
  })
}

export default {
  'from the first start to a failure retried, by keyboard alone': async ({ open }) => {
    const app = await open({ sample: false })
    const { surface } = app
    await app.title('Welcome to Rolecall')
    await app.tabTo('button', /^Explore with a sample organization/)
    await surface.press('Enter')
    await app.title('Overview', patient)
    await surface.shows('Before you begin')

    await app.tabTo('switch', 'User sync')
    await surface.press('Space')
    await app.dialog(/Before User sync is switched on/)
    await surface.find({ role: 'button', name: /^Switch on and apply/ }, patient)
    await isFocused(app, 'in the plan')
    await app.tabTo('button', /^Switch on and apply/)
    await surface.press('Enter')
    await app.closed()
    await isFocused(app, 'after the plan')
    await app.ended(0)

    await app.tabTo('link', 'Details')
    await surface.press('Enter')
    await atTitle(app, 'No licences left for Webinar')
    await app.tabTo('row', /Select|@/)
    await surface.press('ArrowDown', 'Space')
    await surface.role('button', 'Retry sync for 1')
    await app.look('keyboard-chosen', { sizes: [{ width: 1280, height: 800 }] })
    await surface.press('ArrowUp', 'Enter')
    await surface.shows('gives it')
    await app.tabTo('link', 'Back to Overview', 'Shift+Tab')
    await surface.press('Enter')
    await atTitle(app, 'Overview')

    await app.tabTo('button', 'Adopt…')
    await surface.press('Enter')
    await app.dialog(/Adopt existing accounts/)
    await escape(app, /^Adopt/)
    await app.tabTo('button', 'Buy seats…', 'Shift+Tab')
    await surface.press('Enter')
    await app.dialog(/Buy seats/)
    await app.tabTo('button', 'Buy 14 seats')
    await surface.press('Enter')
    await app.closed()
    await isFocused(app, 'after the purchase')
    await app.tabTo('button', /^Retry sync/)
    await surface.press('Enter')
    const three = async () => (await app.headings()).length === 3
    await waitFor(three, { what: 'the banner to go', ...patient })
    await isFocused(app, 'after its banner went')
  },

  'every screen, a rule, a person, a menu and a list, by keyboard alone': async ({ open }) => {
    const app = await open()
    const { surface } = app
    await app.firstSync()
    for (const screen of screens) {
      await app.tabTo('link', new RegExp(`^${screen}`), 'Shift+Tab')
      await surface.press('Enter')
      await atTitle(app, screen)
    }
    await surface.press('Control+k')
    await surface.find({ role: 'searchbox', name: 'Search or do' })
    assert.match((await app.focused()).name, /Search or do/)
    await surface.press(...'thorsten')
    await surface.find({ css: '[role=menuitem]', text: /Thorsten/ }, patient)
    await surface.press('Enter')
    await atTitle(app, 'Thorsten Kästner')
    await app.tabTo('button', /^Webinar.*No licence left/)
    await surface.press('Enter')
    await surface.shows(/withholds it · does not match/)
    await app.look('keyboard-why', { sizes: [{ width: 1280, height: 800 }] })

    await app.tabTo('link', /^Rules/, 'Shift+Tab')
    await surface.press('Enter')
    await atTitle(app, 'Rules')
    await app.tabTo('row', /^Rule 1: /)
    await surface.press('ArrowDown', 'ArrowDown')
    assert.equal((await app.focused()).name, 'Rule 3: Webinar hosts')
    await surface.press('Alt+ArrowUp')
    await surface.find({ role: 'row', name: 'Rule 2: Webinar hosts' })
    await waitFor(async () => (await app.focused())?.name === 'Rule 2: Webinar hosts', {
      what: 'the focus to go with the rule',
    })
    await surface.shows(/computed in \d+ ms/)
    await app.tabTo('button', /^Save/)
    await surface.press('Enter')
    await surface.find({ css: 'section ol li', text: /The rules are saved/ }, patient)
    const saved = async () => (await app.call('rules.list')).rules[1].rule.name === 'Webinar hosts'
    await waitFor(saved, { what: 'the rules to be saved' })
    await isFocused(app, 'after saving')

    await app.tabTo('link', /^People/, 'Shift+Tab')
    await surface.press('Enter')
    await atTitle(app, 'People')
    await app.tabTo('tab', 'Users')
    await surface.press('ArrowRight')
    await surface.find({ css: '[role=tab][aria-selected=true]', text: 'Groups' })
    await surface.press('ArrowLeft')
    await app.tabTo('row', /@/)
    await surface.press('End')
    const { total } = await app.call('people.list', {
      text: '',
      order: { column: 'name', descending: false, language: 'en' },
      page: { offset: 0, limit: 1 },
    })
    const atEnd = () =>
      surface.run(
        "return document.activeElement.getAttribute('aria-rowindex') === String(arguments[0] + 1)",
        total,
      )
    await waitFor(atEnd, { what: 'the focus on the last person' })
    await surface.press('Enter')
    await waitFor(async () => (await app.focused())?.role === 'heading', { what: 'a person’s page' })

    await app.tabTo('link', /^Connections/, 'Shift+Tab')
    await surface.press('Enter')
    await atTitle(app, 'Connections')
    await app.tabTo('button', 'More for main')
    await surface.press('Enter')
    await surface.find({ css: '[role=menuitem]', text: /Settings of the directory/ })
    await surface.press('Escape')
    await waitFor(async () => (await app.focused())?.name === 'More for main', {
      what: 'the focus back on the menu’s button',
    })

    await app.tabTo('link', /^Settings/, 'Shift+Tab')
    await surface.press('Enter')
    await atTitle(app, 'Settings')
    await app.tabTo('button', /Theme/)
    await surface.press('Enter')
    await surface.find({ css: '[role=option]', text: 'Dark' })
    await surface.press('ArrowDown')
    await app.look('keyboard-list', { sizes: [{ width: 1280, height: 800 }], themes: ['light'] })
    await surface.press('Escape')
    await isFocused(app, 'after the list')
  },
}
