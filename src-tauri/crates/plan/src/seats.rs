//! Seats: who gets the free ones, and who goes without.

use crate::listing::SeatCount;
use crate::subjects::Actual;
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_rules::{SlotResolution, TargetResolution};
use std::collections::BTreeMap;

/// Gives free seats by the highest granting rule's position, then by folded userName. Who goes
/// without has no step; who would get no value at all gets no account and is not reactivated.
pub(crate) fn give_seats(
    input: &PlanInput<'_>,
    actual: &Actual,
    resolution: &TargetResolution,
    steps: &mut Steps,
) -> Vec<SeatCount> {
    let mut counts = Vec::new();
    for (index, definition) in input.target.slots.iter().enumerate() {
        let slot = Slot { input, actual, index, resolution: &resolution.slots[index] };
        let needed = slot.needed(steps);
        // Who goes without in a slot of one keeps what is there and does not free it: again,
        // until nobody more goes without.
        loop {
            let (found, changed) = slot.round(&needed, steps);
            if !changed || definition.many {
                counts.extend(found);
                break;
            }
        }
    }
    leave_out_the_empty_handed(actual, resolution, input, steps);
    counts.sort_by(|a, b| (&a.slot, &a.value).cmp(&(&b.slot, &b.value)));
    counts
}

struct Slot<'a> {
    input: &'a PlanInput<'a>,
    actual: &'a Actual,
    index: usize,
    resolution: &'a SlotResolution,
}

impl Slot<'_> {
    /// Those who are to be given each value with seats.
    fn needed(&self, steps: &Steps) -> BTreeMap<String, RoaringBitmap> {
        let definition = &self.input.target.slots[self.index];
        let with_seats = definition.values.iter().filter(|value| value.seats.is_some());
        let sets = with_seats.map(|value| {
            let entry = steps.slots[self.index].values.get(&value.name);
            (value.name.clone(), entry.map(|entry| entry.assign.clone()).unwrap_or_default())
        });
        sets.collect()
    }

    /// The last `count` of `people` in the order in which seats are given.
    fn last(&self, value: &str, people: &RoaringBitmap, count: u64) -> RoaringBitmap {
        if count == 0 {
            return RoaringBitmap::new();
        }
        let snapshot = self.input.snapshot;
        let given = self.resolution.values.get(value);
        let grants = given.map_or(&[][..], |given| given.grants.as_slice());
        let mut ranked: Vec<(u32, u32, u32)> = Vec::with_capacity(people.len() as usize);
        for grant in grants {
            let rank = self.rank(grant.speaker);
            ranked.extend(
                (&grant.people & people).iter().map(|row| (rank, snapshot.name_rank(row), row)),
            );
        }
        let served = ranked.len().saturating_sub(count as usize);
        if served > 0 && served < ranked.len() {
            ranked.select_nth_unstable(served);
        }
        ranked[served..].iter().map(|(_, _, row)| *row).collect()
    }

    /// Exceptions stand above all rules, side by side.
    fn rank(&self, speaker: u32) -> u32 {
        let position = self.input.rules.position(speaker).unwrap_or(u32::MAX - 1);
        if self.input.rules.rule_name(speaker).is_some() { position + 1 } else { 0 }
    }

    /// Gives seats once over; answers the counts and whether somebody more goes without.
    fn round(
        &self,
        needed: &BTreeMap<String, RoaringBitmap>,
        steps: &mut Steps,
    ) -> (Vec<SeatCount>, bool) {
        let definition = &self.input.target.slots[self.index];
        let mut counts = Vec::new();
        let mut without: Vec<(String, RoaringBitmap)> = Vec::new();
        for value in &definition.values {
            let (Some(seats), Some(people)) = (value.seats, needed.get(&value.name)) else {
                continue;
            };
            let used = self.actual.held(&definition.name, &value.name).held.len();
            let entry = steps.slots[self.index].values.get(&value.name);
            let freed = entry.map_or(0, |entry| (&entry.unassign - &entry.held_unassign).len());
            let free = seats.saturating_add(freed).saturating_sub(used);
            let short = people.len().saturating_sub(free);
            without.push((value.name.clone(), self.last(&value.name, people, short)));
            counts.push(SeatCount {
                slot: definition.name.clone(),
                value: value.name.clone(),
                seats,
                used,
                freed,
                needed: people.len(),
                short,
            });
        }
        (counts, self.leave_without(without, steps))
    }

    fn leave_without(&self, without: Vec<(String, RoaringBitmap)>, steps: &mut Steps) -> bool {
        let slot = &mut steps.slots[self.index];
        let mut changed = false;
        let mut keeping = RoaringBitmap::new();
        for (value, people) in without {
            let Some(entry) = slot.values.get_mut(&value) else { continue };
            changed |= entry.without_seat != people;
            entry.assign -= &people;
            entry.held_assign -= &people;
            keeping |= &people;
            entry.without_seat = people;
        }
        if !self.input.target.slots[self.index].many {
            for entry in slot.values.values_mut() {
                entry.unassign -= &keeping;
                entry.held_unassign -= &keeping;
            }
        }
        changed
    }
}

/// Nobody gets an account, or has a suspended one reactivated, for no value.
fn leave_out_the_empty_handed(
    actual: &Actual,
    resolution: &TargetResolution,
    input: &PlanInput<'_>,
    steps: &mut Steps,
) {
    let mut served = RoaringBitmap::new();
    for (index, definition) in input.target.slots.iter().enumerate() {
        for entry in steps.slots[index].values.values() {
            served |= &entry.assign;
        }
        for value in resolution.slots[index].values.keys() {
            let held = &actual.held(&definition.name, value).held;
            served |= resolution.slots[index].people(value) & held;
        }
    }
    steps.create &= &served;
    let asleep = &steps.reactivate - &served;
    steps.reactivate -= &asleep;
    steps.update -= &asleep;
    steps.adopt -= &asleep;
}
