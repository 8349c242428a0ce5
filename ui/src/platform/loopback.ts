import { AppError, toAppError } from './error'
import type { Transport } from './transport'

async function post(path: string, body: unknown): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    })
  } catch {
    throw new AppError('unreachable', 'Rolecall does not answer on this address.')
  }
  const text = await response.text()
  let answer: unknown = null
  try {
    answer = text === '' ? null : JSON.parse(text)
  } catch {
    throw new AppError('internal', `The answer could not be read (HTTP ${response.status}).`)
  }
  if (response.status === 401)
    throw new AppError('session_expired', 'This address has been used or has expired.')
  if (!response.ok)
    throw toAppError(answer ?? { code: 'internal', message: `HTTP ${response.status}` })
  return answer
}

/** Takes the one-time token out of the address, so that it stays neither in the bar nor in the history. */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  return token
}

/** The page over HTTP on this machine: a cookie session, JSON calls and server-sent events. */
export const loopbackTransport: Transport = {
  async open() {
    const token = takeToken()
    if (token !== null) await post('/api/session', { token })
  },
  send: (name, args) => post('/api/call', { name, args }),
  async saveFile(name, content) {
    const blob =
      typeof content === 'string'
        ? new Blob([content], { type: 'text/csv;charset=utf-8' })
        : content
    const address = URL.createObjectURL(blob)
    const anchor = document.createElement('a')
    anchor.href = address
    anchor.download = name
    anchor.click()
    // The browser reads the address after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
    return true
  },
  listen(onEvent, onLine) {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout>
    const connect = () => {
      source = new EventSource('/api/events')
      source.onmessage = (message) => onEvent(JSON.parse(message.data))
      source.onopen = () => onLine('open')
      source.onerror = () => {
        onLine('lost')
        // The browser gives up by itself after an answer that is no event stream.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, 3_000)
      }
    }
    connect()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  },
}
