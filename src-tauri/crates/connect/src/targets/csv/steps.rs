//! Carrying out steps on the table in memory.

use super::table::{Row, Table};
use crate::{AccountWork, Outcome, StepResult, WorkStep};
use rolecall_directory::{Cause, Folded, NotSent, SlotDefinition, StepKind};
use std::collections::{HashMap, HashSet};

/// The name of the account that `work` is about; none for one that it makes.
pub(super) fn account_of(work: &AccountWork) -> Option<Folded> {
    if work.steps.iter().any(|one| one.step.kind == StepKind::Create) {
        return None;
    }
    let key = work.account.as_ref().map(|account| account.key.as_str());
    key.or(work.steps.first().and_then(|one| one.step.account.as_deref())).map(Folded::new)
}

/// The outcomes of `works` on `table`, which is changed; one outcome a step. `is_taken` knows the
/// names of the accounts that are not in the table.
pub(super) fn carry_out(
    table: &mut Table,
    slots: &[SlotDefinition],
    works: &[AccountWork],
    is_taken: &dyn Fn(&Folded) -> bool,
) -> Vec<Outcome> {
    let by_name: HashMap<Folded, usize> =
        (0..).zip(&table.rows).map(|(at, row)| (Folded::new(&row.user_name), at)).collect();
    let mut changes: Vec<Change> = Vec::with_capacity(works.len());
    for work in works {
        changes.push(Change::of(work, table, slots, &by_name));
    }
    let gone = settle_names(table, &mut changes, is_taken);
    let mut at = 0;
    table.rows.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    changes.into_iter().flat_map(|change| change.outcomes).collect()
}

/// What one account's work did.
struct Change {
    row: Option<usize>,
    created: bool,
    /// The userName before it was changed, and the number of the step that did.
    renamed: Option<(String, i64)>,
    outcomes: Vec<Outcome>,
}

impl Change {
    fn of(
        work: &AccountWork,
        table: &mut Table,
        slots: &[SlotDefinition],
        by_name: &HashMap<Folded, usize>,
    ) -> Self {
        let mut change = Self { row: None, created: false, renamed: None, outcomes: Vec::new() };
        let creates = work.steps.iter().any(|one| one.step.kind == StepKind::Create);
        if creates {
            table.rows.push(Row::default());
            change.row = Some(table.rows.len() - 1);
            change.created = true;
        } else {
            change.row = account_of(work).and_then(|name| by_name.get(&name).copied());
        }
        let Some(at) = change.row else {
            let message = "the account is not in the accounts file any more; sync again";
            let lost = work.steps.iter();
            change.outcomes =
                lost.map(|one| failed(one.id, Cause::NotFound, message.to_owned())).collect();
            return change;
        };
        let row = &mut table.rows[at];
        let before = row.user_name.clone();
        let mut steps: Vec<&WorkStep> = work.steps.iter().collect();
        steps.sort_by_key(|one| rank(one.step.kind));
        for one in steps {
            let outcome = step(row, one, work, slots);
            if row.user_name != before && change.renamed.is_none() && !creates {
                change.renamed = Some((before.clone(), one.id));
            }
            change.outcomes.push(outcome);
        }
        let key = &row.user_name;
        for outcome in &mut change.outcomes {
            outcome.account = Some(key.clone());
        }
        change
    }

    fn undo_create(&mut self, user_name: &str) {
        for outcome in &mut self.outcomes {
            outcome.account = None;
            outcome.result = StepResult::NotSent(NotSent::AccountNotCreated);
            outcome.message = format!("the account \"{user_name}\" could not be made");
        }
        if let Some(create) = self.outcomes.first_mut() {
            create.result = StepResult::Failed(Cause::AccountExists);
            create.message = format!(
                "the accounts file already has an account \"{user_name}\"; adopt it or rename one"
            );
        }
    }

    fn undo_rename(&mut self, row: &mut Row, before: String, step: i64) {
        let wanted = std::mem::replace(&mut row.user_name, before);
        for outcome in &mut self.outcomes {
            outcome.account = Some(row.user_name.clone());
            if outcome.id == step {
                outcome.result = StepResult::Failed(Cause::Conflict);
                outcome.message = format!(
                    "another account is called \"{wanted}\" already; rename or remove that one"
                );
            }
        }
    }
}

/// What makes the account comes first; what ends its use last.
fn rank(kind: StepKind) -> u8 {
    match kind {
        StepKind::Create => 0,
        StepKind::Adopt => 1,
        StepKind::Update => 2,
        StepKind::Reactivate => 3,
        StepKind::Value => 4,
        StepKind::Unassign => 5,
        StepKind::Assign => 6,
        StepKind::Suspend => 7,
    }
}

fn step(row: &mut Row, one: &WorkStep, work: &AccountWork, slots: &[SlotDefinition]) -> Outcome {
    let kind = one.step.kind;
    if !row.managed && !matches!(kind, StepKind::Create | StepKind::Adopt) {
        let message = "the accounts file says now that this account is not managed; sync again";
        return failed(one.id, Cause::Conflict, message.to_owned());
    }
    match kind {
        StepKind::Create => {
            row.active = true;
            row.managed = true;
            row.user_name.clone_from(&one.step.user);
            write_names(row, work);
        }
        StepKind::Adopt => adopt(row, one, work),
        StepKind::Update => write_names(row, work),
        StepKind::Suspend => row.active = false,
        StepKind::Reactivate => row.active = true,
        StepKind::Value => {}
        StepKind::Assign | StepKind::Unassign => {
            let (Some(slot), Some(value)) = (&one.step.slot, &one.step.value) else {
                let message = "the step names no slot and value".to_owned();
                return failed(one.id, Cause::RejectedByTarget, message);
            };
            let entry = (slot.clone(), value.clone());
            row.unmanaged.remove(&entry);
            let values = row.values.entry(entry.0).or_default();
            if kind == StepKind::Unassign {
                values.remove(&entry.1);
            } else {
                if slots.iter().any(|known| known.name == *slot && !known.many) {
                    values.clear();
                }
                values.insert(entry.1);
            }
        }
    }
    done(one.id)
}

fn write_names(row: &mut Row, work: &AccountWork) {
    if let Some(person) = &work.person {
        row.user_name.clone_from(&person.user_name);
        // Without an e-mail at the source, the account keeps its own.
        if let Some(email) = &person.email {
            row.email.clone_from(email);
        }
    }
}

/// Makes the account managed; of what it holds, only what the step adopts is managed with it.
fn adopt(row: &mut Row, one: &WorkStep, work: &AccountWork) {
    if !row.managed {
        row.managed = true;
        row.unmanaged = row.held().collect();
    }
    for entry in &work.adopts {
        row.unmanaged.remove(entry);
    }
    if let (Some(slot), Some(value)) = (&one.step.slot, &one.step.value) {
        row.unmanaged.remove(&(slot.clone(), value.clone()));
    }
    write_names(row, work);
}

/// Takes back what would leave two accounts with one userName; answers the rows that go.
///
/// Names are looked at once all work is done, so that two people may swap theirs. Who had the
/// name keeps it, then who changed to it, then who was made with it first.
fn settle_names(
    table: &mut Table,
    changes: &mut [Change],
    is_taken: &dyn Fn(&Folded) -> bool,
) -> HashSet<usize> {
    let mut by_row: HashMap<usize, usize> = HashMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let Some(row) = change.row {
            by_row.insert(row, at);
        }
    }
    let mut gone = HashSet::new();
    loop {
        let mut owners: HashMap<Folded, (u8, usize)> = HashMap::new();
        let mut losers = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            if gone.contains(&at) {
                continue;
            }
            let change = by_row.get(&at).map(|&index| &changes[index]);
            let claim = match change {
                Some(change) if change.created => 2,
                Some(change) if change.renamed.is_some() => 1,
                _ => 0,
            };
            let name = Folded::new(&row.user_name);
            match owners.get(&name) {
                _ if claim > 0 && is_taken(&name) => losers.push(at),
                None => {
                    owners.insert(name, (claim, at));
                }
                Some(&(other, _)) if other <= claim => losers.push(at),
                Some(&(_, other)) => {
                    losers.push(other);
                    owners.insert(name, (claim, at));
                }
            }
        }
        if losers.is_empty() {
            return gone;
        }
        for at in losers {
            let Some(change) = by_row.get(&at).map(|&index| &mut changes[index]) else { continue };
            let row = &mut table.rows[at];
            if change.created {
                change.undo_create(&row.user_name);
                gone.insert(at);
            } else if let Some((before, step)) = change.renamed.take() {
                change.undo_rename(row, before, step);
            }
        }
    }
}

/// The outcome of a step that was done.
pub(super) fn done(id: i64) -> Outcome {
    let message = String::new();
    Outcome { id, result: StepResult::Done, tries: 1, account: None, maybe_done: false, message }
}

/// The outcome of a step that failed.
pub(super) fn failed(id: i64, cause: Cause, message: String) -> Outcome {
    let result = StepResult::Failed(cause);
    Outcome { id, result, tries: 1, account: None, maybe_done: false, message }
}
