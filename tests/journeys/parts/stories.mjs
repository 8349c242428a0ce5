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

/** Walks all stories, so many at a time, with `perform`, which throws when one does not hold; sets the exit code. */
export async function walk(stories, perform, atOnce = 1) {
  let passed = 0
  let failed = 0
  const waiting = [...stories]
  const worker = async () => {
    for (let story = waiting.shift(); story; story = waiting.shift()) {
      const started = Date.now()
      try {
        await perform(story)
        passed += 1
        console.log(`ok      ${story.title} (${Date.now() - started} ms)`)
      } catch (error) {
        failed += 1
        console.log(`FAILED  ${story.title}\n        ${error.stack?.replaceAll('\n', '\n        ')}`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
