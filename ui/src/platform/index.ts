import type { AppEvent, CommandName, Commands, Nothing } from './generated/contract'
import { loopbackTransport } from './loopback'
import { inWindow, tauriTransport } from './tauri'
import type { Line, Transport } from './transport'

export { AppError, toAppError } from './error'
export type * from './generated/contract'
export { useCommand, useCommandAction } from './queries'

/** What a command takes; `{}` for one that takes nothing. */
export type Args<C extends CommandName> = Commands[C]['args']
/** What a command answers. */
export type Result<C extends CommandName> = Commands[C]['result']
/** The rest of a call after the name: nothing where the command takes nothing. */
export type CallArgs<C extends CommandName> =
  Nothing extends Args<C> ? [args?: Args<C>] : [args: Args<C>]

const transport: Transport = inWindow() ? tauriTransport : loopbackTransport

/** Opens the session: nothing to do in the window, the one-time token over loopback. */
export const open = () => transport.open()

/** Runs one command in the engine; rejects with an `AppError`. */
export function call<C extends CommandName>(name: C, ...args: CallArgs<C>): Promise<Result<C>> {
  return transport.send(name, args[0] ?? {}) as Promise<Result<C>>
}

/** Gives the administrator a file to keep, text or a picture: a dialog in the window, a download in the browser; false when they decided against it. */
export const saveFile = (name: string, content: string | Blob) => transport.saveFile(name, content)

/** Whether the page is in the desktop window, where keys of the browser are free. */
export const isWindow = inWindow()

/** Lets the administrator choose a file in the system's dialog; undefined in a browser, which does not tell paths. */
export const chooseFile = transport.chooseFile

const listeners = new Set<(event: AppEvent) => void>()
const lineListeners = new Set<(line: Line) => void>()
let line: Line = 'open'
let stop: (() => void) | null = null

/** Hears every event of the engine until the returned function is called; all listeners share one line. */
export function subscribe(listener: (event: AppEvent) => void): () => void {
  listeners.add(listener)
  stop ??= transport.listen(
    (event) => {
      for (const hear of listeners) hear(event)
    },
    (state) => {
      line = state
      for (const hear of lineListeners) hear(state)
    },
  )
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = null
  }
}

/** Hears whether the engine is within reach; for `useSyncExternalStore`. */
export function subscribeLine(listener: (line: Line) => void): () => void {
  lineListeners.add(listener)
  return () => {
    lineListeners.delete(listener)
  }
}

/** Whether the engine is within reach now. */
export const currentLine = () => line
