//! Activity: the record of all that happened.

use crate::paging::page;
use crate::table_file::table;
use crate::types::{ActivityItem, ActivityList, ActivityRequest, ExportedFile};
use crate::{App, AppError};
use rolecall_store::{ActivityEntry, ActivityFilter, Page};
use serde_json::{Map, Value};

/// The kinds of entry there are, for the filter.
pub(crate) const KINDS: [&str; 74] = [
    "run_finished",
    "run_cancelled",
    "run_failed",
    "run_undone",
    "target_paused",
    "target_resumed",
    "quarantined",
    "quarantine_trial_failed",
    "quarantine_passed",
    "quarantine_switched_off",
    "quarantine_lifted",
    "quarantine_trial_asked",
    "failure",
    "failures_retried",
    "failure_dropped",
    "failure_dismissed",
    "accounts_adopted",
    "accounts_reactivated",
    "held_approved",
    "held_discarded",
    "discard_taken_back",
    "sync_switched",
    "sync_paused",
    "rule_created",
    "rule_changed",
    "rule_moved",
    "rule_switched",
    "rule_deleted",
    "rule_restored",
    "seats_bought",
    "sample_opened",
    "configuration_imported",
    "secret_set",
    "secrets_chosen",
    "settings_changed",
    "notify_changed",
    "notify_tested",
    "notify_sent",
    "notify_failed",
    "connection_tested",
    "target_added",
    "target_changed",
    "target_removed",
    "schedule_changed",
    "directory_added",
    "directory_changed",
    "directory_removed",
    "source_attached",
    "source_changed",
    "source_removed",
    "edit_window_opened",
    "edit_window_closed",
    "person_edited",
    "edits_fell_back",
    "edits_given_up",
    "person_added",
    "person_deleted",
    "account_deleted",
    "domain_requested",
    "domain_verified",
    "domain_removed",
    "account_linked",
    "account_unlinked",
    "rule_renamed_group",
    "exception_kept",
    "exception_deleted",
    "rule_test_kept",
    "rule_test_deleted",
    "attribute_kept",
    "attribute_deleted",
    "send_changed",
    "push_listening_changed",
    "token_created",
    "token_revoked",
];

/// Entries, newest first.
pub(crate) fn list(app: &App, request: &ActivityRequest) -> Result<ActivityList, AppError> {
    let found = app.store.activity(&filter(request), page(request.page))?;
    Ok(ActivityList {
        total: found.total,
        items: found.rows.into_iter().map(item).collect(),
        kinds: KINDS.into_iter().map(str::to_owned).collect(),
    })
}

fn filter(request: &ActivityRequest) -> ActivityFilter {
    let text = request.text.trim();
    ActivityFilter {
        from: request.from,
        // The store counts up to, not including.
        to: request.to.map(|to| to.saturating_add(1)),
        kind: request.kind.clone(),
        status: request.status.clone(),
        person: request.person.clone(),
        text: (!text.is_empty()).then(|| text.to_owned()),
        ..ActivityFilter::default()
    }
}

/// An entry as screens show it.
pub(crate) fn item(entry: ActivityEntry) -> ActivityItem {
    let ActivityEntry { seq, entry } = entry;
    let detail = match entry.detail {
        Value::Object(detail) => detail,
        Value::Null => Map::new(),
        other => Map::from_iter([("value".to_owned(), other)]),
    };
    ActivityItem {
        seq,
        at: entry.at,
        who: entry.who,
        kind: entry.kind,
        status: entry.status,
        person: entry.person,
        rule: entry.rule,
        target: entry.target,
        run: entry.run,
        cause: entry.cause.map(|cause| cause.word().to_owned()),
        detail,
    }
}

/// Writes all entries that were asked for as CSV.
pub(crate) fn export(app: &App, request: &ActivityRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 11] = [
        "number", "at", "who", "kind", "status", "person", "rule", "target", "run", "cause",
        "detail",
    ];
    let entries = app.store.activity(&filter(request), Page::ALL)?.rows;
    let rows = entries.into_iter().map(item).map(|item| {
        let at = crate::table_file::instant(item.at);
        let run = item.run.map(|run| run.to_string()).unwrap_or_default();
        let [person, rule, target, cause] =
            [item.person, item.rule, item.target, item.cause].map(Option::unwrap_or_default);
        let detail = Value::Object(item.detail).to_string();
        vec![
            item.seq.to_string(),
            at,
            item.who,
            item.kind,
            item.status,
            person,
            rule,
            target,
            run,
            cause,
            detail,
        ]
    });
    Ok(ExportedFile { name: "activity.csv".to_owned(), text: table(&HEADER, rows)? })
}
