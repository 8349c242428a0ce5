import { vi } from 'vitest'
import type { Commands } from '../platform'

type Answers = {
  [C in keyof Commands]?: (args: Commands[C]['args']) => Commands[C]['result']
}

/** What a fake command throws to be refused, as the engine would. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Answers commands over the loopback transport from functions; a command without one is refused. Tells what was
 * called, oldest first.
 */
export function fakeEngine(answers: Answers): {
  calls: <C extends keyof Commands>(name: C) => Commands[C]['args'][]
} {
  const heard: { name: string; args: unknown }[] = []
  vi.stubGlobal(
    'EventSource',
    class {
      close() {}
    },
  )
  vi.stubGlobal(
    'fetch',
    vi.fn(async (_path: string, init: { body: string }) => {
      const { name, args = {} } = JSON.parse(init.body) as { name: keyof Commands; args?: unknown }
      heard.push({ name, args })
      const answer = answers[name] as ((args: unknown) => unknown) | undefined
      try {
        if (!answer) throw new Refusal('unknown_command', `Nothing answers ${name}.`)
        return new Response(JSON.stringify(answer(args)))
      } catch (thrown) {
        const { code, message } = thrown as Refusal
        return new Response(JSON.stringify({ code, message, details: {} }), { status: 422 })
      }
    }),
  )
  return {
    calls: (name) => heard.filter((h) => h.name === name).map((h) => h.args) as never,
  }
}
