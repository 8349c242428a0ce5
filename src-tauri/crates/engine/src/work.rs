//! From planned steps to work for a target.

use crate::computed::SendMap;
use crate::error::EngineError;
use crate::failures::{What, what_of};
use crate::planning::{Planned, PlannedTarget};
use crate::retry::Selection;
use rolecall_connect::{AccountWork, ValueWork, WorkStep};
use rolecall_directory::{
    Folded, Guard, Step, StepKind, TargetDefinition, TargetKind, UnmanagedPolicy,
};
use rolecall_plan::StepList;
use rolecall_store::{NewStep, Store};
use std::collections::HashMap;
use std::sync::Arc;

/// How many steps are journalled at once.
const PART: usize = 10_000;

/// A planned step, with whom it is about.
struct Listed {
    step: Arc<Step>,
    held: Option<Guard>,
    subject: Option<u32>,
}

/// The steps to journal, in the order of importance: what frees seats first, then new accounts,
/// then the rest; steps of one account stand together.
fn in_order(steps: Vec<StepList>) -> Vec<Listed> {
    let mut rank: HashMap<u32, u8> = HashMap::new();
    for listed in &steps {
        let Some(subject) = listed.subject else { continue };
        let own = match listed.step.kind {
            StepKind::Suspend | StepKind::Unassign => 1,
            StepKind::Create => 2,
            _ => 3,
        };
        let entry = rank.entry(subject).or_insert(own);
        *entry = (*entry).min(own);
    }
    let listed = |StepList { step, held, subject, .. }: StepList| Listed {
        step: Arc::new(step),
        held,
        subject,
    };
    let mut all: Vec<Listed> = steps.into_iter().map(listed).collect();
    all.sort_by_key(|one| (one.subject.map_or(0, |subject| rank[&subject]), one.subject));
    all
}

/// What is journalled of a step.
fn new_step(listed: &Listed, adopts: &[(String, String)]) -> NewStep {
    let adopts = if listed.step.kind == StepKind::Adopt { adopts.to_vec() } else { Vec::new() };
    NewStep { step: Step::clone(&listed.step), held: listed.held, adopts }
}

/// The key of an account that is yet to be made, where the person tells it: after a crash it is
/// looked up by that. At Adobe it is the e-mail.
fn key_to_be(planned: &Planned, definition: &TargetDefinition, listed: &Listed) -> Option<String> {
    let snapshot = &planned.reading.snapshot;
    let subject = listed.subject.filter(|subject| *subject < snapshot.people())?;
    let is_adobe = matches!(definition.kind, TargetKind::Umapi { .. });
    let person = is_adobe.then(|| snapshot.person(subject))?;
    let email = person.email().unwrap_or_else(|| person.user_name());
    Some(Folded::new(email).as_str().to_owned())
}

/// Held values of `subject` that become managed by its adopt step: those that rules grant.
fn adopted_values(
    planned: &Planned,
    target: &PlannedTarget,
    definition: &TargetDefinition,
    subject: u32,
) -> Vec<(String, String)> {
    if definition.unmanaged != UnmanagedPolicy::Adopt {
        return Vec::new();
    }
    let Some(account) = target.plan.subjects.account(subject) else { return Vec::new() };
    let granted = target.table.holdings(account).filter(|holding| {
        let slot = definition.slots.iter().position(|slot| slot.name == holding.slot);
        let granted = slot.is_some_and(|slot| {
            target.plan.resolution.slots[slot].people(holding.value).contains(subject)
        });
        granted && !holding.managed && subject < planned.reading.snapshot.people()
    });
    granted.map(|holding| (holding.slot.to_owned(), holding.value.to_owned())).collect()
}

/// The work of one target: `ids` are the journal's numbers of `steps`, held ones left out here.
fn work_of(
    planned: &Planned,
    index: usize,
    steps: Vec<Listed>,
    first_id: i64,
) -> (Vec<ValueWork>, Vec<AccountWork>) {
    let target = &planned.targets[index];
    let definition = &planned.configuration.targets[index];
    let send = SendMap::new(definition, &planned.configuration, &planned.reading.snapshot);
    let (mut values, mut accounts) = (Vec::new(), Vec::<AccountWork>::new());
    let mut current: Option<u32> = None;
    for (id, listed) in (first_id..).zip(steps) {
        if listed.held.is_some() {
            continue;
        }
        let step = WorkStep { id, step: listed.step };
        let Some(subject) = listed.subject else {
            values.push(ValueWork { step });
            continue;
        };
        if current != Some(subject) {
            current = Some(subject);
            let account = target.plan.subjects.account(subject);
            let snapshot = &planned.reading.snapshot;
            accounts.push(AccountWork {
                person: (subject < snapshot.people())
                    .then(|| send.person_to_send(snapshot.person(subject))),
                account: account.map(|row| target.table.record(row)),
                steps: Vec::new(),
                adopts: Vec::new(),
            });
        }
        if let Some(work) = accounts.last_mut() {
            if step.step.kind == StepKind::Adopt {
                work.adopts = adopted_values(planned, target, definition, subject);
            }
            work.steps.push(step);
        }
    }
    (values, accounts)
}

/// The work of one target, its steps already in the journal.
#[derive(Default)]
pub(crate) struct Work {
    pub(crate) values: Vec<ValueWork>,
    pub(crate) accounts: Vec<AccountWork>,
    pub(crate) subjects: Subjects,
    /// What is planned and left to somebody.
    pub(crate) left: Vec<What>,
}

/// Whom journalled steps are about.
#[derive(Default)]
pub(crate) struct Subjects {
    /// The journal's number of the first; the others follow it one by one.
    first: i64,
    all: Vec<Option<u32>>,
}

impl Subjects {
    /// The subject of the step with that number in the journal; values have none.
    pub(crate) fn of(&self, step: i64) -> Option<u32> {
        let at = usize::try_from(step.checked_sub(self.first)?).ok()?;
        self.all.get(at).copied().flatten()
    }
}

impl Work {
    /// How many steps it is.
    pub(crate) fn steps(&self) -> u64 {
        let accounts = self.accounts.iter().map(|work| work.steps.len()).sum::<usize>();
        (self.values.len() + accounts) as u64
    }
}

/// Journals `steps` of a run a part at a time, for they may be millions; answers the number of the
/// first, which the others follow one by one. Nobody else journals under the lease. A run that ends
/// before all of them are there has sent none, and what is there of it goes with it.
pub(crate) fn add_all(
    store: &Store,
    run: i64,
    target: &str,
    steps: impl Iterator<Item = NewStep>,
) -> Result<i64, EngineError> {
    let mut steps = steps.peekable();
    let mut part: Vec<NewStep> = steps.by_ref().take(PART).collect();
    let first = store.add_steps(run, target, &part)?;
    let mut last = first + part.len() as i64;
    while steps.peek().is_some() {
        part.clear();
        part.extend(steps.by_ref().take(PART));
        let next = store.add_steps(run, target, &part)?;
        if next != last {
            let reason = format!("steps {last} to {next} are somebody else's");
            return Err(EngineError::Journal { reason });
        }
        last += part.len() as i64;
    }
    Ok(first)
}

/// Journals what is planned in target number `index`, or what of it is retried.
pub(crate) fn journalled(
    planned: &mut Planned,
    index: usize,
    store: &Store,
    run: i64,
    selection: Option<&Selection>,
) -> Result<Work, EngineError> {
    if !planned.targets[index].takes_part() {
        return Ok(Work::default());
    }
    let (mut steps, mut left) = (in_order(planned.take_steps(index)), Vec::new());
    let planned = &*planned;
    let target = &planned.targets[index];
    if let Some(chosen) = selection {
        steps.retain(|listed| {
            let takes = chosen.takes(&target.name, &listed.step);
            if !takes && !chosen.is_retry() {
                left.push(what_of(&listed.step));
            }
            takes
        });
    }
    let definition = &planned.configuration.targets[index];
    let new = steps.iter().map(|listed| {
        let adopts = match (listed.step.kind, listed.subject) {
            (StepKind::Adopt, Some(subject)) => {
                adopted_values(planned, target, definition, subject)
            }
            _ => Vec::new(),
        };
        let mut new = new_step(listed, &adopts);
        if new.step.account.is_none() {
            new.step.account = key_to_be(planned, definition, listed);
        }
        new
    });
    let first = add_all(store, run, &target.name, new)?;
    let all = steps.iter().map(|listed| listed.subject).collect();
    let (values, accounts) = work_of(planned, index, steps, first);
    Ok(Work { values, accounts, subjects: Subjects { first, all }, left })
}
