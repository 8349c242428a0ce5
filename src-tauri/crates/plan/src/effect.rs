//! The effect of saving other rules: the state after the following run, compared as sets.

use crate::SeatCount;
use crate::base::{Base, BaseTarget};
use crate::candidate::Candidate;
use crate::effect_order::{ChangeKind, Classes};
use crate::target_plan::{TargetPlan, ValueSteps};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Held, TargetDefinition};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// What saving a candidate would change: the state after the following run, were all its steps
/// done, held ones included, against the same without it.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// By target, in the configuration's order; `None` where it could not be read.
    pub targets: Vec<Option<TargetEffect>>,
    /// Who is concerned, worst first.
    pub(crate) classes: Classes,
}

/// What would change in one target.
#[derive(Debug, Clone, Default)]
pub struct TargetEffect {
    /// Accounts that the candidate alone makes.
    pub create: RoaringBitmap,
    /// Accounts that the candidate alone suspends.
    pub suspend: RoaringBitmap,
    /// Accounts that the candidate alone reactivates.
    pub reactivate: RoaringBitmap,
    /// Accounts that the candidate alone adopts.
    pub adopt: RoaringBitmap,
    /// Values that somebody gains, loses, or newly goes without, by slot and value.
    pub values: Vec<ValueEffect>,
    /// What guards would hold, as the candidate's plan has it.
    pub guards: Vec<GuardEffect>,
    /// Seats of the candidate's plan.
    pub seats: Vec<SeatCount>,
}

/// What would change with one value.
#[derive(Debug, Clone)]
pub struct ValueEffect {
    /// The number of the slot in its target.
    pub slot: usize,
    /// The value.
    pub value: String,
    /// Those who gain it.
    pub gain: RoaringBitmap,
    /// Those who lose it.
    pub lose: RoaringBitmap,
    /// Those of them who are given another value of a slot of one instead.
    pub replaced: RoaringBitmap,
    /// Those who newly go without a seat of it.
    pub no_seat: RoaringBitmap,
    /// In a slot of one, the value that most of those who lose it are given instead.
    pub instead: Option<String>,
    /// Accounts that would hold it after the run.
    pub used: u64,
    /// Whether it would be made in the target.
    pub is_created: bool,
}

/// A guard that would trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardEffect {
    /// What it would hold.
    pub held: Held,
    /// Whether it trips without the candidate too.
    pub is_old: bool,
}

impl Effect {
    /// Compares the plans of `candidate` with those of `base`.
    pub(crate) fn between(base: &Base<'_>, candidate: &Candidate) -> Self {
        let targets = base.targets.iter().enumerate().map(|(index, target)| {
            let (target, plan) = (target.as_ref()?, candidate.plan(index)?);
            Some(TargetEffect::between(target, plan))
        });
        let targets: Vec<_> = targets.collect();
        let classes = Classes::of(base, &targets);
        Self { targets, classes }
    }

    /// How many people, and accounts without a person, are concerned.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.classes.total()
    }

    /// The rows of the people concerned.
    #[must_use]
    pub fn affected(&self) -> RoaringBitmap {
        self.classes.people()
    }
}

impl TargetEffect {
    fn between(base: &BaseTarget<'_>, after: &TargetPlan) -> Self {
        let before = base.plan;
        let (old, new) = (&before.steps, &after.steps);
        let mut effect = Self {
            create: &new.create - &old.create,
            suspend: &new.suspend - &old.suspend,
            reactivate: &new.reactivate - &old.reactivate,
            adopt: &new.adopt - &old.adopt,
            values: Vec::new(),
            guards: guards(before, after),
            seats: after.seats.clone(),
        };
        for (index, definition) in base.input.target.slots.iter().enumerate() {
            let both = old.slots.get(index).zip(new.slots.get(index));
            if both.is_some_and(|(old, new)| Arc::ptr_eq(&old.values, &new.values)) {
                continue;
            }
            let mut values = Vec::new();
            let names: BTreeSet<&str> = [old, new]
                .into_iter()
                .filter_map(|steps| steps.slots.get(index))
                .flat_map(|slot| slot.values.keys().map(String::as_str))
                .collect();
            for name in names {
                values.extend(value_effect((base.input.target, index), name, before, after));
            }
            if !definition.many {
                replace(&mut values);
            }
            effect.values.append(&mut values);
        }
        effect
    }

    /// Those whom a change of this kind concerns, in one slot or value where given.
    #[must_use]
    pub fn of(&self, kind: ChangeKind, slot: Option<usize>, value: Option<&str>) -> RoaringBitmap {
        let values = self.values.iter().filter(|one| {
            slot.is_none_or(|slot| one.slot == slot) && value.is_none_or(|value| one.value == value)
        });
        let union = |pick: fn(&ValueEffect) -> &RoaringBitmap| {
            let concerned: Vec<&RoaringBitmap> = values.map(pick).collect();
            concerned.into_iter().filter(|people| !people.is_empty()).union()
        };
        match kind {
            ChangeKind::Suspend => self.suspend.clone(),
            ChangeKind::Create => self.create.clone(),
            ChangeKind::Reactivate => self.reactivate.clone(),
            ChangeKind::Adopt => self.adopt.clone(),
            ChangeKind::Lose => union(|one| &one.lose),
            ChangeKind::Replace => union(|one| &one.replaced),
            ChangeKind::NoSeat => union(|one| &one.no_seat),
            ChangeKind::Gain => union(|one| &one.gain),
        }
    }
}

/// Which guards trip, each marked whether it did before.
fn guards(before: &TargetPlan, after: &TargetPlan) -> Vec<GuardEffect> {
    let place = |held: &Held| (held.guard, held.slot.clone(), held.value.clone());
    let old: BTreeSet<_> = before.held.iter().map(place).collect();
    let guards = after
        .held
        .iter()
        .map(|held| GuardEffect { is_old: old.contains(&place(held)), held: held.clone() });
    guards.collect()
}

fn value_effect(
    (target, index): (&TargetDefinition, usize),
    value: &str,
    before: &TargetPlan,
    after: &TargetPlan,
) -> Option<ValueEffect> {
    static NONE: LazyLock<Arc<ValueSteps>> = LazyLock::new(Arc::default);
    fn steps<'p>(plan: &'p TargetPlan, slot: usize, value: &str) -> Option<&'p Arc<ValueSteps>> {
        plan.steps.slots.get(slot)?.values.get(value)
    }
    let old = steps(before, index, value).unwrap_or(&NONE);
    let new = steps(after, index, value).unwrap_or(&NONE);
    if Arc::ptr_eq(old, new) {
        return None;
    }
    let held = &after.actual.held(&target.slots[index].name, value).held;
    // Nobody else holds anything else afterwards.
    let changed = (&old.assign ^ &new.assign) | (&old.unassign ^ &new.unassign);
    let held_before = held & &changed;
    let end = |steps: &ValueSteps| (&held_before - &steps.unassign) | (&changed & &steps.assign);
    let (old_end, new_end) = (end(old), end(new));
    let gain = &new_end - &old_end;
    let lose = &old_end - &new_end;
    let no_seat = &new.without_seat - &old.without_seat;
    if gain.is_empty() && lose.is_empty() && no_seat.is_empty() {
        return None;
    }
    Some(ValueEffect {
        slot: index,
        value: value.to_owned(),
        gain,
        lose,
        replaced: RoaringBitmap::new(),
        no_seat,
        instead: None,
        // Whom it is assigned to does not hold it.
        used: held.difference_len(&new.unassign) + new.assign.len(),
        is_created: after.steps.slots.get(index).is_some_and(|slot| slot.create.contains(value)),
    })
}

/// In a slot of one: who loses a value and is given another is not left without.
fn replace(values: &mut [ValueEffect]) {
    for at in 0..values.len() {
        let mut given: BTreeMap<u64, &str> = BTreeMap::new();
        let mut replaced = RoaringBitmap::new();
        for (other, one) in values.iter().enumerate() {
            if other != at {
                let instead = &values[at].lose & &one.gain;
                // Of several with as many people the first by name.
                given.entry(instead.len()).or_insert(&one.value);
                replaced |= instead;
            }
        }
        let most = given.into_iter().next_back().filter(|(people, _)| *people > 0);
        let instead = most.map(|(_, value)| value.to_owned());
        (values[at].replaced, values[at].instead) = (replaced, instead);
    }
}
