//! What administrators decided about held steps, as sets over the steps of a plan.

use crate::subjects::Subjects;
use crate::target_plan::{PlanInput, StepKey};
use roaring::RoaringBitmap;
use rolecall_directory::StepKind;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Step keys, found by place and kind.
pub(crate) struct Remembered<'a> {
    input: &'a PlanInput<'a>,
    subjects: &'a Subjects,
    by_place: HashMap<(&'a str, &'a str, StepKind), HashSet<&'a str>>,
}

impl<'a> Remembered<'a> {
    pub(crate) fn new(
        input: &'a PlanInput<'a>,
        subjects: &'a Subjects,
        keys: &'a BTreeSet<StepKey>,
    ) -> Self {
        let mut by_place: HashMap<_, HashSet<&str>> = HashMap::new();
        for key in keys {
            let place = (key.slot.as_str(), key.value.as_str(), key.kind);
            by_place.entry(place).or_default().insert(&key.subject);
        }
        Self { input, subjects, by_place }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_place.is_empty()
    }

    /// Those of `among` whose step of the account is remembered.
    pub(crate) fn accounts(&self, kind: StepKind, among: &RoaringBitmap) -> RoaringBitmap {
        self.values("", "", kind, among)
    }

    /// Those of `among` whose step on a value is remembered.
    pub(crate) fn values(
        &self,
        slot: &str,
        value: &str,
        kind: StepKind,
        among: &RoaringBitmap,
    ) -> RoaringBitmap {
        let Some(names) = self.by_place.get(&(slot, value, kind)) else {
            return RoaringBitmap::new();
        };
        let known =
            |subject: &u32| names.contains(subject_key(self.input, self.subjects, *subject));
        among.iter().filter(known).collect()
    }

    /// Whether making the value is remembered.
    pub(crate) fn creation(&self, slot: &str, value: &str) -> bool {
        self.by_place.get(&(slot, value, StepKind::Value)).is_some_and(|keys| keys.contains(""))
    }
}

/// What a step of `subject` is remembered by: the stable id of the person, or the account's key
/// where there is no person.
pub(crate) fn subject_key<'a>(input: &PlanInput<'a>, subjects: &Subjects, subject: u32) -> &'a str {
    if subject < subjects.people() {
        return input.snapshot.person(subject).id();
    }
    subjects.account(subject).map(|row| input.table.key(row)).unwrap_or_default()
}

/// The key by which a step is remembered.
pub(crate) fn step_key(
    input: &PlanInput<'_>,
    subjects: &Subjects,
    subject: u32,
    slot: &str,
    value: &str,
    kind: StepKind,
) -> StepKey {
    let subject = subject_key(input, subjects, subject).to_owned();
    StepKey { subject, slot: slot.to_owned(), value: value.to_owned(), kind }
}
