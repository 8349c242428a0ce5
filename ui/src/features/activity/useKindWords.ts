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
  }
  return (kind: string): string => {
    const plain = kind.replaceAll('_', ' ')
    return words[kind] ?? plain.charAt(0).toLocaleUpperCase() + plain.slice(1)
  }
}
