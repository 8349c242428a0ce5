//! Rules over a Snapshot, as set algebra: which people a condition matches, what each person is
//! given in each slot, and why. Pure: knows no clock, no file and no target's protocol.

mod because;
mod check;
mod clause;
mod clause_cache;
mod exchange;
mod explain;
mod expression;
mod field;
mod lint;
mod matching;
mod own;
mod person;
mod ready;
mod renaming;
mod resolve;
mod resolve_again;
mod revise;
mod speaker;
mod text_test;
mod threads;
mod typed;
mod value_filter;
mod value_rules;
mod voices;

pub use because::{OwnWords, own_words};
pub use check::{ConditionError, KnownAttributes, check_condition, parse_condition};
pub use clause::{UnknownName, unknown_names};
pub use explain::{ClauseResult, explain_condition};
pub use expression::{
    Computed, ComputedColumn, Expression, ExpressionError, ExpressionFor, Reference, Sent,
    compute_column,
};
pub use field::Field;
pub use lint::{
    Finding, LintInput, LintMemory, Remark, lint, lint_again, nearest_group, nearest_org_unit,
    replace_literal,
};
pub use matching::{matches, matches_among};
pub use own::Own;
pub use ready::ready;
pub use renaming::{named_groups, rename_attribute, rename_groups};
pub use resolve::{Given, Grant, SlotResolution, TargetResolution};
pub use revise::{Changed, Revision};
pub use speaker::{RuleSet, Speaker, SpeakerSource};
pub use typed::{instant_seconds, unreadable_as};
pub use value_rules::{ValueRules, values_for};
