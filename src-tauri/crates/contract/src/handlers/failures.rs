//! Failures: the people of a cause, retrying them, hiding a banner.

use crate::app::lock;
use crate::events::topic;
use crate::ordered::Choice;
use crate::paging::page_of;
use crate::people_view::PeopleView;
use crate::running::Errand;
use crate::table_file::{instant, table};
use crate::types::{
    BannerRequest, ExportedFile, FailureItem, FailureList, FailuresRequest, Nothing, RetryRequest,
};
use crate::{App, AppError};
use rolecall_directory::{Cause, Configuration, Folded, UnmanagedPolicy};
use rolecall_engine::{Retry, source_health, target_health};
use rolecall_store::{FailureRecord, Trigger};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

fn cause_of(word: &str) -> Result<Cause, AppError> {
    Cause::from_word(word).ok_or_else(|| {
        AppError::new("cause_unknown", format!("There is no cause \"{word}\".")).with("cause", word)
    })
}

/// The people of a cause in one target.
pub(crate) fn list(app: &App, request: &FailuresRequest) -> Result<FailureList, AppError> {
    let cause = cause_of(&request.cause)?;
    let (_, configuration) = app.configuration()?;
    let records = app.failures_of(&request.target, cause)?;
    let groups = app.store.failures_by_cause()?;
    let group = groups.iter().find(|one| one.target == request.target && one.cause == cause);
    let banner = group
        .map(|group| app.banner(group, &records, &configuration, &app.seats()?))
        .transpose()?;
    let items = listed(app, request, records, &configuration)?;
    let total = items.len() as u64;
    Ok(FailureList { total, banner, items: page_of(items, request.page).collect() })
}

/// Those of `records` that are asked for, in the order asked for.
fn listed(
    app: &App,
    request: &FailuresRequest,
    records: Vec<FailureRecord>,
    configuration: &Configuration,
) -> Result<Vec<FailureItem>, AppError> {
    let view = app.people()?;
    let mut items: Vec<FailureItem> = records.into_iter().map(|one| item(one, &view)).collect();
    let text = Folded::new(request.text.trim());
    items.retain(|item| finds(item, text.as_str()));
    sort(&mut items, &request.sort, request.descending, configuration);
    Ok(items)
}

fn item(record: FailureRecord, view: &PeopleView) -> FailureItem {
    let (name, email) = view.name_of(&record.user);
    FailureItem {
        id: record.id,
        user: record.user,
        name,
        email,
        kind: record.kind.map(|kind| kind.word().to_owned()),
        slot: record.slot,
        value: record.value,
        rules: record.rules,
        message: record.message,
        since: record.first_seen,
        tries: record.tries,
    }
}

fn finds(item: &FailureItem, text: &str) -> bool {
    let fields = [&item.name, &item.user, &item.message];
    let more = [&item.email, &item.value].into_iter().flatten();
    text.is_empty()
        || fields.into_iter().chain(more).any(|f| Folded::new(f).as_str().contains(text))
}

fn sort(items: &mut [FailureItem], by: &str, descending: bool, configuration: &Configuration) {
    let rank = |item: &FailureItem| {
        let first = item.rules.first();
        configuration.rules.iter().position(|rule| Some(&rule.name) == first)
    };
    match by {
        "slot" => items.sort_by(|a, b| (&a.slot, &a.value).cmp(&(&b.slot, &b.value))),
        "rule" => items.sort_by_key(|item| rank(item).unwrap_or(usize::MAX)),
        "since" => items.sort_by_key(|item| item.since),
        "tries" => items.sort_by_key(|item| item.tries),
        _ => items.sort_by_cached_key(|item| Folded::new(&item.user)),
    }
    if descending {
        items.reverse();
    }
}

/// Retries a cause, or some of its people. Where nobody is listed, as for a target that could not
/// be read, everything is synced.
pub(crate) fn retry(app: &Arc<App>, request: RetryRequest) -> Result<Nothing, AppError> {
    let cause = cause_of(&request.cause)?;
    app.refuse_runner_elsewhere()?;
    let chosen = chosen(app, &request, cause)?;
    if chosen.is_empty() {
        app.start_run(Trigger::Hand, Errand::default())?;
        return Ok(Nothing {});
    }
    let detail = json!({"people": chosen.len()});
    let target = request.target.clone();
    app.start_run(Trigger::Retry, errand(request, cause))?;
    app.entry("failures_retried", detail).target(&target).cause(cause).write(app)?;
    app.events.changed(&[topic::ACTIVITY]);
    Ok(Nothing {})
}

fn errand(request: RetryRequest, cause: Cause) -> Errand {
    let retry = Retry { target: Some(request.target), causes: vec![cause], users: request.users };
    Errand { retry: Some(retry), ..Errand::default() }
}

/// Retries all failures of all causes in all targets; where something as a whole could not be
/// read, everything is synced.
pub(crate) fn retry_all(app: &Arc<App>) -> Result<Nothing, AppError> {
    app.refuse_runner_elsewhere()?;
    let (_, configuration) = app.configuration()?;
    let groups = app.store.failures_by_cause()?;
    if groups.is_empty() || app.is_something_unread(&configuration)? {
        app.start_run(Trigger::Hand, Errand::default())?;
        return Ok(Nothing {});
    }
    let people: u64 = groups.iter().map(|group| group.people).sum();
    let errand = Errand { retry: Some(Retry::default()), ..Errand::default() };
    app.start_run(Trigger::Retry, errand)?;
    app.entry("failures_retried", json!({"people": people})).write(app)?;
    app.events.changed(&[topic::ACTIVITY]);
    Ok(Nothing {})
}

impl App {
    /// Whether a source or target could not be read last.
    fn is_something_unread(&self, configuration: &Configuration) -> Result<bool, AppError> {
        for target in &configuration.targets {
            if target_health(&self.store, &target.name)?.is_some_and(|one| one.error.is_some()) {
                return Ok(true);
            }
        }
        for directory in &configuration.directories {
            if source_health(&self.store, &directory.name)?.is_some_and(|one| one.error.is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Makes accounts that someone else deactivated ours to reactivate, and retries their people.
///
/// # Errors
/// `cause_unknown` for any other cause, `not_found` when no such failure is open (any more),
/// `target_unreadable`.
pub(crate) async fn reactivate(app: &Arc<App>, request: RetryRequest) -> Result<Nothing, AppError> {
    let cause = cause_of(&request.cause)?;
    if cause != Cause::SuspendedElsewhere {
        let message = "Only accounts that someone else deactivated can be reactivated.";
        return Err(AppError::new("cause_unknown", message).with("cause", request.cause));
    }
    let latest = app.latest_or_plan().await?;
    app.work(move |app| {
        app.refuse_runner_elsewhere()?;
        let chosen = chosen(app, &request, cause)?;
        if chosen.is_empty() {
            return Err(AppError::not_found("failure", cause.word()));
        }
        let target = request.target.clone();
        let people = app.engine.own_deactivated(&app.store, &latest.planned, &target, &chosen)?;
        app.start_run(Trigger::Retry, errand(request, cause))?;
        let entry = app.entry("accounts_reactivated", json!({"people": people}));
        entry.target(&target).cause(cause).write(app)?;
        app.events.changed(&[topic::ACTIVITY]);
        Ok(Nothing {})
    })
    .await
}

/// The people of `cause` that the request is about.
fn chosen(app: &App, request: &RetryRequest, cause: Cause) -> Result<BTreeSet<Folded>, AppError> {
    let wanted: BTreeSet<Folded> = request.users.iter().map(|user| Folded::new(user)).collect();
    let open = app.failures_of(&request.target, cause)?;
    let mut people: BTreeSet<Folded> = open.iter().map(|one| Folded::new(&one.user)).collect();
    if !wanted.is_empty() {
        people = people.intersection(&wanted).cloned().collect();
        if people.is_empty() {
            return Err(AppError::not_found("failure", &request.users.join(", ")));
        }
    }
    Ok(people)
}

/// Adopts accounts that exist: retries their people with a target that adopts, for this run only.
pub(crate) fn adopt(app: &Arc<App>, request: RetryRequest) -> Result<Nothing, AppError> {
    let cause = cause_of(&request.cause)?;
    if cause != Cause::AccountExists {
        let message = "Only accounts that exist and are not managed can be adopted.";
        return Err(AppError::new("cause_unknown", message).with("cause", request.cause));
    }
    app.refuse_runner_elsewhere()?;
    let chosen = chosen(app, &request, cause)?;
    if chosen.is_empty() {
        return Err(AppError::not_found("failure", cause.word()));
    }
    let mut configuration = (*app.configuration()?.1).clone();
    let target = configuration.targets.iter_mut().find(|target| target.name == request.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &request.target))?;
    target.unmanaged = UnmanagedPolicy::Adopt;
    let name = request.target.clone();
    let errand = Errand { configuration: Some(configuration), ..errand(request, cause) };
    app.start_run(Trigger::Retry, errand)?;
    let detail = json!({"people": chosen.len()});
    app.entry("accounts_adopted", detail).target(&name).cause(cause).write(app)?;
    app.events.changed(&[topic::ACTIVITY]);
    Ok(Nothing {})
}

/// Hides a banner until a further person is affected.
pub(crate) fn dismiss(app: &App, request: &BannerRequest) -> Result<Nothing, AppError> {
    let cause = cause_of(&request.cause)?;
    let _one = lock(&app.editing);
    app.store.dismiss(&request.target, cause)?;
    let entry = app.entry("failure_dismissed", json!({}));
    entry.target(&request.target).cause(cause).write(app)?;
    app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY]);
    Ok(Nothing {})
}

/// Writes the people who are asked for as CSV.
pub(crate) fn export(app: &App, request: &FailuresRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 10] =
        ["user", "name", "email", "step", "slot", "value", "rules", "message", "since", "tries"];
    let cause = cause_of(&request.cause)?;
    let (_, configuration) = app.configuration()?;
    let records = app.failures_of(&request.target, cause)?;
    let items = listed(app, request, records, &configuration)?;
    let choice = Choice::of(request.chosen.as_ref());
    let rows = items.into_iter().filter(|item| choice.has(&item.user)).map(|item| {
        let [email, kind, slot, value] =
            [item.email, item.kind, item.slot, item.value].map(Option::unwrap_or_default);
        let rules = item.rules.join("; ");
        let (since, tries) = (instant(item.since), item.tries.to_string());
        vec![item.user, item.name, email, kind, slot, value, rules, item.message, since, tries]
    });
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let target: String = request.target.chars().map(plain).collect();
    Ok(ExportedFile { name: format!("{target}-{}.csv", cause.word()), text: table(&HEADER, rows)? })
}
