//! Steps of runs that told of a failure because an answer never came: what the target shows of
//! them when it is read next. So what was done all the same is known to be ours: an account made
//! by a call that nobody answered is not taken for a stranger's, nor a value given by one.

use crate::addresses::Addresses;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::look_up::{Accounts, Finding};
use crate::recovery::{Interrupted, as_done, is_undoing, remembers};
use rolecall_directory::{Configuration, Folded, StepKind, TargetDefinition, TargetKind};
use rolecall_store::{JournalStep, MarkChange, RunId, StepId, StepOutcome, Store};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How long a target may take to show an account whose making it never answered, in milliseconds.
/// Until then it is looked for with each reading.
const LATE: i64 = 10 * 60 * 1000;

/// Whose account it was to be: the run, the target and the userName.
type Whose = (RunId, String, Folded);

/// What became known of steps in doubt.
#[derive(Default)]
struct Settled {
    done: BTreeMap<RunId, (Vec<StepOutcome>, Vec<MarkChange>)>,
    not_done: Vec<StepId>,
    /// Accounts that turned out to be ours.
    made: HashSet<Whose>,
}

/// One target as it was read, and what is known of it.
struct Seen<'a> {
    definition: &'a TargetDefinition,
    accounts: &'a Accounts<'a>,
    /// Keys of the accounts that are managed already.
    managed: HashSet<String>,
    /// What may have been given along with an account, by whose it was to be.
    along: &'a HashMap<Whose, Vec<(String, String)>>,
}

impl Engine {
    /// Looks for what is `in_doubt` in the targets that were read; `accounts` are theirs, in the
    /// configuration's order. What was done is recorded with its marks, and told by this run.
    pub(crate) fn settle_doubts(
        &self,
        store: &Store,
        configuration: &Configuration,
        (accounts, mut in_doubt): (&[Option<Accounts<'_>>], Vec<JournalStep>),
        fence: i64,
        left: &mut Interrupted,
    ) -> Result<(), EngineError> {
        if in_doubt.is_empty() {
            return Ok(());
        }
        // Whether an account is ours decides about what was given with it.
        in_doubt.sort_by_key(|step| step.step.kind != StepKind::Create);
        let addresses = Addresses::of(store, configuration, &in_doubt);
        let along = given_along(&in_doubt);
        let mut seen: Vec<Option<Seen<'_>>> = Vec::new();
        for (definition, accounts) in configuration.targets.iter().zip(accounts) {
            let is_meant = in_doubt.iter().any(|step| step.target == definition.name);
            let Some(accounts) = accounts.as_ref().filter(|_| is_meant) else {
                seen.push(None);
                continue;
            };
            let marks = store.marks(&definition.name)?.into_iter();
            let managed = marks.filter(|mark| mark.managed).map(|mark| mark.account).collect();
            seen.push(Some(Seen { definition, accounts, managed, along: &along }));
        }
        let mut settled = Settled::default();
        for step in in_doubt {
            let known = configuration.targets.iter().position(|one| one.name == step.target);
            let Some(at) = known else {
                settled.not_done.push(step.id);
                continue;
            };
            // One that could not be read now is looked at when it can.
            let Some(seen) = &seen[at] else { continue };
            let found =
                seen.accounts.find(&addresses.under(&step), remembers(configuration, &step.target));
            match found {
                Finding::Unclear => left.updates.push(step),
                Finding::NotDone => {
                    let waits = step.step.kind == StepKind::Create
                        && step.answered_at.is_some_and(|at| self.now() - at < LATE);
                    if !waits {
                        settled.not_done.push(step.id);
                    }
                }
                Finding::Done(row) if seen.is_ours(&step, row, &settled.made) => {
                    let told = !is_undoing(store, step.run)?;
                    let done = self.settle_done(&mut settled, seen, &step, row);
                    left.found.extend(told.then_some(done));
                }
                Finding::Done(_) => settled.not_done.push(step.id),
            }
        }
        for (run, (outcomes, marks)) in settled.done {
            store.record_outcomes(run, fence, &outcomes, &marks)?;
        }
        Ok(store.end_doubt(&settled.not_done)?)
    }

    fn settle_done(
        &self,
        settled: &mut Settled,
        seen: &Seen<'_>,
        step: &JournalStep,
        row: Option<u32>,
    ) -> JournalStep {
        if step.step.kind == StepKind::Create {
            settled.made.insert(whose(step));
        }
        let table = seen.accounts.table;
        let key = row.map(|row| table.key(row).to_owned());
        let (outcomes, marks) = settled.done.entry(step.run).or_default();
        if let (Some(row), Some(key)) = (row, &key) {
            let email = table.email(row);
            marks.extend(MarkChange::of_done(&step.target, &step.step, key, email, &step.adopts));
        }
        outcomes.push(self.arrived(step, key.clone()));
        as_done(step, key)
    }
}

impl Seen<'_> {
    /// Whether what the target shows in `row` came of `step`. An account is ours that nobody
    /// managed, and that carries the person's externalId, or, where the target keeps none, holds
    /// nothing but what was sent along; a value is, on an account that was known or turned out to
    /// be ours (`made`).
    fn is_ours(&self, step: &JournalStep, row: Option<u32>, made: &HashSet<Whose>) -> bool {
        let Some(row) = row else { return true };
        let table = self.accounts.table;
        if step.step.kind != StepKind::Create {
            let known = step.step.account.as_deref() == Some(table.key(row));
            return known || made.contains(&whose(step));
        }
        if self.managed.contains(table.key(row)) {
            return false;
        }
        // At Adobe the key is the address, and tells nothing.
        let is_adobe = matches!(self.definition.kind, TargetKind::Umapi { .. });
        let is_told = !is_adobe && step.step.account.as_deref() == Some(table.key(row));
        // That the externalId is no other person's, `Accounts::find` has seen.
        if is_told || table.external_id(row).is_some() {
            return true;
        }
        // A target that keeps externalIds would show the one that was sent.
        if table.has_external_ids() {
            return false;
        }
        let along = self.along.get(&whose(step)).map(Vec::as_slice).unwrap_or_default();
        table.holdings(row).all(|held| {
            let rests = self.definition.kind.rests_on(held.slot, held.value);
            rests || along.iter().any(|(slot, value)| held.slot == slot && held.value == value)
        })
    }
}

fn whose(step: &JournalStep) -> Whose {
    (step.run, step.target.clone(), Folded::new(&step.step.user))
}

/// Slot and value of what may have been given with accounts that were made.
fn given_along(in_doubt: &[JournalStep]) -> HashMap<Whose, Vec<(String, String)>> {
    let mut along: HashMap<Whose, Vec<(String, String)>> = HashMap::new();
    for step in in_doubt.iter().filter(|step| step.step.kind == StepKind::Assign) {
        let pair = step.step.slot.clone().zip(step.step.value.clone());
        along.entry(whose(step)).or_default().extend(pair);
    }
    along
}
