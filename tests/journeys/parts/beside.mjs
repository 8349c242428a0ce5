// Programs beside the application that journeys start: vendors' emulators, and a directory server of one's own.

import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { waitFor } from './surface.mjs'

const run = promisify(execFile)

/** An emulator of a vendor as a program, beside the program under test. */
export class Emulator {
  #child
  #lines

  /** Starts the emulator of `kind`: `entra` or `google`; `place` is what it says of itself. */
  static async start(kind, program) {
    const file = join(dirname(program), 'rolecall-emulate')
    if (!existsSync(file)) throw new Error(`There is no ${file}: build rolecall-emulators`)
    const one = new Emulator()
    one.#child = spawn(file, [kind], { stdio: ['pipe', 'pipe', 'inherit'] })
    one.#lines = createInterface({ input: one.#child.stdout })[Symbol.asyncIterator]()
    one.place = await one.#heard()
    return one
  }

  async #heard() {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the emulator ended')
    return JSON.parse(value)
  }

  /** Tells it a word, such as `expire` or `revoke`, and waits until it is done. */
  async tell(word) {
    this.#child.stdin.write(`${word}\n`)
    return this.#heard()
  }

  /** Ends it with its input. */
  async stop() {
    const ended = new Promise((done) => this.#child.once('exit', done))
    this.#child.stdin.end()
    await ended
  }
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer()
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address()
  await new Promise((closed) => server.close(closed))
  return port
}

const answers = (port) =>
  new Promise((told) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => told(socket.destroy() && true))
    socket.once('error', () => told(false))
  })

const base = 'dc=example,dc=com'
const reader = `cn=reader,${base}`

const configuration = (folder) => `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload syncprov
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix "${base}"
rootdn "cn=admin,${base}"
rootpw secret
directory ${folder}/db
maxsize 104857600
dbnosync
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${reader}" read by * none
overlay syncprov
syncprov-sessionlog 100
`

/** Twelve people below two org units, one group, and who reads it. */
function tree() {
  const unit = (dn) => `dn: ${dn},${base}\nobjectClass: organizationalUnit\n`
  const person = (n) => {
    const below = n <= 8 ? 'ou=Staff,ou=People' : 'ou=Guests,ou=People'
    return `dn: uid=u${n},${below},${base}\nobjectClass: inetOrgPerson\nuid: u${n}\ncn: User ${n}\nsn: Lee
givenName: U${n}\nmail: u${n}@example.com\ntitle: Clerk\n`
  }
  const people = Array.from({ length: 12 }, (_, at) => person(at + 1))
  return [
    `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n`,
    `dn: ${reader}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: reads\n`,
    ...['ou=People', 'ou=Groups', 'ou=Staff,ou=People', 'ou=Guests,ou=People'].map(unit),
    ...people,
    `dn: cn=Clerks,ou=Groups,${base}\nobjectClass: groupOfNames\ncn: Clerks\nmember: uid=u1,ou=Staff,ou=People,${base}\n`,
  ].join('\n')
}

/** A slapd with a certificate that nobody signed. */
export class Slapd {
  #child
  #folder

  /** Whether this machine has one. */
  static get isThere() {
    return existsSync('/usr/sbin/slapd')
  }

  static async start() {
    const one = new Slapd()
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-slapd-'))
    one.#folder = folder
    await mkdir(join(folder, 'db'))
    await run('openssl', [
      ...'req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost'.split(' '),
      ...['-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ])
    const asked = ['x509', '-noout', '-fingerprint', '-sha256', '-in', join(folder, 'cert.pem')]
    one.fingerprint = (await run('openssl', asked)).stdout.split('=')[1].trim()
    await writeFile(join(folder, 'slapd.conf'), configuration(folder))
    await writeFile(join(folder, 'tree.ldif'), tree())
    await run('/usr/sbin/slapadd', ['-q', '-f', join(folder, 'slapd.conf'), '-l', join(folder, 'tree.ldif')])
    const [plain, port] = [await freePort(), await freePort()]
    one.url = `ldaps://localhost:${port}`
    const urls = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${port}`
    const args = ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', urls]
    one.#child = spawn('/usr/sbin/slapd', args, { stdio: 'ignore' })
    await waitFor(() => answers(port), { what: 'slapd to answer' })
    return one
  }

  /** The DN that may read it; its password is `reads`. */
  get reader() {
    return reader
  }

  async stop() {
    const ended = new Promise((done) => this.#child.once('exit', done))
    this.#child.kill('SIGTERM')
    await ended
    await rm(this.#folder, { recursive: true, force: true })
  }
}
