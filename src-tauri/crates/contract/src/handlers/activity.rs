//! Activity: the record of all that happened.

use crate::ordered::Choice;
use crate::read::word;
use crate::table_file::table;
use crate::types::{ActivityItem, ActivityList, ActivityRequest, ExportedFile};
use crate::{App, AppError};
use rolecall_store::{ActivityEntry, ActivityFilter, ActivitySort};
use serde_json::{Map, Value};

/// The kinds of entry there are, for the filter.
pub(crate) const KINDS: [&str; 75] = [
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
    "activity_trimmed",
];

/// Entries in the order asked for.
pub(crate) fn list(app: &App, request: &ActivityRequest) -> Result<ActivityList, AppError> {
    let found = app.activity_by(&filter(request), order(request)?, request.page)?;
    Ok(ActivityList {
        total: found.total,
        items: found.rows.into_iter().map(item).collect(),
        kinds: KINDS.into_iter().map(str::to_owned).collect(),
    })
}

fn order(request: &ActivityRequest) -> Result<(ActivitySort, bool), AppError> {
    let sort = word(request.sort.as_deref(), ActivitySort::Time, "Activity is not sorted by")?;
    Ok((sort, request.descending.unwrap_or(request.sort.is_none())))
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
        rule: request.rule.clone(),
        target: request.target.clone(),
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

/// The entries that were chosen of those asked for, in the order asked for.
fn chosen(app: &App, request: &ActivityRequest) -> Result<Vec<ActivityItem>, AppError> {
    let (sort, turned) = order(request)?;
    let choice = Choice::of(request.chosen.as_ref());
    let places = app.ordered_activity(&filter(request), sort)?;
    let mut places: Vec<i64> =
        places.iter().copied().filter(|place| choice.has(&place.to_string())).collect();
    if turned {
        places.reverse();
    }
    Ok(app.store.activity_at(&places)?.into_iter().map(item).collect())
}

/// Writes the entries that were asked for as CSV, or as a JSON object a line.
pub(crate) fn export(app: &App, request: &ActivityRequest) -> Result<ExportedFile, AppError> {
    let entries = chosen(app, request)?;
    match request.format.as_deref() {
        None | Some("csv") => as_table(entries),
        Some("jsonl") => as_lines(&entries),
        Some(other) => {
            let message = format!("Activity is not written as \"{other}\".");
            Err(AppError::new("malformed", message))
        }
    }
}

fn as_lines(entries: &[ActivityItem]) -> Result<ExportedFile, AppError> {
    let mut text = String::new();
    for entry in entries {
        text.push_str(&serde_json::to_string(entry).map_err(AppError::internal)?);
        text.push('\n');
    }
    Ok(ExportedFile { name: "activity.jsonl".to_owned(), text })
}

fn as_table(entries: Vec<ActivityItem>) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 11] = [
        "number", "at", "who", "kind", "status", "person", "rule", "target", "run", "cause",
        "detail",
    ];
    let rows = entries.into_iter().map(|item| {
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
