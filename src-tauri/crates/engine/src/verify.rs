//! Reading again what was written: what a target confirmed and does not show is the failure
//! `not_confirmed`.

use crate::admission::{Connected, Connection};
use crate::apply::Place;
use crate::computed::SendMap;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::look_up::Accounts;
use crate::planning::Planned;
use crate::work::Subjects;
use futures_util::future::join_all;
use rolecall_connect::{ConnectError, PersonToSend};
use rolecall_directory::{AccountTable, Cause, Folded, StepKind, TargetKind};
use rolecall_store::{JournalStep, MarkChange, StepEnding, StepOutcome, StepState};
use std::collections::{BTreeMap, BTreeSet};

/// How many accounts are read again where reads are dear.
const SAMPLE: usize = 50;

/// What reading again showed of the steps of one target.
#[derive(Default)]
struct Findings {
    /// By the step's place among all steps of the run: what is there instead.
    unconfirmed: BTreeMap<usize, String>,
    /// What the accounts with unconfirmed steps are called there.
    names: BTreeMap<usize, (String, Option<String>)>,
}

/// The done steps of one target, and what was to come of them.
struct Written<'a> {
    steps: Vec<(usize, &'a JournalStep)>,
    kind: &'a TargetKind,
    planned: &'a Planned,
    index: usize,
    subjects: &'a Subjects,
    send: SendMap,
}

impl Engine {
    /// Reads again what was written in this run, and makes failures of what is not there, in the
    /// journal, the marks and `steps`. Answers by target why it could not be read again.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub(crate) async fn verify(
        &self,
        place: &Place<'_>,
        planned: &Planned,
        (connections, subjects): (&[Connected<'_>], &[Subjects]),
        steps: &mut [JournalStep],
    ) -> Result<BTreeMap<String, String>, EngineError> {
        let mut unread = BTreeMap::new();
        if place.control.is_cancelled() {
            return Ok(unread);
        }
        let jobs = connections.iter().enumerate().filter_map(|(index, connection)| {
            let connection = connection.as_ref().ok().filter(|connection| connection.sends())?;
            let written = Written::of(planned, index, steps, &subjects[index]);
            let nothing = written.steps.is_empty();
            (!nothing)
                .then_some(async move { (index, self.look_again(connection, &written).await) })
        });
        let found = join_all(jobs).await;
        for (index, found) in found {
            let name = &planned.targets[index].name;
            match found {
                Ok(findings) if findings.unconfirmed.is_empty() => {}
                Ok(findings) => self.correct(place, planned, index, steps, findings)?,
                Err(error) => {
                    tracing::warn!(target = %name, %error, "what was written is not read again");
                    unread.insert(name.clone(), error.to_string());
                }
            }
        }
        Ok(unread)
    }

    /// Looks, and where something is missing looks once more: some targets show late what they
    /// have taken.
    async fn look_again(
        &self,
        connection: &Connection<'_>,
        written: &Written<'_>,
    ) -> Result<Findings, ConnectError> {
        let mut keys = written.keys();
        if connection.target.reads_dear() {
            keys = evenly(keys, SAMPLE);
        }
        let table = connection.target.read_accounts(&keys).await?;
        let first = written.compare(&table, &keys);
        if first.unconfirmed.is_empty() {
            return Ok(first);
        }
        tokio::time::sleep(self.patience.first).await;
        let missing = first.unconfirmed.keys().filter_map(|at| {
            let step = written.steps.iter().find(|(place, _)| place == at);
            step.and_then(|(_, step)| step.step.account.clone())
        });
        let missing: Vec<String> = missing.collect::<BTreeSet<_>>().into_iter().collect();
        let table = connection.target.read_accounts(&missing).await?;
        let mut second = written.compare(&table, &missing);
        second.unconfirmed.retain(|at, _| first.unconfirmed.contains_key(at));
        Ok(second)
    }

    fn correct(
        &self,
        place: &Place<'_>,
        planned: &Planned,
        index: usize,
        steps: &mut [JournalStep],
        findings: Findings,
    ) -> Result<(), EngineError> {
        let remembers = matches!(planned.configuration.targets[index].kind, TargetKind::Csv { .. });
        let (mut outcomes, mut marks) = (Vec::new(), Vec::new());
        for (at, words) in findings.unconfirmed {
            let step = &mut steps[at];
            step.state = StepState::Failed;
            step.cause = Some(Cause::NotConfirmed);
            step.message = format!(
                "the target answered that it was done, but read again {words}. Sync again; if it \
                 stays so, ask whoever runs the target"
            );
            outcomes.push(StepOutcome {
                id: step.id,
                ending: StepEnding::Failed(Cause::NotConfirmed),
                message: step.message.clone(),
                tries: step.tries,
                account: None,
                // Some targets show only much later what they have taken.
                maybe_done: true,
                at: self.now(),
            });
            if !remembers {
                marks.extend(taken_back(step, findings.names.get(&at)));
            }
        }
        let ticket = place.ticket;
        Ok(place.store.record_outcomes(ticket.run, ticket.fence, &outcomes, &marks)?)
    }
}

/// At most `most` of `keys`, evenly taken.
fn evenly(keys: Vec<String>, most: usize) -> Vec<String> {
    if keys.len() <= most {
        return keys;
    }
    let count = keys.len();
    let places: BTreeSet<usize> = (0..most).map(|at| at * count / most).collect();
    let keys = keys.into_iter().enumerate();
    keys.filter(|(at, _)| places.contains(at)).map(|(_, key)| key).collect()
}

/// What is remembered of an account is as it was before `step`, which did not come about.
fn taken_back(step: &JournalStep, there: Option<&(String, Option<String>)>) -> Option<MarkChange> {
    let (target, account) = (step.target.clone(), step.step.account.clone()?);
    let value = step.step.slot.clone().zip(step.step.value.clone());
    match step.step.kind {
        // An adopted account that is gone, and one that was never made.
        StepKind::Create | StepKind::Adopt if there.is_none() => {
            Some(MarkChange::Forget { target, account })
        }
        StepKind::Create | StepKind::Adopt | StepKind::Value => None,
        StepKind::Update => there.map(|(user_name, email)| {
            let (user_name, email) = (user_name.clone(), email.clone());
            MarkChange::Rename { target, account, user_name, email }
        }),
        StepKind::Suspend => Some(MarkChange::Suspend { target, account, suspended: false }),
        StepKind::Reactivate => Some(MarkChange::Suspend { target, account, suspended: true }),
        StepKind::Assign => {
            value.map(|(slot, value)| MarkChange::Take { target, account, slot, value })
        }
        StepKind::Unassign => {
            value.map(|(slot, value)| MarkChange::Give { target, account, slot, value })
        }
    }
}

impl<'a> Written<'a> {
    fn of(
        planned: &'a Planned,
        index: usize,
        steps: &'a [JournalStep],
        subjects: &'a Subjects,
    ) -> Self {
        let definition = &planned.configuration.targets[index];
        let done = steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.state == StepState::Done && step.target == definition.name);
        let send = SendMap::new(definition, &planned.configuration, &planned.reading.snapshot);
        Self { steps: done.collect(), kind: &definition.kind, planned, index, subjects, send }
    }

    /// The keys of the accounts written, each once, in the order of the journal.
    fn keys(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let keys = self.steps.iter().filter_map(|(_, step)| step.step.account.as_ref());
        keys.filter(|key| seen.insert(*key)).cloned().collect()
    }

    /// What `table` shows otherwise than the steps on the accounts of `keys` have it.
    fn compare(&self, table: &AccountTable, keys: &[String]) -> Findings {
        let asked: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
        let accounts = Accounts::of(table);
        let mut findings = Findings::default();
        for (at, step) in &self.steps {
            let is_asked = match step.step.account.as_deref() {
                Some(key) => asked.contains(key),
                None => step.step.kind == StepKind::Value,
            };
            let Some(words) = is_asked.then(|| self.unlike(&accounts, step)).flatten() else {
                continue;
            };
            findings.unconfirmed.insert(*at, words);
            if let Some(row) = accounts.account(step) {
                let name = table.user_name(row).to_owned();
                findings.names.insert(*at, (name, table.email(row).map(str::to_owned)));
            }
        }
        findings
    }

    /// What is there instead of what `step` was to do, in words.
    fn unlike(&self, accounts: &Accounts<'_>, step: &JournalStep) -> Option<String> {
        let table = accounts.table;
        let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
        if step.step.kind == StepKind::Value {
            // Only some slots have values that exist without a holder.
            let existing = table.existing_values.get(slot?)?;
            let is_there = existing.iter().any(|one| Some(one.as_str()) == value);
            return (!is_there).then(|| format!("there is no {}", value.unwrap_or_default()));
        }
        let Some(row) = accounts.account(step) else {
            return Some("there is no such account".to_owned());
        };
        let active = table.active.contains(row);
        // Elsewhere being suspended is holding nothing, which is compared value by value.
        let has_state = matches!(self.kind, TargetKind::Csv { .. } | TargetKind::Scim { .. });
        let pair = slot.zip(value);
        let holds = pair.is_some_and(|(slot, value)| table.holds(row, slot, value));
        // What remains when all else is gone is still there after it was taken.
        let rests = pair.is_some_and(|(slot, value)| self.kind.rests_on(slot, value));
        let named = || (value.unwrap_or_default(), slot.unwrap_or_default());
        match step.step.kind {
            StepKind::Suspend if active && has_state => {
                Some("the account is still active".to_owned())
            }
            StepKind::Create | StepKind::Reactivate if !active && has_state => {
                Some("the account is not active".to_owned())
            }
            StepKind::Assign if !holds => {
                let (value, slot) = named();
                Some(format!("the account does not hold {value} in {slot}"))
            }
            StepKind::Unassign if holds && !rests => {
                let (value, slot) = named();
                Some(format!("the account still holds {value} in {slot}"))
            }
            StepKind::Update => self.written_otherwise(table, row, step),
            _ => None,
        }
    }

    /// What an account shows otherwise than it was written, as the plan would compare it.
    fn written_otherwise(
        &self,
        table: &AccountTable,
        row: u32,
        step: &JournalStep,
    ) -> Option<String> {
        let snapshot = &self.planned.reading.snapshot;
        let subject = self.subjects.of(step.id).filter(|subject| *subject < snapshot.people())?;
        let person: PersonToSend = self.send.person_to_send(snapshot.person(subject));
        let exact = matches!(self.kind, TargetKind::Csv { .. });
        let other = |ours: &str, theirs: &str| {
            ours != theirs && (exact || Folded::new(ours) != Folded::new(theirs))
        };
        if self.kind.has_user_names() && other(&person.user_name, table.user_name(row)) {
            let (ours, theirs) = (&person.user_name, table.user_name(row));
            return Some(format!("the userName is \"{theirs}\", not \"{ours}\""));
        }
        let theirs = table.email(row).unwrap_or_default();
        if let Some(ours) = person.email.filter(|ours| !ours.is_empty() && other(ours, theirs)) {
            return Some(format!("the e-mail is \"{theirs}\", not \"{ours}\""));
        }
        let compared = &self.planned.targets[self.index].compared;
        person.send.iter().find_map(|(name, ours)| {
            compared.iter().find(|one| one.theirs == *name)?;
            let theirs = table.sent(row, name).unwrap_or_default();
            (theirs != ours).then(|| format!("{name} is \"{theirs}\", not \"{ours}\""))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::evenly;

    #[test]
    fn a_sample_is_even_and_no_larger_than_asked() {
        let keys = |count: usize| (0..count).map(|key| key.to_string()).collect::<Vec<_>>();
        assert_eq!(evenly(keys(3), 50).len(), 3, "few are all looked at");
        let some = evenly(keys(1001), 50);
        assert_eq!(some.len(), 50, "of many some");
        assert_eq!((some[0].as_str(), some[49].as_str()), ("0", "980"), "from begin to end");
    }
}
