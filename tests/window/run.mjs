// The real window's tests: starts every journey with a home of its own and counts what held.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Screens } from '../journeys/parts/screens.mjs'
import { storiesOf, walk } from '../journeys/parts/stories.mjs'
import { newHome, Window } from './driver.mjs'
import { Session } from './session.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** What the windows of a journey that failed showed and said. */
async function remains(title, windows) {
  const word = title.replace(/\W+/g, '-')
  const told = []
  for (const [index, window] of windows.entries()) {
    const picture = await window
      .screenshot(`failed-window-${word}-${index}`)
      .catch(() => 'no picture: the window is gone')
    told.push(picture, await window.text().catch(() => ''), window.output)
  }
  return told.join('\n')
}

async function perform({ title, journey }) {
  const home = await newHome()
  const windows = []
  const sessions = []
  const session = async () => {
    sessions.push(await Session.start())
    return sessions.at(-1)
  }
  const start = async (options = {}) => {
    const window = await Window.start({ home: home.path, ...options })
    windows.push(window)
    return window
  }
  const open = async ({ sample = true, env = {} } = {}) => {
    const window = await start({ args: sample ? ['--sample'] : [], env })
    await window.resize(1280, 800)
    return new Screens(window, { home: home.path })
  }
  const end = async () => {
    const ended = await Promise.allSettled(windows.map((window) => window.stop()))
    await Promise.allSettled(sessions.map((one) => one.stop()))
    await home.remove()
    const wrong = ended.find((one) => one.status === 'rejected')
    if (wrong) throw wrong.reason
  }
  try {
    await journey({ start, open, session, home: home.path })
  } catch (error) {
    error.stack += `\n${await remains(title, windows)}`
    await end().catch(() => undefined)
    throw error
  }
  await end()
}

const folders = [join(here, 'journeys'), join(here, '../journeys')]
await walk(await storiesOf(folders, process.argv[2]), perform)
