import type { ConnectionTarget, DirectoryItem, PausedTarget, QuarantineItem } from '../platform'

/** A console that works. */
export const workingConsole: ConnectionTarget = {
  name: 'console',
  kind: 'scim',
  place: 'https://console.example/scim/v2',
  accounts: 4,
  managed: 3,
  secret: 'console-token',
  secretPresent: true,
  secretSetAt: null,
  renewAt: null,
  readAt: 1_795_000_000_000,
  error: null,
  cause: null,
  schedule: '40m',
  syncedAt: 1_795_000_000_000,
  nextAt: 1_795_002_400_000,
  paused: null,
  quarantine: null,
}

/** A console that is left alone because half of its answers were faults. */
export const quarantined: QuarantineItem = {
  connection: 'console',
  direction: 'outbound',
  state: 'quarantined',
  reason: 'failing',
  sample: 'console answered 503 Service Unavailable.',
  failed: 15,
  requests: 20,
  since: 1_795_000_000_000,
  nextAt: 1_795_000_900_000,
  times: 1,
}

/** A console that is left out of runs since one of them was undone. */
export const paused: PausedTarget = {
  target: 'console',
  since: 1_795_000_000_000,
  who: 'anja@desk',
  run: 7,
}

/** A directory that is read from a source. */
export const workspace: DirectoryItem = {
  name: 'vellamo.example',
  kind: 'google',
  place: 'my_customer',
  synced: true,
  people: 4,
  groups: 1,
  gone: 2,
  notSeenYet: 0,
  edited: 0,
  readAt: 1_795_000_000_000,
  nextAt: 1_795_002_400_000,
  last: {
    asOf: 1_795_000_000_000,
    lagMs: 60_000,
    isLate: false,
    tookMs: 1_500,
    calls: 41,
    added: 1,
    changed: 3,
    gone: 2,
  },
  signsIn: false,
  secretExpires: null,
  error: null,
  warnings: [],
  domains: [],
  checkDomains: true,
  orgUnitPrefix: 'OU-',
  asksOrgUnit: false,
  editWindow: null,
  quarantine: null,
}
