//! `rolecallctl failures`: what is open, by cause and person.

use crate::entry::entry;
use crate::failure_arguments::{FailuresCommand, OfCause};
use crate::opened::{there, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet};
use crate::runs::retry::cause_of;
use crate::table;
use anyhow::bail;
use rolecall_directory::{Cause, StepKind};
use rolecall_store::{FailureRecord, FailureSort, NewActivity, Page, Store};
use serde_json::json;

const HEADER: [&str; 8] = ["user", "step", "slot", "value", "rules", "message", "since", "tries"];

/// Runs a command on failures.
pub fn run(command: &FailuresCommand) -> anyhow::Result<u8> {
    match command {
        FailuresCommand::List { target, cause, place } => match (target, cause) {
            (Some(target), Some(cause)) => people(target, cause, place),
            _ => causes(place),
        },
        FailuresCommand::Export(of) => export(of),
        FailuresCommand::Dismiss(of) => dismiss(of),
    }
}

fn causes(kept: &Kept) -> anyhow::Result<u8> {
    let groups = there(&kept.state()?)?.failures_by_cause()?;
    if kept.json {
        let shown = groups.iter().map(|group| {
            json!({
                "target": group.target, "cause": group.cause.word(), "people": group.people,
                "since": print::instant(group.since), "dismissed": group.dismissed,
            })
        });
        print::json(&shown.collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for group in &groups {
        let hidden = if group.dismissed { ", dismissed" } else { "" };
        let (target, cause, people) = (&group.target, group.cause.word(), group.people);
        let since = print::local(group.since);
        sheet.line(format_args!("{target}  {cause}  {people} people  (since {since}{hidden})"));
    }
    sheet.show()?;
    Ok(0)
}

fn people(target: &str, cause: &str, kept: &Kept) -> anyhow::Result<u8> {
    let open = open(&there(&kept.state()?)?, target, cause_of(cause)?)?;
    if kept.json {
        let shown = open.iter().map(|one| {
            json!({
                "user": one.user, "step": one.kind.map(StepKind::word), "slot": one.slot,
                "value": one.value, "rules": one.rules, "message": one.message,
                "since": print::instant(one.first_seen), "tries": one.tries,
            })
        });
        print::json(&shown.collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for one in &open {
        let what = [one.kind.map(StepKind::word), one.slot.as_deref(), one.value.as_deref()];
        let what: Vec<&str> = what.into_iter().flatten().collect();
        sheet.line(format_args!("{}  {}: {}", one.user, what.join(" "), one.message));
    }
    sheet.show()?;
    Ok(0)
}

fn export(of: &OfCause) -> anyhow::Result<u8> {
    let open = open(&there(&of.place.state()?)?, &of.target, cause_of(&of.cause)?)?;
    let rows = open.into_iter().map(|one| {
        let FailureRecord { user, slot, value, message, .. } = one;
        let (slot, value) = (slot.unwrap_or_default(), value.unwrap_or_default());
        let step = one.kind.map(StepKind::word).unwrap_or_default().to_owned();
        let since = print::instant(one.first_seen);
        let (rules, tries) = (one.rules.join("; "), one.tries.to_string());
        [user, step, slot, value, rules, message, since, tries]
    });
    print::written(|out| table::write(&HEADER, rows, out))?;
    Ok(0)
}

fn dismiss(of: &OfCause) -> anyhow::Result<u8> {
    let store = there_to_write(&of.place.state()?)?;
    let cause = cause_of(&of.cause)?;
    let people = open(&store, &of.target, cause)?.len();
    store.dismiss(&of.target, cause)?;
    let told = NewActivity {
        target: Some(of.target.clone()),
        cause: Some(cause),
        ..entry("failure_dismissed", json!({}))
    };
    store.append(&[told])?;
    if of.place.json {
        let told = json!({"target": of.target, "cause": cause.word(), "failures": people});
        print::json(&told)?;
    } else {
        print::note(format_args!(
            "hidden from the Overview until a further person is affected; it is still retried"
        ));
    }
    Ok(0)
}

/// The failures of `cause` in `target`, of which there is at least one.
fn open(store: &Store, target: &str, cause: Cause) -> anyhow::Result<Vec<FailureRecord>> {
    let order = (FailureSort::default(), false);
    let open = store.failures(target, cause, None, order, Page::ALL)?.rows;
    if open.is_empty() {
        bail!("no failure {} is open in {target}; \"failures list\" tells which are", cause.word());
    }
    Ok(open)
}
