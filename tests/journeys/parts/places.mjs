// Every screen of the application, and every dialog that a few clicks open, with what they show when they are there.
//
// `at` is the address, `open` what is done there, `shows` what then is read in English; all of it on the sample organization
// after its first sync and after what `furnish` did. Sources are set up of every kind, so each asks what it asks.

import { patient } from './surface.mjs'

/** The cause of a failure in the sample, as its address has it. */
const failures = (cause) => `overview/failures/console/${cause}`
const kinds = [
  ['entra', /^Microsoft Entra ID/],
  ['google', /^Google Workspace/],
  ['okta', /^Okta/],
  ['ldap', /^LDAP or Active Directory/],
  ['scim', /^SCIM 2\.0/],
  ['csv', /^CSV file/],
  ['ldif', /^LDIF file/],
]

/** Opens the menu of the directory `main` and picks from it. */
const ofMain = (words) => (app) => app.pick('More for main', words)

/** Begins to set a source of a kind up, in a directory of its name. */
const setUp = ([kind, label]) => ({
  name: `set-up-${kind}`,
  at: 'connections/add',
  open: async (app) => {
    await app.surface.fill({ role: 'textbox', name: 'Name of the directory' }, kind)
    await app.surface.click({ css: 'label', text: label })
    await app.press('Set up')
  },
  shows: 'Source of ',
})

const edit = async (app) => {
  await app.surface.click({ role: 'row', name: /^Rule \d+: Engineering$/ })
}

const editText = async (app) => {
  await edit(app)
  await app.surface.click({ role: 'tab', name: 'Text' })
}

const week = async (app) => {
  const runs = await app.surface.find({ css: 'main section', text: /Runs over time/ })
  await app.press(/week/i, runs)
}

/** The places, in an order that leaves each as it was found. */
export const places = [
  { name: 'overview', at: 'overview', shows: 'No licences left for Webinar' },
  { name: 'plan', at: 'runs/plan', shows: 'Remote Support' },
  { name: 'plan-people', at: 'runs/plan?by=person', shows: '@vellamo.example' },
  { name: 'week', at: 'overview', open: week, shows: 'The last seven days' },
  { name: 'held-approve', at: 'overview', open: (app) => app.press(/^Approve \d+/), shows: 'Approve held changes' },
  { name: 'held-discard', at: 'overview', open: (app) => app.press(/^Discard \d+/), shows: 'Discard held changes' },
  { name: 'adopt', at: 'overview', open: (app) => app.press('Adopt…'), shows: 'Adopt existing accounts' },
  { name: 'buy-seats', at: 'overview', open: (app) => app.press('Buy seats…'), shows: 'Buy 14 seats' },
  { name: 'palette', at: 'overview', open: (app) => app.surface.press('Control+k'), shows: /Go to|Attributes/ },
  { name: 'no-licences', at: failures('no_licences'), shows: 'gives it' },
  { name: 'account-exists', at: failures('account_exists'), shows: 'What to do' },
  { name: 'domain-not-verified', at: failures('domain_not_verified'), shows: 'What to do' },
  { name: 'attribute-missing', at: failures('attribute_missing'), shows: 'What to do' },
  { name: 'rules', at: 'rules', shows: 'Contractors' },
  { name: 'rule', at: 'rules', open: edit, shows: /Matches \d+ people/ },
  { name: 'rule-text', at: 'rules', open: editText, shows: 'Engineering' },
  { name: 'rules-as-text', at: 'rules', open: (app) => app.press('As text'), shows: 'Back to the list', leave: (app) => app.press('Back to the list') },
  { name: 'rules-person', at: 'rules', open: (app) => app.press('Test a person…'), shows: 'Test a person' },
  { name: 'rules-tests', at: 'rules', open: (app) => app.press('Rule tests'), shows: 'No rule tests yet' },
  { name: 'attributes', at: 'attributes', shows: 'Region' },
  { name: 'attribute', at: 'attributes', open: (app) => app.surface.click({ role: 'row', name: /Region/ }), shows: '500 people have a value.' },
  { name: 'sent', at: 'attributes/sent', shows: 'console' },
  { name: 'people', at: 'people', shows: 'Aaliyah' },
  { name: 'people-nobody', at: 'people?q=nobody+at+all', shows: 'Nobody matches' },
  { name: 'person', at: 'people/thorsten.kaestner%40vellamo.example', shows: 'History' },
  { name: 'edit-window', at: 'people/thorsten.kaestner%40vellamo.example', open: (app) => app.press('Allow editing…'), shows: 'Allow editing for 1 hour' },
  { name: 'exception', at: 'people?view=exceptions', open: (app) => app.press('Add an exception'), shows: 'Reason' },
  { name: 'exceptions', at: 'people?view=exceptions', shows: 'No exceptions' },
  { name: 'groups', at: 'people?view=groups', shows: 'Contractors' },
  { name: 'units', at: 'people?view=units', shows: 'Vellamo' },
  { name: 'unit', at: `people/units/${encodeURIComponent('/Vellamo/Sales')}`, shows: 'Sales' },
  { name: 'domains', at: 'people?view=domains', shows: 'vellamo.example' },
  { name: 'domain-add', at: 'people?view=domains', open: (app) => app.press('Add domain'), shows: 'Add a domain to' },
  { name: 'connections', at: 'connections', shows: 'In order' },
  { name: 'directory-settings', at: 'connections', open: ofMain('Settings of the directory…'), shows: 'OU-', any: true },
  { name: 'remove-sync', at: 'connections', open: ofMain('Remove sync…'), shows: 'Remove sync' },
  { name: 'secret', at: 'connections', open: (app) => app.press('Replace secret…'), shows: /secret/i },
  { name: 'add-directory', at: 'connections/add', shows: 'Where its people come from' },
  ...kinds.map(setUp),
  { name: 'push', at: 'connections/directory/pushed/push', shows: 'Make a token…' },
  { name: 'push-token', at: 'connections/directory/pushed/push', open: (app) => app.press('Make a token…'), shows: 'What it is for' },
  { name: 'push-listen', at: 'connections/directory/pushed/push', open: (app) => app.press('Where it listens…'), shows: 'Take calls from other machines' },
  { name: 'push-calls', at: 'connections/directory/pushed/calls', shows: /Calls|calls/ },
  { name: 'target-add', at: 'connections/target', shows: 'Add a target' },
  { name: 'target', at: 'connections/target/console', shows: 'Set up console' },
  { name: 'target-remove', at: 'connections/target/console', open: (app) => app.press('Remove…'), shows: 'Take it out of them first' },
  { name: 'runs', at: 'runs', shows: 'Discarded' },
  { name: 'discarded', at: 'runs?view=discarded', shows: 'Discarded' },
  { name: 'run', at: 'runs/1', shows: 'Took' },
  { name: 'run-held', at: 'runs/2?state=held', shows: 'Remote Support' },
  { name: 'undo', at: 'runs/1', open: (app) => app.press('Undo…'), shows: /Undo [\d,]+ changes/ },
  { name: 'activity', at: 'activity', shows: 'who did it' },
  { name: 'settings', at: 'settings', shows: 'Appearance and language' },
  { name: 'schedule', at: 'settings/schedule', shows: 'Next:' },
  { name: 'notifications', at: 'settings/notifications', shows: 'By e-mail' },
  { name: 'secrets', at: 'settings/secrets', shows: /Secrets|secrets/ },
  { name: 'not-found', at: 'nowhere', shows: 'This address leads nowhere' },
]

/** Adds a directory that others write to, and stands on its page. */
export async function attachPush(app, name) {
  const { surface } = app
  await app.at('connections/add')
  await app.title('Add a directory')
  await surface.fill({ role: 'textbox', name: 'Name of the directory' }, name)
  await surface.click({ css: 'label', text: /^SCIM push/ })
  await app.press('Set up')
  await app.title(`Source of ${name}`)
  await app.goOnTo('Attach')
  await app.title(`SCIM push to ${name}`, patient)
}

/** After the first sync: removals that wait for a decision, and a directory that others write to. */
export async function furnish(app) {
  const { surface } = app
  await app.firstSync()
  await app.go('Rules')
  const desks = await surface.find({ role: 'row', name: /^Rule \d+: Support desks$/ })
  const toggles = await surface.all({ css: 'label', within: desks })
  await toggles.at(-1).click()
  await surface.shows(/computed in \d+ ms/)
  const before = await app.newestRun()
  await app.pick('More ways to save', 'Save and sync now')
  await app.told('a run has started')
  await app.ended(before)
  await attachPush(app, 'pushed')
  await app.at('overview')
  await app.title('Overview')
  await surface.shows(/removals are waiting for you/)
}

/** Goes to a place and waits until it is there; in English. */
export async function enter(app, { at, open, shows, any }) {
  await app.at(at)
  await app.surface.find({ css: 'h1' })
  await app.settled()
  if (open) await open(app)
  if (!any) await app.surface.shows(shows)
  await app.settled()
}

/** Leaves what a place opened. */
export async function leave(app, place) {
  if (place.leave) return place.leave(app)
  const isOpen = { css: '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]' }
  for (let tries = 0; tries < 3 && (await app.surface.all(isOpen)).length > 0; tries += 1) {
    await app.surface.press('Escape')
    await app.surface.gone(isOpen, { timeout: 1_000 }).catch(() => undefined)
  }
  await app.surface.gone(isOpen)
}
