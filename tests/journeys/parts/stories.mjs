// Finds the journeys of one or more folders, walks them, and counts what held.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The journeys of folders as `{ title, file, journey }`; only those whose title holds `only`, when it is given. */
export async function storiesOf(folders, only) {
  const stories = []
  for (const folder of folders) {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort()
    for (const file of files) {
      const { default: journeys } = await import(pathToFileURL(join(folder, file)).href)
      for (const [name, journey] of Object.entries(journeys)) {
        const title = `${file.replace('.mjs', '')}: ${name}`
        if (!only || title.includes(only)) stories.push({ title, journey })
      }
    }
  }
  return stories
}

/**
 * Walks all stories, so many at a time, with `perform`, which throws when one does not hold; sets the exit code.
 *
 * One that did not hold is walked once more, and holds when it does then: what a window does hangs on the machine's other work
 * as well. That it did not at first is told in full all the same, and counted.
 */
export async function walk(stories, perform, atOnce = 1) {
  const counted = { passed: 0, failed: 0, again: 0 }
  const waiting = [...stories]
  const attempt = async (story, words) => {
    const started = Date.now()
    try {
      await perform(story)
      console.log(`ok      ${story.title} (${Date.now() - started} ms)`)
      return true
    } catch (error) {
      console.log(`${words}  ${story.title}\n        ${error.stack?.replaceAll('\n', '\n        ')}`)
      return false
    }
  }
  const worker = async () => {
    for (let story = waiting.shift(); story; story = waiting.shift()) {
      let holds = await attempt(story, 'AGAIN ')
      if (!holds) {
        counted.again += 1
        holds = await attempt(story, 'FAILED')
      }
      counted[holds ? 'passed' : 'failed'] += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const { passed, failed, again } = counted
  if (again > 0) console.log(`\n${again} walked a second time`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
