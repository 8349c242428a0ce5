//! Steps as sets, written out person by person.

use crate::decisions::{step_key, subject_key};
use crate::listing::{StepList, WithoutSeat};
use crate::target_plan::{PlanInput, StepKey, TargetPlan, ValueSteps};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Guard, Step, StepKind};
use rolecall_rules::ValueRules;

/// Writes the steps of a plan, sorted by user, slot and value.
///
/// What is sorted are numbers: texts are looked up and copied once, in their final order.
pub(crate) struct Writer<'a> {
    pub(crate) plan: &'a TargetPlan,
    pub(crate) input: &'a PlanInput<'a>,
}

/// A value that has steps, with what is needed to write them.
pub(crate) struct Place<'a> {
    pub(crate) index: usize,
    pub(crate) slot: &'a str,
    pub(crate) value: &'a str,
    pub(crate) steps: &'a ValueSteps,
    pub(crate) rules: ValueRules<'a>,
}

/// A step in numbers. The order of the fields is the order of the list.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The rank of the userName; people whose names are spelled alike share it.
    pub(crate) user: u32,
    /// Zero for steps of the account, else the place's number plus one.
    pub(crate) place: u32,
    pub(crate) kind: StepKind,
    pub(crate) subject: u32,
    pub(crate) held: bool,
}

pub(crate) const NO_SUBJECT: u32 = u32::MAX;

impl<'a> Writer<'a> {
    pub(crate) fn steps(&self) -> Vec<StepList> {
        let places = self.places();
        let steps = &self.plan.steps;
        let mut all = &steps.create | &steps.update;
        all |= &steps.suspend | &steps.reactivate;
        all |= &steps.adopt;
        for place in &places {
            all |= &*place.steps.assign | &place.steps.unassign;
        }
        let ranks = self.ranks(&all);
        let mut entries = Vec::new();
        self.account_entries(&ranks, &mut entries);
        self.value_entries(&places, &ranks, &mut entries);
        entries.sort_unstable();
        entries.iter().map(|entry| self.write(entry, &places)).collect()
    }

    /// The values that have steps, by slot name and value.
    pub(crate) fn places(&self) -> Vec<Place<'a>> {
        let (plan, input) = (self.plan, self.input);
        let mut places = Vec::new();
        for (index, definition) in input.target.slots.iter().enumerate() {
            let (Some(slot), Some(resolution)) =
                (plan.steps.slots.get(index), plan.resolution.slots.get(index))
            else {
                continue;
            };
            for (value, steps) in slot.values.iter() {
                let rules =
                    input.rules.on_value(input.target, index, value, input.snapshot, resolution);
                let slot = definition.name.as_str();
                places.push(Place { index, slot, value, steps, rules });
            }
        }
        places.sort_by_key(|place| (place.slot, place.value));
        places
    }

    /// Of every subject of `all`, the rank of its userName by code points; zero is no name.
    fn ranks(&self, all: &RoaringBitmap) -> Vec<u32> {
        let names = all.iter().map(|subject| (self.plan.user(self.input, subject), subject));
        let mut names: Vec<(&str, u32)> = names.collect();
        names.sort_unstable();
        let mut ranks = vec![0; all.max().map_or(0, |last| last as usize + 1)];
        let (mut rank, mut before) = (0, "");
        for (name, subject) in names {
            if name != before {
                rank += 1;
                before = name;
            }
            ranks[subject as usize] = rank;
        }
        ranks
    }

    fn account_entries(&self, ranks: &[u32], entries: &mut Vec<Entry>) {
        let steps = &self.plan.steps;
        let kinds = [
            (StepKind::Create, &steps.create, &steps.held_create),
            (StepKind::Update, &steps.update, &steps.held_update),
            (StepKind::Suspend, &steps.suspend, &steps.held_suspend),
            (StepKind::Reactivate, &steps.reactivate, &steps.held_reactivate),
            (StepKind::Adopt, &steps.adopt, &steps.held_adopt),
        ];
        for (kind, subjects, held) in kinds {
            add(entries, ranks, (0, kind), subjects, held);
        }
    }

    fn value_entries(&self, places: &[Place<'_>], ranks: &[u32], entries: &mut Vec<Entry>) {
        for (number, place) in (1u32..).zip(places) {
            let (steps, slot) = (place.steps, &self.plan.steps.slots[place.index]);
            let (assign, unassign) = (slot.held_assign(steps), slot.held_unassign(steps));
            add(entries, ranks, (number, StepKind::Assign), &steps.assign, assign);
            add(entries, ranks, (number, StepKind::Unassign), &steps.unassign, unassign);
            if slot.create.contains(place.value) {
                let held = slot.held_create.contains(place.value);
                let (kind, subject) = (StepKind::Value, NO_SUBJECT);
                entries.push(Entry { user: 0, place: number, kind, subject, held });
            }
        }
    }

    pub(crate) fn write(&self, entry: &Entry, places: &[Place<'_>]) -> StepList {
        let place = entry.place.checked_sub(1).and_then(|at| places.get(at as usize));
        let mut step = Step {
            user: String::new(),
            kind: entry.kind,
            slot: place.map(|place| place.slot.to_owned()),
            value: place.map(|place| place.value.to_owned()),
            rules: Vec::new(),
            person: None,
            account: None,
            of_suspension: false,
        };
        let (slot, value) = place.map_or(("", ""), |place| (place.slot, place.value));
        let key = if entry.subject == NO_SUBJECT {
            let (slot, value) = (slot.to_owned(), value.to_owned());
            StepKey { subject: String::new(), directory: None, slot, value, kind: entry.kind }
        } else {
            self.concern(&mut step, entry.subject, place);
            step_key(self.input, &self.plan.subjects, entry.subject, slot, value, entry.kind)
        };
        let held = entry.held.then(|| self.guard_of(entry, place));
        let subject = (entry.subject != NO_SUBJECT).then_some(entry.subject);
        StepList { step, held, subject, key }
    }

    /// Fills in whom the step is about, and the rules behind it.
    fn concern(&self, step: &mut Step, subject: u32, place: Option<&Place<'_>>) {
        let subjects = &self.plan.subjects;
        self.plan.user(self.input, subject).clone_into(&mut step.user);
        if subject < subjects.people() {
            step.person = Some(self.input.snapshot.person(subject).id().to_owned());
            step.rules = rules_behind(place, subject);
        }
        let table = self.input.table;
        step.account = subjects.account(subject).map(|row| table.key(row).to_owned());
        let takes = matches!(step.kind, StepKind::Suspend | StepKind::Unassign);
        step.of_suspension = takes && self.plan.steps.suspend.contains(subject);
    }

    /// The first guard that holds the step; a broken rule test before all, for it holds all.
    fn guard_of(&self, entry: &Entry, place: Option<&Place<'_>>) -> Guard {
        if self.plan.held.iter().any(|held| held.guard == Guard::RuleTest) {
            return Guard::RuleTest;
        }
        let place = place.map(|place| (place.index, place.value));
        let mut holds = self.plan.holds.iter();
        let found = holds.find(|(_, hold)| hold.covers(entry.kind, place, entry.subject));
        found.map_or(Guard::Removals, |(guard, _)| *guard)
    }

    /// Who goes without a seat, by user, slot and value.
    pub(crate) fn without_seat(&self) -> Vec<WithoutSeat> {
        let places = self.places();
        let all: RoaringBitmap = places.iter().map(|place| &place.steps.without_seat).union();
        let ranks = self.ranks(&all);
        let mut found: Vec<(u32, usize, u32)> = Vec::new();
        for (number, place) in places.iter().enumerate() {
            let people = place.steps.without_seat.iter();
            found.extend(people.map(|subject| (ranks[subject as usize], number, subject)));
        }
        found.sort_unstable();
        let list = found.into_iter().map(|(_, number, subject)| WithoutSeat {
            user: self.plan.user(self.input, subject).to_owned(),
            slot: places[number].slot.to_owned(),
            value: places[number].value.to_owned(),
            rules: rules_behind(Some(&places[number]), subject),
            person: subject_key(self.input, &self.plan.subjects, subject).to_owned(),
        });
        list.collect()
    }
}

fn rules_behind(place: Option<&Place<'_>>, row: u32) -> Vec<String> {
    let rules = place.map(|place| place.rules.granting(row)).unwrap_or_default();
    rules.into_iter().map(str::to_owned).collect()
}

fn add(
    entries: &mut Vec<Entry>,
    ranks: &[u32],
    (place, kind): (u32, StepKind),
    subjects: &RoaringBitmap,
    held: &RoaringBitmap,
) {
    let steps = subjects.iter().map(|subject| Entry {
        user: ranks[subject as usize],
        place,
        kind,
        subject,
        held: held.contains(subject),
    });
    entries.extend(steps);
}
