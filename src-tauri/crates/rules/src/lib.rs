//! Rules over a Snapshot, as set algebra: which people a condition matches, what each person is
//! given in each slot, and why. Pure: knows no clock, no file and no target's protocol.

mod check;
mod clause;
mod explain;
mod field;
mod matching;
mod resolve;
mod speaker;
mod typed;
mod value_filter;
mod value_rules;

pub use check::{ConditionError, KnownAttributes, check_condition, parse_condition};
pub use clause::{UnknownName, unknown_names};
pub use explain::{ClauseResult, explain_condition};
pub use field::Field;
pub use matching::matches;
pub use resolve::{Grant, SlotResolution, TargetResolution};
pub use speaker::{RuleSet, Speaker, SpeakerSource};
pub use typed::{instant_seconds, unreadable_as};
pub use value_rules::{ValueRules, values_for};
