//! The plan of one target, put together: difference, administrators, guards, seats.

use crate::administrators::keep_last_administrators;
use crate::difference::{Difference, Unable};
use crate::discarded::forget_discarded;
use crate::guards::{Guards, hold};
use crate::hold::Holds;
use crate::population::Population;
use crate::protection::protected;
use crate::rule_tests::BrokenTest;
use crate::seats::give_seats;
use crate::subjects::{Actual, MatchKey, Subjects};
use roaring::RoaringBitmap;
use rolecall_directory::{
    AccountTable, Configuration, Held, Snapshot, StepKind, TargetDefinition, TargetKind,
};
use rolecall_rules::{RuleSet, TargetResolution};
use std::collections::{BTreeMap, BTreeSet};

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
    /// What is sent beyond userName and e-mail, by row of the snapshot: target attribute, column.
    pub compared: &'a [(String, String)],
    /// Seconds since 1970.
    pub now: i64,
}

/// Who is assigned and who loses a value.
#[derive(Debug, Clone, Default)]
pub struct ValueSteps {
    /// Those who are given it.
    pub assign: RoaringBitmap,
    /// Those from whom it is taken.
    pub unassign: RoaringBitmap,
    /// Assigns that a guard holds.
    pub held_assign: RoaringBitmap,
    /// Unassigns that a guard holds.
    pub held_unassign: RoaringBitmap,
    /// Those who go without a seat.
    pub without_seat: RoaringBitmap,
}

/// The steps in one slot.
#[derive(Debug, Clone, Default)]
pub struct SlotSteps {
    /// By value.
    pub values: BTreeMap<String, ValueSteps>,
    /// Values to be created.
    pub create: BTreeSet<String>,
    /// Those of them that a guard holds.
    pub held_create: BTreeSet<String>,
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
    /// Who is who.
    pub subjects: Subjects,
    /// What the target holds.
    pub actual: Actual,
    /// What rules give.
    pub resolution: TargetResolution,
    /// The steps.
    pub steps: Steps,
    /// Who cannot be done, and why.
    pub(crate) unable: Unable,
    /// What guards hold.
    pub held: Vec<Held>,
    /// Which guard holds which removals.
    pub(crate) holds: Holds,
    /// Seats by slot and value: total, used, freed, needed, short.
    pub seats: Vec<crate::SeatCount>,
    /// People and accounts never to be touched.
    pub protected: RoaringBitmap,
}

/// Plans one target.
#[must_use]
pub fn plan_target(input: &PlanInput<'_>) -> TargetPlan {
    let keys = match_keys(&input.target.kind);
    let left_out = &input.population.duplicate_across;
    let subjects = Subjects::new(
        input.snapshot.keys(),
        input.snapshot.people(),
        input.table,
        &keys,
        left_out,
    );
    let actual = subjects.actual(input.table);
    let resolution = input.rules.resolve(input.target, input.snapshot);
    let protected = protected(input, &subjects);
    let difference =
        Difference { input, subjects: &subjects, actual: &actual, resolution: &resolution };
    let (mut steps, unable) = difference.compute(&protected);
    keep_last_administrators(input, &subjects, &actual, &mut steps);
    forget_discarded(input, &subjects, &actual, &mut steps);
    difference.create_values(&mut steps);
    let guards = Guards { input, subjects: &subjects, actual: &actual };
    let (held, holds) = hold(&guards, &mut steps);
    let seats = give_seats(input, &actual, &resolution, &mut steps);
    // Who goes without a seat needs no value made.
    difference.create_values(&mut steps);
    TargetPlan { subjects, actual, resolution, steps, unable, held, holds, seats, protected }
}

fn match_keys(kind: &TargetKind) -> Vec<MatchKey> {
    match kind {
        TargetKind::Csv { .. } => vec![MatchKey::UserName, MatchKey::Email],
        TargetKind::Scim { match_by, .. } => {
            let keys = match_by.iter().map(|name| match name.as_str() {
                "externalId" => MatchKey::ExternalId,
                "userName" => MatchKey::UserName,
                _ => MatchKey::Email,
            });
            keys.collect()
        }
    }
}
