//! `rolecallctl runs show`.

use super::list::as_json;
use crate::opened::there;
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use rolecall_directory::{Cause, Guard, NotSent};
use rolecall_store::{JournalStep, Page, RunRecord, StepFilter, StepState, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Shows a run with its steps.
pub fn run(number: i64, kept: &Kept) -> anyhow::Result<u8> {
    let store = there(&kept.state()?)?;
    let run = store.run(number)?;
    let steps = store.steps(number, &StepFilter::default(), Page::ALL)?.rows;
    if kept.json {
        let mut shown = as_json(&store, &run)?;
        shown["steps"] = steps.iter().map(step_json).collect();
        print::json(&shown)?;
    } else {
        sheet(&store, &run, &steps)?.show()?;
    }
    Ok(0)
}

fn state_of(step: &JournalStep) -> &'static str {
    match (step.state, step.not_sent) {
        (StepState::NotSent, Some(NotSent::HeldByGuard)) => "held",
        (state, _) => state.word(),
    }
}

fn cause_of(step: &JournalStep) -> Option<&'static str> {
    step.cause.map(Cause::word).or(step.not_sent.map(NotSent::word))
}

fn step_json(step: &JournalStep) -> Value {
    json!({
        "target": step.target,
        "user": step.step.user,
        "step": step.step.kind.word(),
        "slot": step.step.slot,
        "value": step.step.value,
        "rules": step.step.rules,
        "state": state_of(step),
        "cause": cause_of(step),
        "guard": step.guard.map(Guard::word),
        "message": step.message,
        "tries": step.tries,
        "at": step.answered_at.map(instant),
    })
}

fn sheet(store: &Store, run: &RunRecord, steps: &[JournalStep]) -> anyhow::Result<Sheet> {
    let mut sheet = Sheet::default();
    let (trigger, who) = (run.trigger.word(), &run.who);
    let state = super::state_of(store, run)?;
    sheet.line(format_args!("run {}: {state}, by {who} ({trigger})", run.id));
    sheet.line(format_args!("started {}", local(run.started)));
    if let Some(ended) = run.finished {
        sheet.line(format_args!("ended   {}", local(ended)));
    }
    if let Some(error) = run.summary.get("error").and_then(Value::as_str) {
        sheet.line(error);
    }
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for step in steps {
        let key = (step.target.as_str(), step.step.kind.word(), state_of(step));
        *counts.entry(key).or_default() += 1;
    }
    for ((target, kind, state), count) in counts {
        sheet.line(format_args!("  {count:>6} {target}: {kind} {state}"));
    }
    for step in steps.iter().filter(|step| step.state != StepState::Done) {
        let value = match (&step.step.slot, &step.step.value) {
            (Some(slot), Some(value)) => format!(" {slot} {value}"),
            _ => String::new(),
        };
        let cause = cause_of(step).unwrap_or_else(|| step.state.word());
        let message = match step.message.as_str() {
            "" => String::new(),
            message => format!(": {message}"),
        };
        let (target, user, kind) = (&step.target, &step.step.user, step.step.kind.word());
        sheet.line(format_args!("  {target}: {user} {kind}{value} ({cause}){message}"));
    }
    Ok(sheet)
}
