/** What a command answers when it could not do its work: a stable code, a sentence for people, and the particulars. */
export class AppError extends Error {
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details: unknown = null) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.details = details
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
