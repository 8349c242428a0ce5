import type { CommandName } from '../platform'

/** The commands whose answers each topic of a `changed` event makes old. A plan is only read again on request. */
const topics: Record<string, readonly CommandName[]> = {
  overview: ['overview.get', 'failures.list'],
  rules: [
    'rules.list',
    'groups.list',
    'groups.show',
    'org_units.show',
    'rules.vocabulary',
    'condition.read',
    'attributes.list',
    'exceptions.list',
    'rule_tests.list',
    'draft.get',
    'draft.standing',
  ],
  runs: ['runs.list', 'runs.show', 'runs.steps', 'discards.list', 'overview.get', 'runs.history'],
  activity: ['activity.list', 'overview.period'],
  people: [
    'people.list',
    'people.show',
    'people.absent',
    'people.edits',
    'people.delete_preview',
    'groups.list',
    'groups.show',
    'groups.members',
    'org_units.list',
    'org_units.show',
    'directories.list',
    'directories.show',
    'rules.list',
    'condition.read',
    'attributes.list',
    'exceptions.list',
    'rule_tests.list',
  ],
  connections: [
    'connections.list',
    'directories.list',
    'directories.show',
    'domains.list',
    'domains.resolver',
    'tokens.list',
    'push.endpoint',
    'push.calls',
    'quarantine.list',
    'schedule.get',
    'rules.vocabulary',
    'targets.show',
    'send.list',
    'accounts.list',
  ],
  settings: ['settings.get', 'domains.resolver', 'schedule.get', 'notify.get'],
}

/** Whether an answer cached under `key` (`[command, args]`) is old after changes of `changed`. */
export function isOld(key: readonly unknown[], changed: ReadonlySet<string>): boolean {
  for (const topic of changed) {
    if (topics[topic]?.some((command) => command === key[0])) return true
  }
  return false
}
