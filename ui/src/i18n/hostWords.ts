import { defineMessage } from '@lingui/core/macro'

/**
 * What the desktop host shows outside the page. It reads these by their ids from the compiled catalogue
 * (src-tauri/src/words.rs), so that all text is translated in one place.
 */
export const hostWords = [
  defineMessage({ id: 'tray.open', message: 'Open Rolecall' }),
  defineMessage({ id: 'tray.syncNow', message: 'Sync now' }),
  defineMessage({ id: 'tray.pauseHour', message: 'Pause for 1 hour' }),
  defineMessage({ id: 'tray.pauseTomorrow', message: 'Pause until tomorrow' }),
  defineMessage({ id: 'tray.resume', message: 'Resume' }),
  defineMessage({ id: 'tray.quit', message: 'Quit Rolecall' }),
  defineMessage({ id: 'tray.state.inSync', message: 'In sync' }),
  defineMessage({ id: 'tray.state.running', message: 'Running' }),
  defineMessage({ id: 'tray.state.attention', message: 'Needs attention' }),
  defineMessage({ id: 'tray.state.quarantined', message: 'A connection is in quarantine' }),
  defineMessage({ id: 'tray.state.paused', message: 'Paused' }),
  defineMessage({ id: 'tray.state.off', message: 'User sync is off' }),
  defineMessage({ id: 'news.title', message: 'Rolecall: {workspace}' }),
  defineMessage({
    id: 'news.people',
    message: '{target}: {cause} · {people, plural, one {# person} other {# people}}',
  }),
  defineMessage({ id: 'news.unread', message: '{target}: {cause}' }),
  defineMessage({
    id: 'news.held',
    message: '{target}: {steps, plural, one {# step is held} other {# steps are held}}',
  }),
  defineMessage({ id: 'news.error', message: 'Nothing could be synced.' }),
  defineMessage({ id: 'news.trial', message: 'This is a trial: news of runs appear here.' }),
  defineMessage({ id: 'news.cause.account_exists', message: 'accounts exist already' }),
  defineMessage({ id: 'news.cause.no_licences', message: 'no licences left' }),
  defineMessage({ id: 'news.cause.domain_not_verified', message: 'domain not verified' }),
  defineMessage({ id: 'news.cause.attribute_missing', message: 'an attribute is missing' }),
  defineMessage({ id: 'news.cause.attribute_invalid', message: 'an attribute cannot be used' }),
  defineMessage({
    id: 'news.cause.duplicate_in_source',
    message: 'the same people twice in the source',
  }),
  defineMessage({
    id: 'news.cause.duplicate_across_directories',
    message: 'people of another directory',
  }),
  defineMessage({
    id: 'news.cause.suspended_elsewhere',
    message: 'accounts deactivated by someone else',
  }),
  defineMessage({
    id: 'news.cause.externally_managed',
    message: 'accounts managed by another system',
  }),
  defineMessage({ id: 'news.cause.not_permitted', message: 'the credential lacks a right' }),
  defineMessage({ id: 'news.cause.rejected_by_target', message: 'refused' }),
  defineMessage({ id: 'news.cause.unreadable_answer', message: 'answers could not be read' }),
  defineMessage({ id: 'news.cause.not_confirmed', message: 'changes did not arrive' }),
  defineMessage({
    id: 'news.cause.credential_rejected',
    message: 'the credential is not accepted',
  }),
  defineMessage({ id: 'news.cause.not_found', message: 'accounts or values are gone' }),
  defineMessage({ id: 'news.cause.conflict', message: 'accounts were changed meanwhile' }),
  defineMessage({ id: 'news.cause.rate_limited', message: 'asked to wait' }),
  defineMessage({ id: 'news.cause.unavailable', message: 'out of order' }),
  defineMessage({ id: 'news.cause.timeout', message: 'no answer in time' }),
  defineMessage({
    id: 'news.cause.certificate_untrusted',
    message: 'the certificate is not trusted',
  }),
] as const
