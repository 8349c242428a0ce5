import type { AppEvent } from './generated/contract'

/** The state of the line that events come in on. */
export type Line = 'open' | 'lost'

/** One way from the page to the engine. Grows only when both hosts need it. */
export interface Transport {
  /** Sends one command; rejects with an `AppError`. */
  send(name: string, args: unknown): Promise<unknown>
  /** Delivers every event until the returned function is called. */
  listen(onEvent: (event: AppEvent) => void, onLine: (line: Line) => void): () => void
  /** Gives the administrator a file to keep; false when they decided against it. */
  saveFile(name: string, content: string | Blob): Promise<boolean>
  /** Lets the administrator choose a file of this machine, and answers its path; null when they decided against it. Absent where a page cannot know paths. */
  chooseFile?(): Promise<string | null>
  /** Resolves when commands may be sent; rejects with an `AppError` when the session is refused. */
  open(): Promise<void>
}
