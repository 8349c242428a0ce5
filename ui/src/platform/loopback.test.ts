import { beforeEach, expect, test, vi } from 'vitest'
import { loopbackTransport, takeToken } from './loopback'

beforeEach(() => {
  vi.stubGlobal('fetch', vi.fn())
})

const answers = (body: string, status = 200) =>
  vi.mocked(fetch).mockResolvedValue(new Response(body, { status }))

test('the token leaves the address before anything else can read it, and only once', () => {
  location.hash = '#token=abc-123'
  expect(takeToken()).toBe('abc-123')
  expect(location.href).not.toContain('token')
  expect(takeToken()).toBeNull()
})

test('a route is no token', () => {
  location.hash = '#/rules/12'
  expect(takeToken()).toBeNull()
  expect(location.hash).toBe('#/rules/12')
})

test('opening exchanges the token for a session', async () => {
  location.hash = '#token=abc'
  answers('{}')
  await loopbackTransport.open()
  expect(fetch).toHaveBeenCalledWith(
    '/api/session',
    expect.objectContaining({ method: 'POST', body: '{"token":"abc"}' }),
  )
})

test('a refused token is a session_expired', async () => {
  location.hash = '#token=used'
  answers('', 401)
  await expect(loopbackTransport.open()).rejects.toMatchObject({ code: 'session_expired' })
})

test('a command carries name and arguments and answers the result', async () => {
  answers('{"id":7}')
  expect(await loopbackTransport.send('rules.get', { id: 7 })).toEqual({ id: 7 })
  expect(fetch).toHaveBeenCalledWith(
    '/api/call',
    expect.objectContaining({ body: '{"name":"rules.get","args":{"id":7}}' }),
  )
})

test('an error keeps code, message and details', async () => {
  answers('{"code":"filter_syntax","message":"A quote is missing.","details":{"at":23}}', 422)
  await expect(loopbackTransport.send('rules.set', {})).rejects.toMatchObject({
    name: 'AppError',
    code: 'filter_syntax',
    message: 'A quote is missing.',
    details: { at: 23 },
  })
})

test('an answer that is no JSON is an error, never a result', async () => {
  answers('<html>', 200)
  await expect(loopbackTransport.send('rules.get', null)).rejects.toMatchObject({
    code: 'internal',
  })
})

test('nobody answering is unreachable', async () => {
  vi.mocked(fetch).mockRejectedValue(new TypeError('failed'))
  await expect(loopbackTransport.send('rules.get', null)).rejects.toMatchObject({
    code: 'unreachable',
  })
})
