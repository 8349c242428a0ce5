//! A sink and a journal that remember.

use async_trait::async_trait;
use rolecall_connect::{DirectorySink, Journal, JournalError, Outcome, StepResult, WorkStep};
use rolecall_directory::{
    Folded, GroupRecord, LIST_SEPARATOR, Member, PersonRecord, PersonRow, SourceWarning, Step,
    StepKind,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Everything a source delivered.
#[derive(Debug, Default)]
pub struct Delivered {
    pub columns: Vec<String>,
    pub people: Vec<PersonRecord>,
    pub groups: Vec<GroupRecord>,
    pub warnings: Vec<SourceWarning>,
}

impl DirectorySink for Delivered {
    fn columns(&mut self, names: &[String]) {
        self.columns = names.to_vec();
    }
    fn person(&mut self, person: &PersonRow<'_>) {
        let fixed = ["id", "userName", "active", "orgUnit"];
        let names = self.columns.iter().filter(|name| !fixed.contains(&name.as_str()));
        let cells = names.zip(person.attributes).filter(|(_, value)| !value.is_empty());
        let groups = person.groups.split(LIST_SEPARATOR).filter(|group| !group.is_empty());
        self.people.push(PersonRecord {
            id: person.id.to_owned(),
            user_name: person.user_name.to_owned(),
            active: person.active,
            org_unit: person.org_unit.map(str::to_owned),
            attributes: cells.map(|(name, value)| (name.clone(), (*value).to_owned())).collect(),
            groups: groups.map(str::to_owned).collect(),
        });
    }
    fn group(&mut self, id: &str, name: &str) {
        let (id, display) = (id.to_owned(), name.to_owned());
        self.groups.push(GroupRecord { id, display, members: Vec::new() });
    }
    fn member(&mut self, group: &str, member: Member<'_>) {
        let same = |one: &GroupRecord| Folded::new(&one.display) == Folded::new(group);
        if !self.groups.iter().any(same) {
            self.group(group, group);
        }
        let mut groups = self.groups.iter_mut();
        if let Some(found) = groups.find(|one| same(one)) {
            found.members.push(member.to_record());
        }
    }
    fn warning(&mut self, warning: SourceWarning) {
        self.warnings.push(warning);
    }
}

/// A journal in memory that checks the order: sending before answered, one answer a step.
#[derive(Default)]
pub struct Memory {
    pub sent: Mutex<Vec<i64>>,
    pub outcomes: Mutex<BTreeMap<i64, Outcome>>,
    pub stop: AtomicBool,
    pub fenced: AtomicBool,
}

impl Memory {
    /// How each step ended, by number.
    pub fn results(&self) -> BTreeMap<i64, StepResult> {
        let outcomes = self.outcomes.lock().unwrap();
        outcomes.iter().map(|(id, outcome)| (*id, outcome.result)).collect()
    }

    /// The whole outcome of one step.
    pub fn outcome(&self, id: i64) -> Outcome {
        self.outcomes.lock().unwrap()[&id].clone()
    }
}

#[async_trait]
impl Journal for Memory {
    async fn sending(&self, steps: &[i64]) -> Result<(), JournalError> {
        if self.fenced.load(Ordering::SeqCst) {
            return Err(JournalError::Fenced);
        }
        self.sent.lock().unwrap().extend_from_slice(steps);
        Ok(())
    }

    async fn answered(&self, outcomes: Vec<Outcome>) -> Result<(), JournalError> {
        for outcome in outcomes {
            let sent = self.sent.lock().unwrap().contains(&outcome.id);
            let unsent = matches!(outcome.result, StepResult::NotSent(_));
            assert!(sent || unsent, "step {} was journalled before it was sent", outcome.id);
            let id = outcome.id;
            let twice = self.outcomes.lock().unwrap().insert(id, outcome);
            assert!(twice.is_none(), "step {id} has one outcome");
        }
        Ok(())
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// A step of `user`.
pub fn step(id: i64, kind: StepKind, user: &str, value: Option<(&str, &str)>) -> WorkStep {
    WorkStep {
        id,
        step: Arc::new(Step {
            user: user.to_owned(),
            kind,
            slot: value.map(|(slot, _)| slot.to_owned()),
            value: value.map(|(_, value)| value.to_owned()),
            rules: Vec::new(),
            person: None,
            account: None,
            of_suspension: false,
        }),
    }
}
