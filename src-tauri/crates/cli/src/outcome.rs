//! Plans and runs as the terminal shows them.

use crate::print::{self, Sheet};
use rolecall_directory::StepKind;
use rolecall_engine::{FailureEntry, PauseEntry, Planned, Report, TargetReport, warning_words};
use std::collections::BTreeMap;

/// How many names a list shows before it says how many more there are.
const SHOWN: usize = 10;

/// Prints what came of a run: warnings and unreadable targets to standard error, the rest as
/// people or programs read it.
pub fn show(report: &Report, planned: &Planned, json: bool) -> anyhow::Result<()> {
    let counts = || report.targets.iter().map(|(_, target)| Counts::listed(target)).collect();
    around(report, || match json {
        true => print::json(report),
        false => sheet(report, planned, counts()).show(),
    })
}

/// Prints a plan, of which `head` is the report without the steps, in the same manner.
pub fn show_plan(head: &Report, planned: &Planned, json: bool) -> anyhow::Result<()> {
    let counts = || (0..planned.targets.len()).map(|at| Counts::planned(planned, at)).collect();
    around(head, || match json {
        true => print::json(&head.with_steps(planned)),
        false => sheet(head, planned, counts()).show(),
    })
}

fn around(report: &Report, show: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    for warning in &report.warnings {
        print::note(format_args!("warning: {}", warning_words(warning)));
    }
    show()?;
    for (name, target) in &report.targets {
        if let Some(error) = &target.error {
            print::note(format_args!("{name}: {} ({})", error.message, error.cause));
        }
    }
    Ok(())
}

/// The steps of one target as people read them: how many, and the first names.
#[derive(Default)]
struct Counts {
    /// By kind: how many accounts, and who comes first.
    accounts: BTreeMap<&'static str, (usize, Vec<String>)>,
    /// By slot and value: how many lose it, and how many get it.
    values: BTreeMap<(String, String), (usize, usize)>,
    /// Slot and value of what is made.
    made: Vec<(String, String)>,
}

impl Counts {
    fn people<'n>(&mut self, kind: StepKind, names: impl ExactSizeIterator<Item = &'n str>) {
        let count = names.len();
        let first = names.take(SHOWN).map(str::to_owned).collect();
        self.accounts.insert(kind.word(), (count, first));
    }

    fn value(&mut self, slot: &str, value: &str, lose: usize, get: usize) {
        let counts = self.values.entry((slot.to_owned(), value.to_owned())).or_default();
        counts.0 += lose;
        counts.1 += get;
    }

    fn listed(target: &TargetReport) -> Self {
        let mut counts = Self::default();
        let lists = &target.accounts;
        for (kind, list) in [
            (StepKind::Create, &lists.create),
            (StepKind::Update, &lists.update),
            (StepKind::Suspend, &lists.suspend),
            (StepKind::Reactivate, &lists.reactivate),
            (StepKind::Adopt, &lists.adopt),
        ] {
            counts.people(kind, list.iter().map(String::as_str));
        }
        target.unassign.iter().for_each(|one| counts.value(&one.slot, &one.value, 1, 0));
        target.assign.iter().for_each(|one| counts.value(&one.slot, &one.value, 0, 1));
        let made = target.values.create.iter();
        counts.made = made.map(|one| (one.slot.clone(), one.value.clone())).collect();
        counts
    }

    fn planned(planned: &Planned, index: usize) -> Self {
        let mut counts = Self::default();
        if planned.targets[index].error.is_some() {
            return counts;
        }
        let (plan, input) = (&planned.targets[index].plan, planned.input(index));
        let telling = plan.telling(&input);
        for one in plan.step_counts(&input) {
            let count = usize::try_from(one.count).unwrap_or(usize::MAX);
            let (slot, value) = (one.slot.unwrap_or_default(), one.value.unwrap_or_default());
            match one.kind {
                StepKind::Assign => counts.value(&slot, &value, 0, count),
                StepKind::Unassign => counts.value(&slot, &value, count, 0),
                StepKind::Value => counts.made.push((slot, value)),
                kind => counts.people(kind, telling.accounts(kind).into_iter()),
            }
        }
        counts
    }
}

/// A plan or run for people: worst first.
fn sheet(report: &Report, planned: &Planned, counts: Vec<Counts>) -> Sheet {
    let mut sheet = Sheet::default();
    let summary = report.summary;
    sheet.line(format_args!("{} people read, {} steps", summary.users, summary.steps));
    for broken in &planned.broken_tests {
        let (user, message) = (&broken.user, &broken.message);
        sheet.line(format_args!("rule test of {user} does not hold: {message}"));
    }
    for ((name, target), counts) in report.targets.iter().zip(counts) {
        sheet.line(format_args!("\n{name}"));
        if target.error.is_some() {
            sheet.line("  could not be read; nothing is done there");
            continue;
        }
        paused(&mut sheet, name, target);
        held(&mut sheet, target);
        people(&mut sheet, "accounts suspended", StepKind::Suspend, &counts);
        values(&mut sheet, "lose", &counts, |(lose, _)| lose);
        people(&mut sheet, "accounts made", StepKind::Create, &counts);
        people(&mut sheet, "accounts reactivated", StepKind::Reactivate, &counts);
        people(&mut sheet, "accounts adopted", StepKind::Adopt, &counts);
        people(&mut sheet, "accounts updated", StepKind::Update, &counts);
        values(&mut sheet, "get", &counts, |(_, get)| get);
        for (slot, value) in &counts.made {
            sheet.line(format_args!("         {slot} {value} is made"));
        }
        waiting(&mut sheet, target);
        shortages(&mut sheet, target);
        failures(&mut sheet, target);
        let orphans = &target.orphans;
        let what = "unmanaged accounts that no person explains";
        names(&mut sheet, what, orphans.len(), &orphans[..orphans.len().min(SHOWN)]);
        ending(&mut sheet, target);
    }
    sheet
}

/// Why nothing of this is sent.
fn paused(sheet: &mut Sheet, name: &str, target: &TargetReport) {
    if let Some(pause) = &target.paused {
        let PauseEntry { since, who, undone } = pause;
        let of = undone.map(|run| format!(", as run {run} was undone")).unwrap_or_default();
        sheet.line(format_args!(
            "  paused since {since} by {who}{of}: nothing is sent until \
             \"rolecallctl targets resume {name}\""
        ));
    } else if let Some(why) = &target.left_out {
        sheet.line(format_args!("  left out: {why}"));
    }
}

/// Removals that are no steps yet: how many of what, and when the first of them goes.
fn waiting(sheet: &mut Sheet, target: &TargetReport) {
    let mut counts: BTreeMap<(&str, &str), (usize, &str)> = BTreeMap::new();
    for one in &target.pending {
        let place = (one.slot.as_str(), one.value.as_str());
        let (count, first) = counts.entry(place).or_insert((0, &one.until));
        *count += 1;
        *first = one.until.as_str().min(first);
    }
    for ((slot, value), (count, first)) in counts {
        if value.is_empty() {
            sheet.line(format_args!("  {count:>6} wait to be suspended, from {first} on"));
        } else {
            sheet.line(format_args!("  {count:>6} wait to lose {slot} {value}, from {first} on"));
        }
    }
}

fn people(sheet: &mut Sheet, what: &str, kind: StepKind, counts: &Counts) {
    if let Some((count, first)) = counts.accounts.get(kind.word()) {
        names(sheet, what, *count, first);
    }
}

/// How many, and who comes first of them.
fn names(sheet: &mut Sheet, what: &str, count: usize, first: &[String]) {
    if count == 0 {
        return;
    }
    let mut names = first.join(", ");
    if count > first.len() {
        names.push_str(&format!(" and {} more", count - first.len()));
    }
    sheet.line(format_args!("  {count:>6} {what}: {names}"));
}

fn values(sheet: &mut Sheet, verb: &str, counts: &Counts, of: impl Fn((usize, usize)) -> usize) {
    for ((slot, value), both) in &counts.values {
        let count = of(*both);
        if count > 0 {
            sheet.line(format_args!("  {count:>6} {verb} {slot} {value}"));
        }
    }
}

fn held(sheet: &mut Sheet, target: &TargetReport) {
    for held in &target.held {
        let value = held.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        let limit = held.limit.map(|limit| format!(", limit {limit}")).unwrap_or_default();
        let (steps, guard, slot) = (held.steps, held.guard.word(), &held.slot);
        sheet.line(format_args!(
            "  {steps:>6} steps held by the guard {guard} on {slot}{value}{limit}"
        ));
    }
}

fn shortages(sheet: &mut Sheet, target: &TargetReport) {
    for seats in target.seats.iter().filter(|seats| seats.short > 0) {
        sheet.line(format_args!(
            "  {:>6} go without {} {}: {} seats, {} used, {} freed, {} needed; buy {0} more",
            seats.short,
            seats.slot,
            seats.value,
            seats.seats,
            seats.used,
            seats.freed,
            seats.needed
        ));
    }
}

fn failures(sheet: &mut Sheet, target: &TargetReport) {
    let mut by_cause: BTreeMap<&str, Vec<&FailureEntry>> = BTreeMap::new();
    for failure in &target.failures {
        by_cause.entry(failure.cause).or_default().push(failure);
    }
    for (cause, list) in by_cause {
        sheet.line(format_args!("  {:>6} failures: {cause}", list.len()));
        for failure in list.iter().take(SHOWN) {
            sheet.line(format_args!("           {}: {}", failure.user, failure.message));
        }
    }
}

fn ending(sheet: &mut Sheet, target: &TargetReport) {
    let Some(outcome) = &target.outcome else { return };
    let (done, failed, not_sent) = (outcome.done, outcome.failed.len(), outcome.not_sent.len());
    sheet.line(format_args!("  {done:>6} done, {failed} failed, {not_sent} not sent"));
    for entry in outcome.failed.iter().take(SHOWN) {
        let value = entry.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        sheet.line(format_args!(
            "           {} {}{value}: {} ({})",
            entry.user, entry.step, entry.message, entry.cause
        ));
    }
}
