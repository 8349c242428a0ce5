import { vi } from 'vitest'
import type { AppEvent, CommandName, Commands } from '../platform'

type Answers = {
  [C in CommandName]?: (args: Commands[C]['args']) => Commands[C]['result']
}

/** What the interface asked the engine for, in order. */
export interface Calls {
  /** Every command with its arguments. */
  all: { name: string; args: unknown }[]
  /** The arguments of one command's calls. */
  of: (name: CommandName) => unknown[]
  /** Tells an event, as the engine would. */
  tell: (event: AppEvent) => void
}

/** Stands in for the engine at the end of the line: answers commands over the loopback transport and records them. */
export function engine(answers: Answers): Calls {
  const all: Calls['all'] = []
  const open = new Set<{ onmessage: ((m: { data: string }) => void) | null }>()
  class Events {
    static CLOSED = 2
    onmessage: ((m: { data: string }) => void) | null = null
    readyState = 1
    constructor() {
      open.add(this)
    }
    close() {
      open.delete(this)
    }
  }
  vi.stubGlobal('EventSource', Events)
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    const { name, args } = JSON.parse(body) as { name: CommandName; args: never }
    all.push({ name, args })
    const answer = answers[name]
    if (!answer) {
      const refusal = { code: 'not_expected', message: `${name} was not expected.`, details: {} }
      return new Response(JSON.stringify(refusal), { status: 500 })
    }
    return new Response(JSON.stringify(answer(args)))
  })
  return {
    all,
    of: (name) => all.filter((call) => call.name === name).map((call) => call.args),
    tell: (event) => {
      for (const source of open) source.onmessage?.({ data: JSON.stringify(event) })
    },
  }
}
