//! The plan of one target, put together: difference, administrators, guards, seats.

use crate::administrators::keep_last_administrators;
use crate::difference::{Before, Desired, Difference, Since, Unable, create_values};
use crate::discarded::forget_discarded;
use crate::grace::{DueSince, Waits, let_wait};
use crate::ground::Ground;
use crate::guards::{Guards, hold};
use crate::hold::Holds;
use crate::links::HandLink;
use crate::pairs::{SHARED, in_pairs};
use crate::population::Population;
use crate::rule_tests::BrokenTest;
use crate::seats::{Seats, Served};
use crate::subjects::{Actual, Subjects};
use roaring::RoaringBitmap;
use rolecall_directory::{
    AccountTable, Column, Configuration, Held, Snapshot, StepKind, TargetDefinition,
};
use rolecall_rules::{RuleSet, TargetResolution};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// How the sources were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceState {
    /// Whether every source was read to its end and delivered somebody.
    pub whole: bool,
    /// Rows that could not be read.
    pub rows_lost: u64,
}

/// A step as approvals and discards remember it, across plans.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepKey {
    /// The stable id of the person, or the account's key where there is no person.
    pub subject: String,
    /// The number of the person's directory, for ids are compared within one; none where there is
    /// one directory only, for accounts and values, and where it is not known.
    pub directory: Option<usize>,
    /// The slot; empty for steps of the account.
    pub slot: String,
    /// The value; empty for steps of the account.
    pub value: String,
    /// What it does.
    pub kind: StepKind,
}

/// What administrators decided about held steps.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Held steps that may go.
    pub approved: BTreeSet<StepKey>,
    /// Steps that are not to be planned while rules want them.
    pub discarded: BTreeSet<StepKey>,
}

/// What an account is compared in beyond its keys.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The target's attribute.
    pub theirs: String,
    /// What it is to be.
    pub ours: Ours,
    /// For whom that could not be computed, by the reason.
    pub failed: Vec<(String, RoaringBitmap)>,
}

/// Where a value that is sent comes from.
#[derive(Debug, Clone)]
pub enum Ours {
    /// The column of this name.
    Attribute(String),
    /// A column of its own, by row of the snapshot.
    Computed(Column),
}

/// What a plan is made from, for one target.
#[derive(Debug, Clone, Copy)]
pub struct PlanInput<'a> {
    /// The whole configuration.
    pub configuration: &'a Configuration,
    /// The target.
    pub target: &'a TargetDefinition,
    /// The people.
    pub snapshot: &'a Snapshot,
    /// What holds for people in every target.
    pub population: &'a Population,
    /// The evaluated rules.
    pub rules: &'a RuleSet,
    /// What the target holds, with marks laid over.
    pub table: &'a AccountTable,
    /// Columns the target requires of a person.
    pub required: &'a [String],
    /// Keys of accounts never to be touched.
    pub untouchable: &'a [String],
    /// How the sources were read.
    pub source: &'a SourceState,
    /// Rule tests that are broken, in any target.
    pub broken_tests: &'a [BrokenTest],
    /// Approvals and discards.
    pub decisions: &'a Decisions,
    /// What is sent beyond userName and e-mail.
    pub compared: &'a [Compared],
    /// Since when removals are due that have a grace.
    pub due: &'a DueSince,
    /// Accounts that an administrator gave to a person, or to nobody.
    pub links: &'a [HandLink],
    /// Seats by the target's own word, by slot and value; the definition's own win.
    pub seats: &'a KnownSeats,
    /// Seconds since 1970.
    pub now: i64,
}

/// Seats that a target itself tells of, by slot and value.
pub type KnownSeats = BTreeMap<(String, String), u64>;

/// Who is assigned and who loses a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueSteps {
    /// Those who are given it; shared with the resolution where that is all of them.
    pub assign: Arc<RoaringBitmap>,
    /// Those from whom it is taken.
    pub unassign: RoaringBitmap,
    /// Assigns that a guard holds: see [`SlotSteps::held_assign`].
    pub(crate) held_assign: RoaringBitmap,
    /// Unassigns that a guard holds: see [`SlotSteps::held_unassign`].
    pub(crate) held_unassign: RoaringBitmap,
    /// Those who go without a seat.
    pub without_seat: RoaringBitmap,
    /// Those who hold it unmanaged and in whose account it becomes managed.
    pub adopt: RoaringBitmap,
}

impl ValueSteps {
    /// Whether nobody has a step, and nobody goes without a seat.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let sets = [&*self.assign, &self.unassign, &self.without_seat, &self.adopt];
        sets.into_iter().all(RoaringBitmap::is_empty)
    }
}

impl SlotSteps {
    /// Those of the assigns of a value here that a guard holds.
    #[must_use]
    pub fn held_assign<'s>(&self, steps: &'s ValueSteps) -> &'s RoaringBitmap {
        if self.is_held { &steps.assign } else { &steps.held_assign }
    }

    /// Those of the unassigns of a value here that a guard holds.
    #[must_use]
    pub fn held_unassign<'s>(&self, steps: &'s ValueSteps) -> &'s RoaringBitmap {
        if self.is_held { &steps.unassign } else { &steps.held_unassign }
    }

    /// The values, to be changed: a slot that nothing changes in stays shared.
    pub(crate) fn values_mut(&mut self) -> &mut BTreeMap<String, Arc<ValueSteps>> {
        Arc::make_mut(&mut self.values)
    }

    /// The steps on `value`, to be changed.
    pub(crate) fn value_mut(&mut self, value: &str) -> Option<&mut ValueSteps> {
        self.values_mut().get_mut(value).map(Arc::make_mut)
    }
}

/// The steps in one slot.
#[derive(Debug, Clone, Default)]
pub struct SlotSteps {
    /// By value; shared with the plan this one was made from where nothing changed.
    pub values: Arc<BTreeMap<String, Arc<ValueSteps>>>,
    /// Values to be created.
    pub create: Arc<BTreeSet<String>>,
    /// Those of them that a guard holds.
    pub held_create: BTreeSet<String>,
    /// Whether a guard holds every step on every value, whatever the sets of each say.
    pub(crate) is_held: bool,
}

/// Steps as sets of subjects.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// Accounts made.
    pub create: RoaringBitmap,
    /// Accounts written anew.
    pub update: RoaringBitmap,
    /// Accounts suspended.
    pub suspend: RoaringBitmap,
    /// Accounts reactivated.
    pub reactivate: RoaringBitmap,
    /// Accounts, or values of theirs, that become managed.
    pub adopt: RoaringBitmap,
    /// By slot, in the target's order.
    pub slots: Vec<SlotSteps>,
    /// Creations that a guard holds.
    pub held_create: RoaringBitmap,
    /// Updates that a guard holds.
    pub held_update: RoaringBitmap,
    /// Suspensions that a guard holds.
    pub held_suspend: RoaringBitmap,
    /// Reactivations that a guard holds.
    pub held_reactivate: RoaringBitmap,
    /// Adoptions that a guard holds.
    pub held_adopt: RoaringBitmap,
}

/// The plan of one target.
#[derive(Debug, Clone, Default)]
pub struct TargetPlan {
    /// What it stands on, whatever rules say.
    pub ground: Arc<Ground>,
    /// Who is who.
    pub subjects: Arc<Subjects>,
    /// What the target holds.
    pub actual: Arc<Actual>,
    /// People and accounts never to be touched.
    pub protected: Arc<RoaringBitmap>,
    /// What rules give.
    pub resolution: Arc<TargetResolution>,
    /// The steps.
    pub steps: Steps,
    /// Removals that have a grace, those that are no steps yet among them.
    pub waits: Waits,
    /// Who cannot be done, and why.
    pub(crate) unable: Unable,
    /// What guards hold.
    pub held: Vec<Held>,
    /// Which guard holds which removals.
    pub(crate) holds: Holds,
    /// Seats by slot and value: total, used, freed, needed, short.
    pub seats: Vec<crate::SeatCount>,
    pub(crate) difference: Arc<Difference>,
    pub(crate) served: Served,
}

/// Plans one target: reads its ground, resolves, and plans on it.
#[must_use]
pub fn plan_target(input: &PlanInput<'_>) -> TargetPlan {
    let resolve = || input.rules.resolve(input.target, input.snapshot);
    let (ground, resolution) = if input.snapshot.people() < SHARED {
        (Ground::new(input), resolve())
    } else {
        std::thread::scope(|scope| {
            let beside = scope.spawn(resolve);
            let ground = Ground::new(input);
            (ground, beside.join().unwrap_or_else(|_| resolve()))
        })
    };
    plan_on(input, &Arc::new(ground), Arc::new(resolution), None)
}

/// Plans several targets, as [`plan_target`] does each; two at a time where people are many.
#[must_use]
pub fn plan_targets(inputs: &[PlanInput<'_>]) -> Vec<TargetPlan> {
    let share = inputs.first().is_some_and(|input| input.snapshot.people() >= SHARED);
    in_pairs(inputs.len(), share, |at| plan_target(&inputs[at]))
}

/// Plans one target on its ground. What is the same as in `before`, a plan on the same ground, is
/// shared with it and not done again.
#[must_use]
pub fn plan_on(
    input: &PlanInput<'_>,
    ground: &Arc<Ground>,
    resolution: Arc<TargetResolution>,
    before: Option<&TargetPlan>,
) -> TargetPlan {
    plan_with(input, ground, resolution, before.map(|plan| (plan, None)))
}

/// Plans one target after the people in `rows` changed: the same as [`plan_target`], but what
/// `before` has of others is taken over, and changed where it is unless it is shared.
#[must_use]
pub fn plan_after(
    input: &PlanInput<'_>,
    mut before: TargetPlan,
    rows: &RoaringBitmap,
) -> TargetPlan {
    let ground = std::mem::take(&mut before.ground);
    (before.subjects, before.actual) = Default::default();
    let (ground, moved) = Arc::unwrap_or_clone(ground).after(input, rows);
    let (target, snapshot) = (input.target, input.snapshot);
    let resolution = Arc::unwrap_or_clone(std::mem::take(&mut before.resolution));
    let resolution = input.rules.resolve_rows(resolution, rows, target, snapshot);
    let before = moved.as_ref().map(|moved| (&before, Some(moved)));
    plan_with(input, &Arc::new(ground), Arc::new(resolution), before)
}

/// Plans several targets, as [`plan_after`] does each; side by side where people are many.
#[must_use]
pub fn plans_after(
    inputs: &[PlanInput<'_>],
    before: Vec<TargetPlan>,
    rows: &RoaringBitmap,
) -> Vec<TargetPlan> {
    let share = inputs.first().is_some_and(|input| input.snapshot.people() >= SHARED);
    let before: Vec<Mutex<TargetPlan>> = before.into_iter().map(Mutex::new).collect();
    in_pairs(inputs.len().min(before.len()), share, |at| {
        let mut plan = before[at].lock().unwrap_or_else(PoisonError::into_inner);
        plan_after(&inputs[at], std::mem::take(&mut *plan), rows)
    })
}

/// Plans; `before` is a plan on the same ground, but for the people told with it.
fn plan_with(
    input: &PlanInput<'_>,
    ground: &Arc<Ground>,
    resolution: Arc<TargetResolution>,
    before: Option<(&TargetPlan, Option<&RoaringBitmap>)>,
) -> TargetPlan {
    let desired = Desired { target: input.target, ground, resolution: &resolution };
    let old = before.map(|(plan, rows)| Before {
        difference: &plan.difference,
        since: match rows {
            Some(rows) => Since::People(rows),
            None => Since::Rules(&plan.resolution),
        },
    });
    let difference = desired.difference(old.as_ref());
    let mut plan = TargetPlan {
        subjects: ground.subjects.clone(),
        actual: ground.actual.clone(),
        protected: ground.protected.clone(),
        steps: difference.steps.clone(),
        unable: difference.unable.clone(),
        difference: Arc::new(difference),
        ground: ground.clone(),
        resolution,
        ..TargetPlan::default()
    };
    plan.finish(input, before);
    plan
}

impl TargetPlan {
    /// What follows the difference, in this order.
    fn finish(
        &mut self,
        input: &PlanInput<'_>,
        before: Option<(&TargetPlan, Option<&RoaringBitmap>)>,
    ) {
        let (subjects, actual) = (&*self.subjects, &*self.actual);
        let steps = &mut self.steps;
        self.waits = let_wait(input, (subjects, actual), &self.resolution, steps);
        keep_last_administrators(input, subjects, actual, steps);
        forget_discarded(input, subjects, actual, steps);
        let waits = &self.waits;
        let plan_before = before.map(|(plan, _)| plan);
        create_values(input, &self.ground, plan_before, steps);
        (self.held, self.holds) = hold(&Guards { input, subjects, actual, waits }, steps);
        let order = |held: &Held| (held.guard.word(), held.slot.clone(), held.value.clone());
        self.held.sort_by_cached_key(order);
        let seats = Seats {
            input,
            actual,
            resolution: &self.resolution,
            before: before.map(|(plan, _)| &plan.served),
            rows: before.and_then(|(_, rows)| rows),
        };
        (self.seats, self.served) = seats.give(steps);
        // Who goes without a seat needs no value made.
        create_values(input, &self.ground, plan_before, steps);
        if let Some(before) = plan_before {
            steps.share_with(&before.steps);
        }
    }
}

impl Steps {
    /// Takes the steps on a value from `before` where they are the same: guards and seats mark
    /// copies, and who compares plans looks at what is not shared.
    fn share_with(&mut self, before: &Self) {
        for (slot, old) in self.slots.iter_mut().zip(&before.slots) {
            if Arc::ptr_eq(&slot.values, &old.values) {
                continue;
            }
            let mut same = slot.values.len() == old.values.len();
            for (value, entry) in slot.values_mut() {
                match old.values.get(value) {
                    Some(old) if Arc::ptr_eq(entry, old) => {}
                    Some(old) if entry == old => *entry = old.clone(),
                    _ => same = false,
                }
            }
            if same {
                slot.values = old.values.clone();
            }
        }
    }
}
