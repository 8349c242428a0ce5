//! `rolecallctl runs undo`.

use crate::opened::{open_kept, there};
use crate::places::Kept;
use crate::print::{self, Sheet};
use crate::{signals, sync};
use rolecall_engine::{Report, RunControl, UndoOrder, UndoPlan, UndoTarget};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::IsTerminal;

/// How many names a list shows before it says how many more there are.
const SHOWN: usize = 10;

/// Shows what undoing the run would do, and does it if nobody objects.
pub async fn run(number: i64, yes: bool, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    drop(there(&opened.state)?);
    let store = opened.store()?;
    let plan = opened.engine.undo_plan(&opened.configuration, &store, number).await?;
    if !kept.json {
        sheet(&plan).show()?;
    }
    let asks = !yes && !kept.json && std::io::stdin().is_terminal();
    if plan.does_something() && asks && !print::agreed(&format!("Undo run {number}?"))? {
        print::note("nothing was undone");
        return Ok(0);
    }
    let control = RunControl::watched(sync::progress());
    let who = print::who();
    let order = UndoOrder {
        run: number,
        plan: Some(plan.fingerprint()),
        holder: format!("{who}, rolecallctl"),
        who,
    };
    let watch = signals::stop_between_steps(control.clone())?;
    let undone = opened.engine.undo(&opened.configuration, &store, &order, &control).await;
    watch.abort();
    let undone = undone?;
    if undone.cancelled {
        print::note("stopped between steps; undo the run again to go on");
    }
    let paused: Vec<&str> = undone.run.map_or_else(Vec::new, |_| {
        let concerned = undone.plan.targets.iter().filter(|target| target.does_something());
        concerned.map(|target| target.target.as_str()).collect()
    });
    if kept.json {
        print::json(&as_json(number, undone.run, &paused, &undone.report)?)?;
    } else {
        ending(&undone.report, undone.run, &paused).show()?;
    }
    for target in undone.plan.targets.iter() {
        if let Some(error) = &target.error {
            print::note(format_args!("{}: {error}", target.target));
        }
    }
    drop(store);
    opened.close().await?;
    Ok(undone.report.exit_code())
}

fn as_json(
    number: i64,
    run: Option<i64>,
    paused: &[&str],
    report: &Report,
) -> anyhow::Result<Value> {
    let report = serde_json::to_value(report)?;
    Ok(json!({
        "run": run,
        "undoes": number,
        "paused": paused,
        "targets": report["targets"],
        "summary": {"steps": report["summary"]["steps"]},
    }))
}

/// The plan for people: losses before gains, then what stays.
fn sheet(plan: &UndoPlan) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.line(format_args!("undoing run {}: {} steps", plan.run, plan.steps()));
    for target in &plan.targets {
        sheet.line(format_args!("\n{}", target.target));
        match &target.error {
            Some(_) => sheet.line("  could not be read; nothing is undone there"),
            None => changes(&mut sheet, target),
        }
    }
    if !plan.does_something() {
        sheet.line("nothing of it still stands that could be undone");
    }
    sheet
}

fn changes(sheet: &mut Sheet, target: &UndoTarget) {
    let mut counts: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for step in &target.steps {
        let value = value_words(step.slot.as_deref(), step.value.as_deref());
        counts.entry((step.kind.word(), value)).or_default().push(&step.user);
    }
    for kind in ["suspend", "unassign", "reactivate", "assign"] {
        for ((_, value), users) in counts.iter().filter(|((word, _), _)| *word == kind) {
            people(sheet, &format!("{kind}{value}"), users);
        }
    }
    let released: Vec<&str> = target.releases.iter().map(|one| one.user.as_str()).collect();
    if !released.is_empty() {
        people(sheet, "not managed any more", &released);
    }
    let mut left: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for one in &target.left {
        let value = value_words(one.slot.as_deref(), one.value.as_deref());
        let what = format!("{}{value}", one.kind.word());
        left.entry((what, one.why.sentence())).or_default().push(&one.user);
    }
    for ((what, why), users) in left {
        people(sheet, &format!("not undone: {what}, as {why}"), &users);
    }
}

fn value_words(slot: Option<&str>, value: Option<&str>) -> String {
    slot.zip(value).map(|(slot, value)| format!(" {slot} {value}")).unwrap_or_default()
}

/// How many, and who comes first of them; a value has nobody.
fn people(sheet: &mut Sheet, what: &str, users: &[&str]) {
    let mut named: Vec<&str> = users.iter().copied().filter(|user| !user.is_empty()).collect();
    named.sort_unstable();
    let count = users.len();
    let mut names = named.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if named.len() > SHOWN {
        names.push_str(&format!(" and {} more", named.len() - SHOWN));
    }
    let colon = if names.is_empty() { "" } else { ": " };
    sheet.line(format_args!("  {count:>6} {what}{colon}{names}"));
}

/// What came of it.
fn ending(report: &Report, run: Option<i64>, paused: &[&str]) -> Sheet {
    let mut sheet = Sheet::default();
    let Some(run) = run else { return sheet };
    sheet.line(format_args!("\nrun {run}"));
    for (name, target) in &report.targets {
        let Some(outcome) = &target.outcome else { continue };
        let (done, failed, not_sent) = (outcome.done, outcome.failed.len(), outcome.not_sent.len());
        sheet.line(format_args!("  {name}: {done} done, {failed} failed, {not_sent} not sent"));
        for entry in outcome.failed.iter().take(SHOWN) {
            let value = value_words(entry.slot.as_deref(), entry.value.as_deref());
            sheet.line(format_args!(
                "           {} {}{value}: {} ({})",
                entry.user, entry.step, entry.message, entry.cause
            ));
        }
    }
    for target in paused {
        sheet.line(format_args!(
            "{target} is paused: runs leave it out until \"rolecallctl targets resume {target}\""
        ));
    }
    sheet
}
