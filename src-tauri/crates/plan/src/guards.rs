//! Guards: what is held until an administrator decides (product.md section 3).

use crate::decisions::Remembered;
use crate::grace::Waits;
use crate::hold::{Hold, Holds, hold_everything};
use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_directory::{Guard, Held};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) struct Guards<'a> {
    pub(crate) input: &'a PlanInput<'a>,
    pub(crate) subjects: &'a Subjects,
    pub(crate) actual: &'a Actual,
    pub(crate) waits: &'a Waits,
}

/// Trips the guards in their order; marks what they hold in `steps`, lists it, and answers which
/// guard holds what.
pub(crate) fn hold(guards: &Guards<'_>, steps: &mut Steps) -> (Vec<Held>, Holds) {
    let input = guards.input;
    let approved = Remembered::new(input, guards.subjects, &input.decisions.approved);
    let mut held = Vec::new();
    let mut holds = Vec::new();
    guards.removals(steps, &approved, &mut held, &mut holds);
    let others = [
        (Guard::SourceShrunk, guards.source_shrunk(steps)),
        (Guard::BadRows, guards.bad_rows(steps)),
        (Guard::UnknownName, guards.unknown_name(steps)),
    ];
    let all = |guard, steps| Held { guard, slot: "*".into(), value: None, steps, limit: None };
    for (guard, hold) in others {
        let Some(mut hold) = hold else { continue };
        hold.let_approved_go(input, &approved);
        let count = hold.count(input, steps);
        if count > 0 {
            held.push(all(guard, count));
            holds.push((guard, hold));
        }
    }
    for (_, hold) in &holds {
        hold.mark(input, steps);
    }
    if !input.broken_tests.is_empty() {
        let count = hold_everything(input, guards.actual, &approved, steps);
        if count > 0 {
            held.push(all(Guard::RuleTest, count));
        }
    }
    (held, holds)
}

/// Puts together what a guard would hold, once it trips.
type Part<'a> = &'a dyn Fn() -> Hold;

impl Guards<'_> {
    fn removals(
        &self,
        steps: &Steps,
        approved: &Remembered<'_>,
        held: &mut Vec<Held>,
        holds: &mut Holds,
    ) {
        let limits = self.input.target.removals;
        let mut trip = |slot: &str, value: Option<&str>, base: u64, count, hold: Part<'_>| {
            let limit = limits.limit(base);
            if count <= limit {
                return;
            }
            let mut hold = hold();
            hold.let_approved_go(self.input, approved);
            let unassigns = hold.unassign.values().map(|rows| rows.len());
            let left = hold.suspend.len() + unassigns.sum::<u64>();
            if left > 0 {
                let (slot, value) = (slot.to_owned(), value.map(str::to_owned));
                let guard = Guard::Removals;
                held.push(Held { guard, slot, value, steps: left, limit: Some(limit) });
                holds.push((guard, hold));
            }
        };
        let base = self.actual.managed.intersection_len(&self.actual.active);
        let hold = || Hold { suspend: steps.suspend.clone(), ..Hold::default() };
        trip("accounts", None, base, steps.suspend.len(), &hold);
        for (index, definition) in self.input.target.slots.iter().enumerate() {
            let name = &definition.name;
            let values = steps.slots[index].values.iter();
            let values = values.filter(|(_, entry)| !entry.unassign.is_empty());
            let lost = values.map(|(value, entry)| {
                let held = self.actual.held(name, value);
                // Of what is taken by itself only what was managed counts.
                let mut lost = entry.unassign.clone();
                lost -= &held.unmanaged;
                lost -= &steps.suspend;
                (value, held.base, Arc::new(lost))
            });
            let lost: Vec<_> = lost.filter(|(_, _, lost)| !lost.is_empty()).collect();
            let hold = |some: &[(&String, u64, Arc<RoaringBitmap>)]| {
                let unassign = some.iter().map(|(value, _, lost)| {
                    let place = (index, (*value).clone());
                    (place, lost.clone())
                });
                Hold { unassign: unassign.collect(), ..Hold::default() }
            };
            let count = lost.iter().map(|(_, _, lost)| lost.len()).sum();
            trip(name, None, self.actual.base(name), count, &|| hold(&lost));
            for one in lost.chunks(1) {
                for (value, base, lost) in one {
                    trip(name, Some(value), *base, lost.len(), &|| hold(one));
                }
            }
        }
    }

    fn source_shrunk(&self, steps: &Steps) -> Option<Hold> {
        let managed = &self.actual.managed & &self.actual.active;
        let gone = managed.range_cardinality(self.subjects.people()..);
        let shrunk = gone > 5 && gone * 100 > managed.len() * 20;
        if self.input.source.whole && !shrunk {
            return None;
        }
        let mut hold = Hold { suspend: steps.suspend.clone(), ..Hold::default() };
        for index in 0..steps.slots.len() {
            hold.slot(index, steps);
        }
        Some(hold)
    }

    fn bad_rows(&self, steps: &Steps) -> Option<Hold> {
        if self.input.source.rows_lost == 0 {
            return None;
        }
        let mut absent = steps.suspend.clone();
        absent.remove_range(..self.subjects.people());
        let mut hold = Hold { suspend: absent, ..Hold::default() };
        // What is taken before a suspension that waits is as much a part of it.
        let waiting = self.waits.suspensions(self.subjects.people());
        if !waiting.is_empty() {
            for index in 0..steps.slots.len() {
                hold.slot(index, steps);
            }
            for rows in hold.unassign.values_mut() {
                *Arc::make_mut(rows) &= &waiting;
            }
            hold.unassign.retain(|_, rows| !rows.is_empty());
        }
        Some(hold)
    }

    fn unknown_name(&self, steps: &Steps) -> Option<Hold> {
        let mut slots: BTreeSet<usize> = BTreeSet::new();
        for speaker in self.input.rules.speakers().iter().filter(|one| one.names_unknown) {
            let here = speaker.assigns.iter().filter(|a| a.target == self.input.target.name);
            let here: Vec<_> = here.collect();
            if here.is_empty() {
                continue;
            }
            let index = |name: &str| self.input.target.slots.iter().position(|s| s.name == name);
            slots.extend(here.iter().filter_map(|assignment| index(&assignment.slot)));
        }
        if slots.is_empty() {
            return None;
        }
        let mut hold = Hold { suspend: steps.suspend.clone(), ..Hold::default() };
        for index in slots {
            hold.slot(index, steps);
        }
        Some(hold)
    }
}
