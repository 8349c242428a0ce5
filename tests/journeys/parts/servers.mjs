// What stands on the other side: a console that breaks when told to, a mail server, and a webhook.

import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

const listen = (server) =>
  new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server.address().port)))

const close = (server) =>
  new Promise((closed) => {
    server.closeAllConnections?.()
    server.close(closed)
  })

const bodyOf = async (request) => {
  let body = ''
  for await (const part of request) body += part
  return body
}

/** A SCIM console without discovery. `breaks` is the answer to every write, or to everything with `everything`. */
export class Console {
  #server
  #users = new Map()
  /** `{ status, detail, everything }`, or null while it works. */
  breaks = null
  /** How many requests were refused. */
  refused = 0

  static async start() {
    const one = new Console()
    one.#server = createServer((request, response) => one.#answer(request, response))
    one.url = `http://127.0.0.1:${await listen(one.#server)}/scim/v2`
    return one
  }

  /** How many accounts it holds. */
  get accounts() {
    return this.#users.size
  }

  async #answer(request, response) {
    const text = await bodyOf(request)
    const tell = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/scim+json' })
      response.end(JSON.stringify(body))
    }
    const refuse = (status, detail) =>
      tell(status, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        detail,
      })
    const path = new URL(request.url, 'http://console').pathname.replace('/scim/v2', '')
    if (this.breaks && (this.breaks.everything || request.method !== 'GET')) {
      this.refused += 1
      return refuse(this.breaks.status, this.breaks.detail)
    }
    if (request.method === 'GET' && (path === '/Users' || path === '/Groups')) {
      const Resources = path === '/Users' ? [...this.#users.values()] : []
      return tell(200, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: Resources.length,
        startIndex: 1,
        itemsPerPage: Resources.length,
        Resources,
      })
    }
    if (request.method === 'POST' && path === '/Users') {
      const id = String(this.#users.size + 1)
      const user = { ...JSON.parse(text), id }
      this.#users.set(id, user)
      return tell(201, user)
    }
    const user = this.#users.get(path.replace('/Users/', ''))
    if (request.method === 'GET' && user) return tell(200, user)
    return refuse(404, 'There is no such thing here.')
  }

  stop() {
    return close(this.#server)
  }
}

/** A mail server in the clear that keeps the messages it took. */
export async function startMail() {
  const messages = []
  const server = createTcpServer((socket) => {
    let waiting = ''
    let isMessage = false
    socket.write('220 mail.test\r\n')
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => {
      waiting += data
      for (;;) {
        const end = waiting.indexOf(isMessage ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const said = waiting.slice(0, end)
        waiting = waiting.slice(end + (isMessage ? 5 : 2))
        if (isMessage) {
          messages.push(said)
          isMessage = false
          socket.write('250 taken\r\n')
        } else if (/^DATA/i.test(said)) {
          isMessage = true
          socket.write('354 go on\r\n')
        } else if (/^QUIT/i.test(said)) {
          socket.end('221 bye\r\n')
        } else {
          socket.write('250 mail.test\r\n')
        }
      }
    })
  })
  const port = await listen(server)
  return { port, messages, stop: () => close(server) }
}

/** A webhook that keeps what was posted to it, and answers with `status`. */
export async function startHook() {
  const posts = []
  const hook = { posts, status: 204 }
  const server = createServer(async (request, response) => {
    posts.push({ body: await bodyOf(request), headers: request.headers })
    response.writeHead(hook.status)
    response.end()
  })
  const port = await listen(server)
  return Object.assign(hook, {
    url: `http://127.0.0.1:${port}/rolecall`,
    stop: () => close(server),
  })
}
