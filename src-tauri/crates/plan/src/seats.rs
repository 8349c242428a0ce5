//! Seats: who gets the free ones, and who goes without.

use crate::listing::SeatCount;
use crate::subjects::Actual;
use crate::target_plan::{PlanInput, Steps, ValueSteps};
use roaring::RoaringBitmap;
use rolecall_directory::Snapshot;
use rolecall_rules::{Given, Grant, SlotResolution, TargetResolution};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Gives free seats by the highest granting rule's position, then by folded userName. Who goes
/// without has no step; who would get no value at all gets no account and is not reactivated.
pub(crate) struct Seats<'a> {
    pub(crate) input: &'a PlanInput<'a>,
    pub(crate) actual: &'a Actual,
    pub(crate) resolution: &'a TargetResolution,
    /// How seats were given in a plan before.
    pub(crate) before: Option<&'a Served>,
    /// People who changed since, and may stand elsewhere in a queue.
    pub(crate) rows: Option<&'a RoaringBitmap>,
}

/// How the scarce seats of one plan were given, by slot and value: for the next plan, in which
/// most will be given alike.
pub(crate) type Served = BTreeMap<(usize, String), Arc<Queue>>;

/// Those who needed a value, and those of them who went without.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    given: Arc<Given>,
    needed: RoaringBitmap,
    without: RoaringBitmap,
}

impl Seats<'_> {
    pub(crate) fn give(&self, steps: &mut Steps) -> (Vec<SeatCount>, Served) {
        let mut counts = Vec::new();
        let mut served = Served::new();
        let mut gifts_gone = RoaringBitmap::new();
        for (index, definition) in self.input.target.slots.iter().enumerate() {
            let slot = Slot { seats: self, index, resolution: &self.resolution.slots[index] };
            let needed = slot.needed(steps);
            // Who goes without in a slot of one keeps what is there and does not free it: again,
            // until nobody more goes without.
            loop {
                let (found, changed) = slot.round(&needed, steps, &mut served);
                if !changed || definition.many {
                    counts.extend(found);
                    break;
                }
            }
            for (_, queue) in served.iter().filter(|((at, _), _)| *at == index) {
                gifts_gone |= &queue.without;
            }
        }
        self.leave_out_the_empty_handed(gifts_gone, steps);
        counts.sort_by(|a, b| (&a.slot, &a.value).cmp(&(&b.slot, &b.value)));
        (counts, served)
    }

    /// Nobody gets an account, or has a suspended one reactivated, for no value. Only who lost a
    /// gift, to those in `gifts_gone` or to a discard, can be left with none.
    fn leave_out_the_empty_handed(&self, gifts_gone: RoaringBitmap, steps: &mut Steps) {
        let mut unserved = &steps.create | &steps.reactivate;
        if self.input.decisions.discarded.is_empty() {
            unserved &= gifts_gone;
        }
        for (index, definition) in self.input.target.slots.iter().enumerate() {
            for entry in steps.slots[index].values.values() {
                if unserved.is_empty() {
                    return;
                }
                unserved -= &*entry.assign;
            }
            for (value, given) in &self.resolution.slots[index].values {
                let held = &self.actual.held(&definition.name, value).held;
                if !held.is_disjoint(&unserved) {
                    unserved -= &*given.people & held;
                }
            }
        }
        steps.create -= &unserved;
        unserved &= &steps.reactivate;
        steps.reactivate -= &unserved;
        steps.update -= &unserved;
        steps.adopt -= &unserved;
    }
}

struct Slot<'a> {
    seats: &'a Seats<'a>,
    index: usize,
    resolution: &'a SlotResolution,
}

impl Slot<'_> {
    /// The values that have seats: by the target's own word, and by the definition, which wins.
    fn with_seats(&self) -> BTreeMap<&str, u64> {
        let definition = &self.seats.input.target.slots[self.index];
        let told = self.seats.input.seats.iter().filter(|((slot, _), _)| *slot == definition.name);
        let told = told.map(|((_, value), seats)| (value.as_str(), *seats));
        let listed = definition.values.iter();
        told.chain(listed.filter_map(|value| Some((value.name.as_str(), value.seats?)))).collect()
    }

    /// The steps on each value with seats, as they are before anybody goes without: whom they
    /// assign it to needs it.
    fn needed(&self, steps: &Steps) -> BTreeMap<String, Arc<ValueSteps>> {
        let all = self.with_seats().into_keys().map(|value| {
            let entry = steps.slots[self.index].values.get(value);
            (value.to_owned(), entry.cloned().unwrap_or_default())
        });
        all.collect()
    }

    /// The last `count` of `people` in the order in which seats are given.
    fn last(
        &self,
        value: &str,
        people: &RoaringBitmap,
        count: u64,
        served: &mut Served,
    ) -> RoaringBitmap {
        let place = (self.index, value.to_owned());
        let given = self.resolution.values.get(value).filter(|_| count > 0);
        let Some(given) = given else {
            served.remove(&place);
            return RoaringBitmap::new();
        };
        let known = served.get(&place).or_else(|| self.seats.before?.get(&place)).filter(|queue| {
            Arc::ptr_eq(&queue.given, given)
                && queue.without.len() == count
                && queue.needed == *people
                && self.seats.rows.is_none_or(|rows| rows.is_disjoint(people))
        });
        let queue = known.cloned().unwrap_or_else(|| {
            let without = self.without(&given.grants, people, count);
            Arc::new(Queue { given: given.clone(), needed: people.clone(), without })
        });
        let without = queue.without.clone();
        served.insert(place, queue);
        without
    }

    fn without(&self, grants: &[Grant], people: &RoaringBitmap, count: u64) -> RoaringBitmap {
        let mut free = people.len().saturating_sub(count);
        let mut without = RoaringBitmap::new();
        // Exceptions stand above all rules, side by side.
        let rules = self.seats.input.rules;
        let is_exception = |grant: &&Grant| rules.rule_name(grant.speaker).is_none();
        let (above, below) = grants.split_at(grants.iter().take_while(is_exception).count());
        let mut turns: Vec<RoaringBitmap> = Vec::with_capacity(below.len() + 1);
        let above = above.iter().map(|grant| &*grant.people);
        turns.push(above.fold(RoaringBitmap::new(), |all, next| all | next));
        turns.extend(below.iter().map(|grant| &*grant.people & people));
        turns[0] &= people;
        for turn in turns {
            let left = turn.len().saturating_sub(free);
            free = free.saturating_sub(turn.len());
            if left > 0 {
                without |= last_by_name(self.seats.input.snapshot, turn, left);
            }
        }
        without
    }

    /// Gives seats once over; answers the counts and whether somebody more goes without.
    fn round(
        &self,
        needed: &BTreeMap<String, Arc<ValueSteps>>,
        steps: &mut Steps,
        served: &mut Served,
    ) -> (Vec<SeatCount>, bool) {
        let definition = &self.seats.input.target.slots[self.index];
        let mut counts = Vec::new();
        let mut without: Vec<(String, RoaringBitmap)> = Vec::new();
        for (value, seats) in self.with_seats() {
            let Some(before) = needed.get(value) else { continue };
            let people = &*before.assign;
            let used = self.seats.actual.held(&definition.name, value).held.len();
            let slot = &steps.slots[self.index];
            let freed = slot
                .values
                .get(value)
                .map_or(0, |entry| entry.unassign.difference_len(slot.held_unassign(entry)));
            let free = seats.saturating_add(freed).saturating_sub(used);
            let short = people.len().saturating_sub(free);
            without.push((value.to_owned(), self.last(value, people, short, served)));
            counts.push(SeatCount {
                slot: definition.name.clone(),
                value: value.to_owned(),
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
            let Some(entry) = slot.values.get(&value) else { continue };
            if entry.without_seat == people && entry.assign.is_disjoint(&people) {
                keeping |= people;
                continue;
            }
            changed |= entry.without_seat != people;
            let Some(entry) = slot.value_mut(&value) else { continue };
            *Arc::make_mut(&mut entry.assign) -= &people;
            entry.held_assign -= &people;
            keeping |= &people;
            entry.without_seat = people;
        }
        if !self.seats.input.target.slots[self.index].many && !keeping.is_empty() {
            for entry in slot.values_mut().values_mut() {
                if !entry.unassign.is_disjoint(&keeping) {
                    let entry = Arc::make_mut(entry);
                    entry.unassign -= &keeping;
                    entry.held_unassign -= &keeping;
                }
            }
        }
        changed
    }
}

/// The last `count` of `people` by folded userName.
fn last_by_name(snapshot: &Snapshot, people: RoaringBitmap, count: u64) -> RoaringBitmap {
    if people.len() <= count {
        return people;
    }
    // A bit for each rank that somebody has, so that nothing need be sorted.
    let mut ranks = vec![0u64; snapshot.people() as usize / 64 + 1];
    for row in &people {
        let rank = snapshot.name_rank(row) as usize;
        if let Some(word) = ranks.get_mut(rank / 64) {
            *word |= 1 << (rank % 64);
        }
    }
    let mut left = count;
    let mut first = 0;
    for (at, word) in ranks.iter().enumerate().rev() {
        let here = u64::from(word.count_ones());
        if here < left {
            left -= here;
            continue;
        }
        // The rank of the `left`-th last bit of this word.
        let mut word = *word;
        for _ in left..here {
            word &= word - 1;
        }
        first = at as u32 * 64 + word.trailing_zeros();
        break;
    }
    let last = people.iter().filter(|row| snapshot.name_rank(*row) >= first);
    RoaringBitmap::from_sorted_iter(last).unwrap_or_default()
}
