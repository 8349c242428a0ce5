//! Guards: what is held until an administrator decides (product.md section 3).

use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, Steps, ValueSteps, step_key};
use roaring::RoaringBitmap;
use rolecall_directory::{Guard, Held, StepKind};
use rolecall_rules::unknown_names;
use rolecall_scim::{Dialect, Filter};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Guards<'a> {
    pub(crate) input: &'a PlanInput<'a>,
    pub(crate) subjects: &'a Subjects,
    pub(crate) actual: &'a Actual,
}

/// What one guard holds.
#[derive(Default)]
struct Hold {
    suspend: RoaringBitmap,
    /// Unassigns by slot index and value, those of suspensions not among them.
    unassign: BTreeMap<(usize, String), RoaringBitmap>,
}

/// Trips the guards in their order; marks what they hold in `steps` and lists it.
pub(crate) fn hold(guards: &Guards<'_>, steps: &mut Steps) -> Vec<Held> {
    let mut held = Vec::new();
    let mut holds = Vec::new();
    guards.removals(steps, &mut held, &mut holds);
    let others = [
        (Guard::SourceShrunk, guards.source_shrunk(steps)),
        (Guard::BadRows, guards.bad_rows(steps)),
        (Guard::UnknownName, guards.unknown_name(steps)),
    ];
    for (guard, hold) in others {
        let Some(mut hold) = hold else { continue };
        guards.let_approved_go(&mut hold);
        let count = guards.count(&hold, steps);
        if count > 0 {
            held.push(Held { guard, slot: "*".into(), value: None, steps: count, limit: None });
            holds.push(hold);
        }
    }
    for hold in holds {
        guards.mark(&hold, steps);
    }
    if !guards.input.broken_tests.is_empty() {
        let count = all_steps(steps);
        if count > 0 {
            let guard = Guard::RuleTest;
            held.push(Held { guard, slot: "*".into(), value: None, steps: count, limit: None });
            steps.all_held = true;
        }
    }
    held
}

fn all_steps(steps: &Steps) -> u64 {
    let accounts = [&steps.create, &steps.update, &steps.suspend, &steps.reactivate, &steps.adopt];
    let accounts: u64 = accounts.iter().map(|set| set.len()).sum();
    let made: usize = steps.slots.iter().map(|slot| slot.create.len()).sum();
    let values = steps.slots.iter().flat_map(|slot| slot.values.values());
    accounts
        + made as u64
        + values.map(|steps| steps.assign.len() + steps.unassign.len()).sum::<u64>()
}

impl Guards<'_> {
    fn removals(&self, steps: &Steps, held: &mut Vec<Held>, holds: &mut Vec<Hold>) {
        let limits = self.input.target.removals;
        let mut trip = |slot: &str, value: Option<&str>, count: u64, base: u64, mut hold: Hold| {
            let limit = limits.limit(base);
            if count <= limit {
                return;
            }
            self.let_approved_go(&mut hold);
            let left =
                hold.suspend.len() + hold.unassign.values().map(RoaringBitmap::len).sum::<u64>();
            if left > 0 {
                let value = value.map(str::to_owned);
                let guard = Guard::Removals;
                held.push(Held {
                    guard,
                    slot: slot.into(),
                    value,
                    steps: left,
                    limit: Some(limit),
                });
                holds.push(hold);
            }
        };
        let base = (&self.actual.managed & &self.actual.active).len();
        let hold = Hold { suspend: steps.suspend.clone(), ..Hold::default() };
        trip("accounts", None, steps.suspend.len(), base, hold);
        for (index, definition) in self.input.target.slots.iter().enumerate() {
            let mut whole = Hold::default();
            let (mut count, mut base) = (0, 0);
            let mut single = Vec::new();
            for value in self.actual.values(&definition.name) {
                let managed = &self.actual.held(&definition.name, value).managed;
                let base_here = (managed & &self.actual.active).len();
                base += base_here;
                let lost = match steps.slots[index].values.get(value) {
                    Some(steps_here) => (&steps_here.unassign & managed) - &steps.suspend,
                    None => continue,
                };
                if lost.is_empty() {
                    continue;
                }
                count += lost.len();
                whole.unassign.insert((index, value.to_owned()), lost.clone());
                single.push((value.to_owned(), base_here, lost));
            }
            trip(&definition.name, None, count, base, whole);
            for (value, base, lost) in single {
                let count = lost.len();
                let hold = Hold {
                    unassign: BTreeMap::from([((index, value.clone()), lost)]),
                    ..Hold::default()
                };
                trip(&definition.name, Some(&value), count, base, hold);
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
            hold_slot(&mut hold, index, steps);
        }
        Some(hold)
    }

    fn bad_rows(&self, steps: &Steps) -> Option<Hold> {
        if self.input.source.rows_lost == 0 {
            return None;
        }
        let mut absent = steps.suspend.clone();
        absent.remove_range(..self.subjects.people());
        Some(Hold { suspend: absent, ..Hold::default() })
    }

    fn unknown_name(&self, steps: &Steps) -> Option<Hold> {
        let mut slots: BTreeSet<usize> = BTreeSet::new();
        for rule in self.input.configuration.rules.iter().filter(|rule| rule.enabled) {
            let here = rule.assigns.iter().filter(|a| a.target == self.input.target.name);
            let here: Vec<_> = here.collect();
            if here.is_empty() {
                continue;
            }
            let Ok(filter) = Filter::parse(&rule.when, Dialect::Condition) else { continue };
            if unknown_names(&filter, self.input.snapshot).is_empty() {
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
            hold_slot(&mut hold, index, steps);
        }
        Some(hold)
    }

    /// Approval covers exactly the steps approved; the rest of a tripped guard stays held.
    fn let_approved_go(&self, hold: &mut Hold) {
        let approved = &self.input.decisions.approved;
        if approved.is_empty() {
            return;
        }
        let key = |subject, slot: &str, value: &str, kind| {
            step_key(self.input, self.subjects, subject, slot, value, kind)
        };
        let go =
            hold.suspend.iter().filter(|&s| approved.contains(&key(s, "", "", StepKind::Suspend)));
        hold.suspend -= go.collect::<RoaringBitmap>();
        for ((index, value), rows) in &mut hold.unassign {
            let slot = &self.input.target.slots[*index].name;
            let go = rows
                .iter()
                .filter(|&s| approved.contains(&key(s, slot, value, StepKind::Unassign)));
            *rows -= go.collect::<RoaringBitmap>();
        }
    }

    /// All that `hold` holds: suspensions with their unassigns, unassigns, and the assigns that a
    /// held removal makes wait in a slot of one.
    fn count(&self, hold: &Hold, steps: &Steps) -> u64 {
        let mut total = hold.suspend.len();
        for (index, slot) in steps.slots.iter().enumerate() {
            let mut waiting = RoaringBitmap::new();
            for (value, steps) in &slot.values {
                let alone = hold.unassign.get(&(index, value.clone()));
                let of_suspension = &steps.unassign & &hold.suspend;
                let all = alone.map_or(of_suspension.clone(), |rows| rows | &of_suspension);
                total += all.len();
                waiting |= all;
            }
            if !self.input.target.slots[index].many {
                total +=
                    slot.values.values().map(|s| s.assign.intersection_len(&waiting)).sum::<u64>();
            }
        }
        total
    }

    fn mark(&self, hold: &Hold, steps: &mut Steps) {
        steps.held_suspend |= &hold.suspend;
        for (index, slot) in steps.slots.iter_mut().enumerate() {
            let mut waiting = RoaringBitmap::new();
            for (value, entry) in &mut slot.values {
                let of_suspension = &entry.unassign & &hold.suspend;
                entry.held_unassign |= of_suspension;
                if let Some(rows) = hold.unassign.get(&(index, value.clone())) {
                    entry.held_unassign |= rows;
                }
                waiting |= &entry.held_unassign;
            }
            if !self.input.target.slots[index].many {
                for ValueSteps { assign, held_assign, .. } in slot.values.values_mut() {
                    *held_assign |= &*assign & &waiting;
                }
            }
        }
    }
}

fn hold_slot(hold: &mut Hold, index: usize, steps: &Steps) {
    for (value, entry) in &steps.slots[index].values {
        let rows = &entry.unassign - &hold.suspend;
        hold.unassign.insert((index, value.clone()), rows);
    }
}
