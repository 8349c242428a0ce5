//! The effect of saving other rules: the state after the following run, compared as sets.

use crate::SeatCount;
use crate::base::{Base, BaseTarget};
use crate::candidate::Candidate;
use crate::effect_order::{ChangeKind, Classes};
use crate::pairs::{SHARED, in_pairs};
use crate::target_plan::{SlotSteps, TargetPlan, ValueSteps};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Held, TargetDefinition};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// What saving a candidate would change: the state after the following run, were all its steps
/// done, held ones included, against the same without it.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// By target, in the configuration's order; `None` where it could not be read. Shared with the
    /// effect before the last edit where nothing changed.
    pub targets: Vec<Option<Arc<TargetEffect>>>,
    /// Who is concerned, worst first.
    pub(crate) classes: Arc<Classes>,
}

/// The effect before the last edit, and the plans it was found in: what is the same is not
/// looked at again.
#[derive(Clone, Copy)]
pub(crate) struct Earlier<'a> {
    pub(crate) effect: &'a Effect,
    pub(crate) plans: &'a [Option<Arc<TargetPlan>>],
}

impl<'a> Earlier<'a> {
    /// The part of target number `index`, where it could be read.
    fn target(&self, index: usize) -> Option<(&'a Arc<TargetPlan>, &'a Arc<TargetEffect>)> {
        let plan = self.plans.get(index)?.as_ref()?;
        Some((plan, self.effect.targets.get(index)?.as_ref()?))
    }
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
    pub values: Vec<Arc<ValueEffect>>,
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
    pub(crate) fn between(
        base: &Base<'_>,
        candidate: &Candidate,
        earlier: Option<Earlier<'_>>,
    ) -> Self {
        let compare = |index: usize| {
            let (target, plan) = (base.targets[index].as_ref()?, candidate.plan_shared(index)?);
            let before = earlier.and_then(|earlier| earlier.target(index));
            Some(match before {
                Some((old, effect)) if Arc::ptr_eq(old, plan) => effect.clone(),
                before => Arc::new(TargetEffect::between(target, plan, before)),
            })
        };
        let targets = in_pairs(base.targets.len(), base.snapshot.people() >= SHARED, compare);
        let same = |earlier: &Earlier<'_>| {
            let both = earlier.effect.targets.iter().zip(&targets);
            both.filter_map(|(one, two)| one.as_ref().zip(two.as_ref()))
                .all(|(one, two)| Arc::ptr_eq(one, two))
        };
        let classes = match earlier.filter(same) {
            Some(earlier) => earlier.effect.classes.clone(),
            None => Arc::new(Classes::of(base, &targets)),
        };
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
    fn between(
        base: &BaseTarget<'_>,
        after: &TargetPlan,
        earlier: Option<(&Arc<TargetPlan>, &Arc<Self>)>,
    ) -> Self {
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
        for index in 0..base.input.target.slots.len() {
            let both = old.slots.get(index).zip(new.slots.get(index));
            let Some((old, new)) = both else { continue };
            if !Arc::ptr_eq(&old.values, &new.values) {
                let slot = SlotEffect { target: base.input.target, index, before, after, earlier };
                effect.values.extend(slot.values(old, new));
            }
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
            let concerned: Vec<&RoaringBitmap> = values.map(|one| pick(one)).collect();
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

/// What would change in one slot.
struct SlotEffect<'a> {
    target: &'a TargetDefinition,
    index: usize,
    before: &'a TargetPlan,
    after: &'a TargetPlan,
    earlier: Option<(&'a Arc<TargetPlan>, &'a Arc<TargetEffect>)>,
}

impl SlotEffect<'_> {
    fn values(&self, old: &SlotSteps, new: &SlotSteps) -> Vec<Arc<ValueEffect>> {
        let mut known: BTreeMap<&str, &Arc<ValueEffect>> = BTreeMap::new();
        if let Some((_, effect)) = self.earlier {
            let here = effect.values.iter().filter(|one| one.slot == self.index);
            known.extend(here.map(|one| (one.value.as_str(), one)));
        }
        let seen = self.earlier.and_then(|(plan, _)| plan.steps.slots.get(self.index));
        if seen.is_some_and(|seen| {
            Arc::ptr_eq(&seen.values, &new.values) && Arc::ptr_eq(&seen.create, &new.create)
        }) {
            return known.into_values().cloned().collect();
        }
        let is_many = self.target.slots[self.index].many;
        let names = old.values.keys().chain(new.values.keys()).map(String::as_str);
        let names: BTreeSet<&str> = names.collect();
        let mut fresh = Vec::new();
        let mut found = Vec::new();
        for name in names {
            // In a slot of one a value's effect is about the others too.
            let same = seen.filter(|_| is_many).is_some_and(|seen| {
                let both = seen.values.get(name).zip(new.values.get(name));
                both.is_some_and(|(one, two)| Arc::ptr_eq(one, two))
            });
            if !same {
                fresh.extend(self.value(name));
            } else if let Some(one) = known.get(name) {
                let is_created = new.create.contains(name);
                found.push(match is_created == one.is_created {
                    true => Arc::clone(one),
                    false => Arc::new(ValueEffect { is_created, ..ValueEffect::clone(one) }),
                });
            }
        }
        if !is_many {
            replace(&mut fresh);
        }
        found.extend(fresh.into_iter().map(Arc::new));
        found.sort_by(|one, two| one.value.cmp(&two.value));
        found
    }

    fn value(&self, value: &str) -> Option<ValueEffect> {
        static NONE: LazyLock<Arc<ValueSteps>> = LazyLock::new(Arc::default);
        let (index, after) = (self.index, self.after);
        let steps = |plan: &'_ TargetPlan| -> Arc<ValueSteps> {
            let slot = plan.steps.slots.get(index);
            slot.and_then(|slot| slot.values.get(value)).unwrap_or(&NONE).clone()
        };
        let (old, new) = (steps(self.before), steps(after));
        if Arc::ptr_eq(&old, &new) {
            return None;
        }
        let held = &after.actual.held(&self.target.slots[index].name, value).held;
        // Nobody else holds anything else afterwards.
        let changed = (&*old.assign ^ &*new.assign) | (&old.unassign ^ &new.unassign);
        let held_before = held & &changed;
        let end =
            |steps: &ValueSteps| (&held_before - &steps.unassign) | (&changed & &*steps.assign);
        let (old_end, new_end) = (end(&old), end(&new));
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
            is_created: after
                .steps
                .slots
                .get(index)
                .is_some_and(|slot| slot.create.contains(value)),
        })
    }
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
