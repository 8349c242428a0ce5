//! The plan as lists of people: for JSON, for the journal, and for screens.

use crate::target_plan::{PlanInput, StepKey, TargetPlan};
use crate::told::Told;
use crate::writer::Writer;
use rolecall_directory::{Failure, Guard, Held, Step};
use serde::Serialize;

/// Seats of one value: in total, used before the run, freed by it, needed, and short.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SeatCount {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// Seats in total.
    pub seats: u64,
    /// Accounts holding it before the run, managed or not.
    pub used: u64,
    /// Holders losing it by a step that is not held.
    pub freed: u64,
    /// People to be given it.
    pub needed: u64,
    /// How many of them go without.
    pub short: u64,
}

/// Someone who goes without a seat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WithoutSeat {
    /// The person's userName.
    pub user: String,
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// The rules that grant it, highest first.
    #[serde(skip)]
    pub rules: Vec<String>,
    /// The person's stable id.
    #[serde(skip)]
    pub person: String,
}

/// A removal that waits for its grace to be over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pending {
    /// The userName.
    pub user: String,
    /// The slot; `accounts` for a suspension.
    pub slot: String,
    /// The value; empty for a suspension.
    pub value: String,
    /// When it may go, in seconds since 1970.
    pub until: i64,
}

/// A step of the plan, and whether it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepList {
    /// The step.
    pub step: Step,
    /// The guard that holds it.
    pub held: Option<Guard>,
    /// The subject it concerns; `None` for a value.
    pub subject: Option<u32>,
    /// How approvals and discards remember it.
    pub key: StepKey,
}

/// The plan of one target as lists, each sorted by user, slot and value.
#[derive(Debug, Clone, Default)]
pub struct TargetListing {
    /// Every step, held or not.
    pub steps: Vec<StepList>,
    /// What guards hold.
    pub held: Vec<Held>,
    /// Seats.
    pub seats: Vec<SeatCount>,
    /// Who goes without.
    pub without_seat: Vec<WithoutSeat>,
    /// Removals that are no steps yet, for their grace is not over.
    pub pending: Vec<Pending>,
    /// Unmanaged accounts that no person explains.
    pub orphans: Vec<String>,
    /// Failures known before sending.
    pub failures: Vec<Failure>,
    /// The persons of `failures`, by stable id, in the same order.
    pub failed_persons: Vec<String>,
}

impl TargetPlan {
    /// Writes the plan out as lists.
    #[must_use]
    pub fn listing(&self, input: &PlanInput<'_>) -> TargetListing {
        let steps = Writer { plan: self, input }.steps();
        TargetListing { steps, ..self.listing_without_steps(input) }
    }

    /// The same without the steps, which at many people are most of it.
    #[must_use]
    pub fn listing_without_steps(&self, input: &PlanInput<'_>) -> TargetListing {
        let mut listing = TargetListing {
            held: self.held.clone(),
            seats: self.seats.clone(),
            ..TargetListing::default()
        };
        listing.without_seat = Writer { plan: self, input }.without_seat();
        let told = Told { plan: self, input };
        let mut failures = told.failures();
        failures.sort();
        (listing.failures, listing.failed_persons) = failures.into_iter().unzip();
        listing.orphans = told.orphans();
        listing.pending = self.pending(input);
        listing
    }

    /// Removals that are no steps yet, by user, slot and value.
    #[must_use]
    pub fn pending(&self, input: &PlanInput<'_>) -> Vec<Pending> {
        let pending = self.waits.pending.iter().map(|wait| {
            let slot = wait.slot.map_or("accounts", |slot| input.target.slots[slot].name.as_str());
            Pending {
                user: self.user(input, wait.subject).to_owned(),
                slot: slot.to_owned(),
                value: wait.value.to_string(),
                until: wait.until,
            }
        });
        let mut pending: Vec<Pending> = pending.collect();
        pending.sort();
        pending
    }

    /// The userName of `subject`: the source's, or the account's where there is no person.
    #[must_use]
    pub fn user<'a>(&self, input: &PlanInput<'a>, subject: u32) -> &'a str {
        if subject < self.subjects.people() {
            return input.snapshot.person(subject).user_name();
        }
        let account = self.subjects.account(subject);
        account.map_or("", |row| input.table.user_name(row))
    }
}
