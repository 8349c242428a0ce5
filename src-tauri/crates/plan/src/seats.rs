//! Seats: who gets the free ones, and who goes without.

use crate::listing::SeatCount;
use crate::subjects::Actual;
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_directory::Folded;
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
    /// Those who are to be given each value with seats, first served first.
    fn needed(&self, steps: &Steps) -> BTreeMap<String, Vec<u32>> {
        let definition = &self.input.target.slots[self.index];
        let with_seats = definition.values.iter().filter(|value| value.seats.is_some());
        let lists = with_seats.map(|value| {
            let entry = steps.slots[self.index].values.get(&value.name);
            let list = entry.map(|entry| self.in_order(&value.name, &entry.assign));
            (value.name.clone(), list.unwrap_or_default())
        });
        lists.collect()
    }

    fn in_order(&self, value: &str, people: &RoaringBitmap) -> Vec<u32> {
        let grants = self.resolution.values.get(value).map_or(&[][..], Vec::as_slice);
        let mut ranked: Vec<(u32, Folded, u32)> = Vec::with_capacity(people.len() as usize);
        for grant in grants {
            for row in &grant.people & people {
                let name = Folded::new(self.input.snapshot.person(row).user_name());
                ranked.push((self.rank(grant.by), name, row));
            }
        }
        ranked.sort();
        ranked.into_iter().map(|(_, _, row)| row).collect()
    }

    /// Exceptions stand above all rules, side by side.
    fn rank(&self, by: u32) -> u32 {
        if self.input.rules.rule_name(by).is_some() { by + 1 } else { 0 }
    }

    /// Gives seats once over; answers the counts and whether somebody more goes without.
    fn round(
        &self,
        needed: &BTreeMap<String, Vec<u32>>,
        steps: &mut Steps,
    ) -> (Vec<SeatCount>, bool) {
        let definition = &self.input.target.slots[self.index];
        let mut counts = Vec::new();
        let mut without: Vec<(String, RoaringBitmap)> = Vec::new();
        for value in &definition.values {
            let (Some(seats), Some(list)) = (value.seats, needed.get(&value.name)) else {
                continue;
            };
            let used = self.actual.held(&definition.name, &value.name).held.len();
            let entry = steps.slots[self.index].values.get(&value.name);
            let freed = match entry {
                Some(entry) if !steps.all_held => (&entry.unassign - &entry.held_unassign).len(),
                _ => 0,
            };
            let free = (seats + freed).saturating_sub(used);
            let short = (list.len() as u64).saturating_sub(free);
            let served = list.len() - short as usize;
            without.push((value.name.clone(), list[served..].iter().copied().collect()));
            counts.push(SeatCount {
                slot: definition.name.clone(),
                value: value.name.clone(),
                seats,
                used,
                freed,
                needed: list.len() as u64,
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
