// Small organizations as files, for journeys that start with a configuration of their own.

import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'

/** Writes sixty people whose console is a SCIM provider at `url`; answers the configuration's path. */
export async function plant(home, url) {
  const folder = join(home, 'organization')
  await mkdir(folder)
  const people = Array.from({ length: 60 }, (_, n) => `p${n}@plant.example`)
  const rows = people.map((user, n) => `${n},${user},${user},Person,Number ${n}`)
  const header = 'id,userName,email,givenName,familyName'
  await writeFile(join(folder, 'users.csv'), [header, ...rows, ''].join('\n'))
  const path = join(folder, 'rolecall.toml')
  await writeFile(
    path,
    `rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "plant.example", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "console"
kind = "scim"
url = "${url}"
secret = "console-token"

[[target.slot]]
name = "title"
many = false
bind = "attribute:title"
values = [{ name = "Member" }]

[[rule]]
name = "Everybody"
when = "userName pr"
assign.console = { title = "Member" }
`,
  )
  return path
}

/** Writes three people as somebody else's tool writes them; answers the file's path. */
export async function branch(home) {
  const path = join(home, 'staff.csv')
  const staff = `Login;Mail;Vorname;Nachname;Abteilung;Bereich;Einheit
ann;ann@vellamo.example;Ann;Öberg;Sales;North;/Sales/North
bo;bo@vellamo.example;Bo;Zander;Sales;South;/Sales/South
cai;cai@vellamo.example;Cai;Adler;Legal;North;/Legal
`
  await writeFile(path, staff)
  return path
}

const GIVEN = ['Ada', 'Åsa', 'Bo', 'Cai', 'Élodie', 'Ines', 'Noor', 'Öykü', 'Thor', 'Zoë']
const FAMILY = ['Adler', 'Ärlig', 'Berg', 'Dias', 'Nowak', 'Öberg', 'Ricci', 'Şahin', 'Vidal', 'Zander']
const DEPARTMENTS = ['Finance', 'Legal', 'Marketing', 'Production', 'Sales', 'Support']

/** Writes `count` people without any console; answers the configuration's path. */
export async function crowd(home, count) {
  const folder = join(home, 'crowd')
  await mkdir(folder)
  const users = createWriteStream(join(folder, 'users.csv'))
  users.write('id,userName,email,givenName,familyName,department\n')
  for (let n = 0; n < count; n += 1) {
    const user = `p${String(n).padStart(7, '0')}@crowd.example`
    const given = GIVEN[n % GIVEN.length]
    const family = FAMILY[Math.floor(n / GIVEN.length) % FAMILY.length]
    const department = DEPARTMENTS[(n * 7) % DEPARTMENTS.length]
    const line = `${n},${user},${user},${given},${family} ${n},${department}\n`
    if (!users.write(line)) await once(users, 'drain')
  }
  users.end()
  await once(users, 'finish')
  const path = join(folder, 'rolecall.toml')
  await writeFile(
    path,
    `rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "crowd.example", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"
`,
  )
  return path
}

/** Writes five people with a console as a file; two of them are outside the verified domain. Answers the configuration's path. */
export async function visitors(home) {
  const folder = join(home, 'visitors')
  await mkdir(folder)
  const users = ['ann@quay.example', 'bo@quay.example', 'cai@quay.example', 'dee@visit.example', 'eva@visit.example']
  const rows = users.map((user, n) => `${n},${user},${user},Person,Number ${n}`)
  await writeFile(join(folder, 'users.csv'), ['id,userName,email,givenName,familyName', ...rows, ''].join('\n'))
  const path = join(folder, 'rolecall.toml')
  await writeFile(
    path,
    `rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "quay.example", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "products"
many = true
values = [{ name = "Berth", seats = 10 }]

[[rule]]
name = "Everybody"
when = "userName pr"
assign.console = { products = ["Berth"] }
`,
  )
  return path
}
