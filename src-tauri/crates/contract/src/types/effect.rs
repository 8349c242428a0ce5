//! The effect of saving a draft: what the following run would do otherwise than without it.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What would change by saving, worst first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// Under which [`EffectPeopleRequest`] pages it.
    pub id: i64,
    /// How long it took to compute, in milliseconds.
    pub milliseconds: f64,
    /// People for whom anything changes.
    pub people: u64,
    /// The first values that somebody gains or loses; losses first, then by number.
    pub values: Vec<EffectValue>,
    /// How many values more somebody gains or loses.
    pub more_values: u64,
    /// Accounts, a target each.
    pub accounts: Vec<EffectAccounts>,
    /// Guards that would trip in the following run.
    pub guards: Vec<EffectGuard>,
    /// Rule tests that would be broken.
    pub broken_tests: Vec<EffectTest>,
    /// The first page of people, worst first.
    pub first: Vec<EffectPerson>,
    /// Targets that could not be read, so that nothing is known of them.
    pub unread: Vec<String>,
}

/// Who gains and who loses one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectValue {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// Whether the slot takes many values.
    pub many: bool,
    /// The value.
    pub value: String,
    /// People who gain it.
    pub gain: u64,
    /// People who lose it.
    pub lose: u64,
    /// In a slot of one, the value that most of those who lose it are given instead.
    pub instead: Option<String>,
    /// Seats in total, where it costs a licence.
    pub seats: Option<u64>,
    /// Accounts that would hold it after the run.
    pub used: u64,
    /// People who would go without a seat.
    pub short: u64,
    /// Whether it would be created in the target.
    pub is_created: bool,
}

/// What happens to accounts of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectAccounts {
    /// The target.
    pub target: String,
    /// Accounts that the draft alone creates.
    pub create: u64,
    /// Accounts that the draft alone suspends.
    pub suspend: u64,
    /// Accounts that the draft alone reactivates.
    pub reactivate: u64,
    /// Accounts that the draft alone adopts.
    pub adopt: u64,
}

/// A guard that would trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectGuard {
    /// The target.
    pub target: String,
    /// `removals`, `source_shrunk`, `bad_rows`, `unknown_name`, `rule_test`.
    pub guard: String,
    /// `accounts`, a slot, or `*`.
    pub slot: String,
    /// The value, for a guard on one.
    pub value: Option<String>,
    /// Steps it would hold.
    pub steps: u64,
    /// Its limit, for `removals`.
    pub limit: Option<u64>,
    /// Whether it trips without the draft too.
    pub is_old: bool,
}

/// A rule test that would be broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectTest {
    /// The person's userName.
    pub user: String,
    /// What was expected and what comes out.
    pub message: String,
    /// Whether it is broken without the draft too.
    pub is_old: bool,
}

/// A person for whom something changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectPerson {
    /// The userName.
    pub user: String,
    /// The name.
    pub name: String,
    /// Why an edited rule does or does not match, in English: `in EMEA through EMEA Sales`. Empty when the
    /// edited rules do not name the person's groups or attributes.
    pub because: String,
    /// The attribute that the reason is of; `None` where it is of groups.
    pub attribute: Option<String>,
    /// What the person has there; empty where `because` is.
    pub has: Vec<super::OwnThere>,
    /// What changes, worst first.
    pub changes: Vec<EffectChange>,
}

/// One change for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectChange {
    /// The target.
    pub target: String,
    /// `suspend`, `lose`, `replace`, `no_seat`, `create`, `reactivate`, `adopt`, `gain`.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value lost or gained; for `replace` the new one.
    pub value: Option<String>,
    /// The value that is replaced.
    pub before: Option<String>,
}

/// A part of the people an effect concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectPeopleRequest {
    /// The effect.
    pub effect: i64,
    /// Only these; everybody when absent.
    pub of: Option<EffectFilter>,
    /// Only people whose name or userName contains this.
    pub text: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Whom to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectFilter {
    /// The target.
    pub target: String,
    /// `gain`, `lose`, `no_seat`, `create`, `suspend`, `reactivate`, `adopt`.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value.
    pub value: Option<String>,
}

/// People an effect concerns, worst first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectPeople {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<EffectPerson>,
}

/// What one person has now and would have by the draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftPerson {
    /// The person.
    pub person: super::PersonItem,
    /// What changes by the draft.
    pub changes: Vec<EffectChange>,
    /// What each target gives under the draft, and why.
    pub targets: Vec<super::PersonTarget>,
}
