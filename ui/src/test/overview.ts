import type { Banner, Overview, RunSummary } from '../platform'

/** A run that ended well. */
export const lastRun: RunSummary = {
  id: 7,
  trigger: 'schedule',
  who: 'schedule',
  started: 1_795_000_000_000,
  ended: 1_795_000_038_000,
  state: 'finished',
  done: 1187,
  failed: 17,
  held: 212,
  notSent: 0,
  error: null,
  undoes: null,
  canUndo: true,
}

/** A product without seats for two people. */
export const noLicences: Banner = {
  cause: 'no_licences',
  target: 'GoTo',
  people: 2,
  since: 1_795_000_000_000,
  values: [
    { slot: 'products', value: 'Webinar', people: 2, seats: 250, used: 250, withoutRule: 9 },
  ],
  rules: ['Marketing'],
  sample: 'No seats available',
  actions: ['details', 'buy_seats', 'retry', 'dismiss'],
}

/** An Overview where all is well, with changes. */
export function overviewWith(change: Partial<Overview> = {}): Overview {
  return {
    workspace: {
      name: 'Contoso',
      sample: true,
      configured: true,
      people: 4812,
      syncedAt: 1_795_000_038_000,
    },
    sync: {
      on: true,
      everOn: true,
      running: null,
      last: lastRun,
      nextAt: null,
      paused: [],
      pausedUntil: null,
      quarantined: [],
      runnerElsewhere: null,
    },
    banners: [],
    held: [],
    readiness: [],
    inSync: { people: 4812, inSync: 4812, attention: 0, causes: 0 },
    licences: [],
    renewals: [],
    activity: [],
    ...change,
  }
}
