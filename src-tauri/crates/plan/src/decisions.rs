//! What administrators decided about held steps, as sets over the steps of a plan.

use crate::subjects::Subjects;
use crate::target_plan::{PlanInput, StepKey};
use roaring::RoaringBitmap;
use rolecall_directory::StepKind;
use std::collections::{BTreeSet, HashMap};

/// Slot, value and kind of a step.
type Place<'a> = (&'a str, &'a str, StepKind);
/// The directories of the people a decision is about, by their ids.
type Whom<'a> = HashMap<&'a str, Vec<Option<usize>>>;

/// Step keys, found by place and kind.
pub(crate) struct Remembered<'a> {
    input: &'a PlanInput<'a>,
    subjects: &'a Subjects,
    by_place: HashMap<Place<'a>, Whom<'a>>,
}

impl<'a> Remembered<'a> {
    pub(crate) fn new(
        input: &'a PlanInput<'a>,
        subjects: &'a Subjects,
        keys: &'a BTreeSet<StepKey>,
    ) -> Self {
        let mut by_place: HashMap<Place<'_>, Whom<'_>> = HashMap::new();
        for key in keys {
            let place = (key.slot.as_str(), key.value.as_str(), key.kind);
            let subjects = by_place.entry(place).or_default();
            subjects.entry(key.subject.as_str()).or_default().push(key.directory);
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
        let known = |subject: &u32| {
            let named = names.get(subject_key(self.input, self.subjects, *subject));
            let own = home(self.input, self.subjects, *subject);
            named.is_some_and(|places| {
                places.iter().any(|place| place.is_none() || own.is_none() || *place == own)
            })
        };
        among.iter().filter(known).collect()
    }

    /// Whether making the value is remembered.
    pub(crate) fn creation(&self, slot: &str, value: &str) -> bool {
        self.by_place.get(&(slot, value, StepKind::Value)).is_some_and(|keys| keys.contains_key(""))
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

/// The number of the directory of a person, where there are several.
fn home(input: &PlanInput<'_>, subjects: &Subjects, subject: u32) -> Option<usize> {
    let several = input.snapshot.of_directory().len() > 1 && subject < subjects.people();
    several.then(|| input.snapshot.person(subject).directory())
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
    let directory = home(input, subjects, subject);
    let subject = subject_key(input, subjects, subject).to_owned();
    StepKey { subject, directory, slot: slot.to_owned(), value: value.to_owned(), kind }
}
