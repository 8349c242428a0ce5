import { useLingui } from '@lingui/react/macro'

/** Kinds of entries in words, for the filter; a kind of a newer engine with its own word. */
export function useKindWords() {
  const { t } = useLingui()
  const words: Record<string, string> = {
    run_started: t`Runs started`,
    run_finished: t`Runs finished`,
    run_cancelled: t`Runs stopped`,
    run_failed: t`Runs failed`,
    sync_switched: t`User sync switched`,
    sync_paused: t`User sync paused`,
    rule_created: t`Rules created`,
    rule_changed: t`Rules changed`,
    rule_moved: t`Rules moved`,
    rule_switched: t`Rules switched`,
    rule_deleted: t`Rules deleted`,
    rule_restored: t`Rules brought back`,
    failure: t`Failures`,
    failures_retried: t`Retries`,
    failure_dismissed: t`Banners dismissed`,
    failure_dropped: t`Not wanted any more`,
    accounts_adopted: t`Accounts adopted`,
    accounts_reactivated: t`Accounts reactivated`,
    held_approved: t`Held steps approved`,
    held_discarded: t`Held steps discarded`,
    seats_bought: t`Seats bought`,
    sample_opened: t`Sample organization opened`,
    configuration_imported: t`Configurations taken over`,
    connection_tested: t`Connections tested`,
    secret_set: t`Secrets set`,
    secrets_chosen: t`Place of secrets chosen`,
    settings_changed: t`Settings changed`,
    notify_changed: t`Where news go changed`,
    notify_tested: t`Trial messages`,
    notify_sent: t`News sent`,
    notify_failed: t`News not sent`,
    run_undone: t`Runs undone`,
    target_paused: t`Targets paused`,
    target_resumed: t`Targets resumed`,
    quarantined: t`Quarantines`,
    quarantine_trial_failed: t`Trials that failed`,
    quarantine_passed: t`Trials that passed`,
    quarantine_switched_off: t`Connections switched off`,
    quarantine_lifted: t`Quarantines lifted`,
    quarantine_trial_asked: t`Trials asked for`,
    discard_taken_back: t`Discarded steps taken back`,
    schedule_changed: t`Schedule changed`,
    send_changed: t`What is sent changed`,
    attribute_kept: t`Attributes changed`,
    attribute_deleted: t`Attributes deleted`,
    exception_kept: t`Exceptions made`,
    exception_deleted: t`Exceptions ended`,
    rule_test_kept: t`Rule tests pinned`,
    rule_test_deleted: t`Rule tests deleted`,
    account_linked: t`Accounts linked`,
    account_unlinked: t`Accounts parted`,
    rule_renamed_group: t`Rules that follow a group`,
  }
  return (kind: string): string => {
    const plain = kind.replaceAll('_', ' ')
    return words[kind] ?? plain.charAt(0).toLocaleUpperCase() + plain.slice(1)
  }
}
