import type { ConnectionTarget, PausedTarget, QuarantineItem } from '../platform'

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
