type Speaker = (code: string, details: unknown, message: string) => string

let speaker: Speaker = (_code, _details, message) => message

/** Lets the interface say errors in its language: by the code and its particulars, or by the engine's own sentence. */
export function sayErrorsBy(speak: Speaker): void {
  speaker = speak
}

/** What a command answered when it could not do its work: a stable code, a sentence for people, and the particulars. */
export class AppError extends Error {
  readonly code: string
  readonly details: unknown
  /** The engine's own sentence, in English. */
  readonly original: string

  constructor(code: string, message: string, details: unknown = null) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.details = details
    this.original = message
    // Asked for when it is shown, so that it follows the language.
    Object.defineProperty(this, 'message', {
      get: () => speaker(code, details, message),
      configurable: true,
    })
  }
}

/** Turns whatever a transport threw into an `AppError`; unknown shapes become `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return new AppError(
      String(thrown.code),
      String(thrown.message),
      'details' in thrown ? thrown.details : null,
    )
  }
  return new AppError('internal', thrown instanceof Error ? thrown.message : String(thrown))
}
