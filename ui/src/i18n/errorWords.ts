import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

type Details = Record<string, unknown>

const text = (details: Details, key: string) => {
  const value = details[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What there is none of any more, in words. */
const nouns: Record<string, () => string> = {
  rule: () => t`This rule`,
  run: () => t`This run`,
  person: () => t`This person`,
  target: () => t`This target`,
  plan: () => t`This plan`,
  directory: () => t`This directory`,
  domain: () => t`This domain`,
  group: () => t`This group`,
}

function gone(details: Details): string {
  const noun = nouns[text(details, 'what')]
  const id = text(details, 'id')
  const what = noun ? noun() : t`What was asked for`
  return id === ''
    ? t`${what} is not there any more. Reload to see what there is.`
    : t`${what} (${id}) is not there any more. Reload to see what there is.`
}

/** Errors by their codes, with the names and numbers that come along. */
const words: Record<string, (details: Details) => string | null> = {
  unreachable: () => t`Rolecall does not answer on this address.`,
  session_expired: () => t`This address has been used or has expired.`,
  internal: () => t`A part of Rolecall broke off. Try again; its log says more.`,
  closing: () => t`Rolecall is being closed. Open it again.`,
  not_found: gone,
  nothing_set_up: () => t`No target is set up yet. Add one under Connections.`,
  workspace_in_use: () =>
    t`This workspace is in use for something else. Open another one for that.`,
  sample_elsewhere: () =>
    t`Another process has the sample organization open. Close it there, or go on there.`,
  sample_failed: () => t`The sample organization could not be set up on this machine.`,
  sample_only: () => t`Licences are bought here in the sample organization only.`,
  run_under_way: () => t`A run is under way. Wait until it has ended, or stop it.`,
  runner_elsewhere: (d) => {
    const holder = text(d, 'holder')
    return t`${holder} runs on this workspace. Wait until it has ended, or end it there.`
  },
  reading_elsewhere: () =>
    t`Another process is reading this source just now. Try again when it has ended.`,
  undo_changed: () => t`What undoing would do has changed meanwhile. Look at it again.`,
  already_synced: (d) => {
    const directory = text(d, 'directory')
    return t`The directory ${directory} has a source already. Remove its sync first.`
  },
  not_synced: (d) => {
    const directory = text(d, 'directory')
    return t`The directory ${directory} has no source.`
  },
  directory_not_empty: (d) => {
    const people = text(d, 'people')
    return t`The directory is not empty: it has ${people} people. Remove its sync, and delete its people first.`
  },
  directory_name_wrong: () => t`A directory needs a name without slash and colon.`,
  name_taken: (d) => {
    const name = text(d, 'name')
    return t`“${name}” is taken already. Choose another name.`
  },
  edit_window_closed: (d) => {
    const directory = text(d, 'directory')
    return t`The directory ${directory} is kept by its source. Open its edit window to edit it.`
  },
  not_editable: (d) => {
    const attribute = text(d, 'attribute')
    return t`The attribute ${attribute} cannot be edited here.`
  },
  attribute_unknown: (d) => {
    const attribute = text(d, 'attribute')
    return t`There is no attribute ${attribute}.`
  },
  user_name_taken: (d) => {
    const user = text(d, 'user')
    return t`Somebody else is called ${user} already.`
  },
  typed_otherwise: (d) => {
    const user = text(d, 'user')
    return t`What was typed is not the userName ${user}. Nothing was deleted.`
  },
  in_several_directories: (d) => {
    const user = text(d, 'user')
    return t`Several directories have ${user}. Choose the directory first.`
  },
  domain_wrong: (d) => {
    const domain = text(d, 'domain')
    return t`“${domain}” is no domain.`
  },
  domain_synced: (d) => {
    const [domain, directory] = [text(d, 'domain'), text(d, 'directory')]
    return t`The domain ${domain} belongs to the synced directory ${directory} and cannot move.`
  },
  source_unreadable: (d) => {
    const directory = text(d, 'directory')
    return t`The source of ${directory} cannot be read. Connections says more.`
  },
  target_unreadable: (d) => {
    const target = text(d, 'target')
    return t`${target} cannot be read. Connections says more.`
  },
  person_has_account: (d) => {
    const [user, account] = [text(d, 'user'), text(d, 'account')]
    return t`${user} has the account ${account} already.`
  },
  rule_name_missing: () => t`A rule needs a name.`,
  rule_name_taken: (d) => {
    const rule = text(d, 'rule')
    return t`A rule named “${rule}” exists already. Choose another name.`
  },
  draft_changed: () =>
    t`The rules were edited elsewhere meanwhile. What is shown now is as they are.`,
  draft_conflict: () =>
    t`Someone else saved rules since these edits were begun. Take them over first.`,
  nothing_to_undo: () => t`There is no edit to take back.`,
  effect_gone: () => t`The rules were edited since. This effect is not theirs any more.`,
  not_planned: () => t`Nothing is planned yet. Wait for the first plan, or make one.`,
  exceptions_changed: () => t`Exceptions were changed elsewhere meanwhile. Try again.`,
  saved_not_synced: () => t`The rules are saved, but no run could be started.`,
  attribute_in_use: () => t`The attribute is in use. Take it out there first.`,
  attribute_breaks: () => t`That would break what uses the attribute.`,
  attribute_name_taken: (d) => {
    const name = text(d, 'name')
    return t`An attribute named “${name}” exists already.`
  },
  target_in_use: () =>
    t`Rules, exceptions or rule tests speak of what would go. Take it out of them first.`,
  autostart_failed: (d) => {
    const reason = text(d, 'reason')
    return reason === ''
      ? t`Only Rolecall in its own window can start with the desktop session.`
      : t`The desktop session could not be told: ${reason}`
  },
  passphrase_missing: () => t`A vault is sealed with a passphrase. Enter one.`,
  passphrase_too_short: () => t`The passphrase is too short.`,
  passphrase_wrong: () => t`This is not the vault’s passphrase.`,
  secret_no_backend: () => t`Choose where secrets are kept first, under Settings, Secrets.`,
  secret_empty: () => t`A secret cannot be empty.`,
  secret_too_long: () => t`The secret is too long for the place where secrets are kept.`,
  keyring_missing: () =>
    t`This machine has no keyring. Choose another place for secrets, under Settings, Secrets.`,
  keyring_locked: () => t`The keyring is locked. Unlock it, then try again.`,
  keyring_failed: () => t`The keyring does not work at present. Its own words are in the log.`,
  vault_damaged: () => t`The vault is damaged and cannot be opened.`,
  disk_full: () => t`The disk is full. Make room, then try again. Nothing that was told was lost.`,
  workspace_newer: () => t`The workspace was made by a newer Rolecall. Update this one.`,
  workspace_locked: () =>
    t`Another process holds the workspace’s database. Try again when it has ended.`,
  workspace_read_only: () => t`The workspace cannot be written. Give Rolecall the right to do so.`,
  workspace_damaged: () =>
    t`The workspace’s database is damaged. Its last good backup can be used.`,
  workspace_unavailable: () => t`The workspace’s database cannot be used at present.`,
  fenced: () => t`Another process took over the runs of this workspace.`,
  file_not_written: (d) => {
    const path = text(d, 'path')
    return t`${path} could not be written. Choose another folder or make room.`
  },
  file_unreadable: () => t`The file cannot be read.`,
  configuration_unreadable: () => t`The configuration file cannot be read.`,
  tokens_full: () => t`Two tokens are valid already. Revoke one first.`,
  no_push_source: (d) => {
    const directory = text(d, 'directory')
    return t`The directory ${directory} is not filled by SCIM push.`
  },
  condition_wrong: (d) => {
    const rule = text(d, 'rule')
    return rule === '' ? null : t`The condition of the rule “${rule}” cannot be read.`
  },
  journal_refused: (d) => {
    const reason = text(d, 'reason')
    return t`The run was stopped because its journal could not be written. Sync again to go on. Why: ${reason}`
  },
  run_broken: (d) => {
    const reason = text(d, 'reason')
    return t`The run stopped because a part of it failed. Sync again to go on. Why: ${reason}`
  },
  workspace_older: () =>
    t`The workspace was made by an older Rolecall and is not brought up to date yet. Open it in the application once.`,
  read_meanwhile: () => t`The source was read by someone else meanwhile. Sync again.`,
  sign_in_failed: () => t`Signing in did not succeed. Try again.`,
}

/** The codes of errors that have words in the language in use. */
export const errorCodes = Object.keys(words)

/**
 * The words of an error in the language in use; null where the engine's own sentence stands: in English, which is the
 * engine's language and names more, and for codes that say too little without it.
 */
export function errorWords(code: string, details: unknown): string | null {
  if (i18n.locale === 'en') return null
  const say = words[code]
  if (!say) return null
  return say(typeof details === 'object' && details !== null ? (details as Details) : {})
}
