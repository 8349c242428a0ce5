//! The plan: what would change, computed without touching any target. Desired minus actual as
//! sets, then guards, then seats. Pure: the same code serves preview, dry run and run.

mod account_keys;
mod administrators;
mod base;
mod candidate;
mod decisions;
mod difference;
mod discarded;
mod effect;
mod effect_order;
mod effect_page;
mod explain;
mod grace;
mod ground;
mod ground_after;
mod guards;
mod hold;
mod links;
mod listing;
mod matching;
mod ordering;
mod paging;
mod pairs;
mod population;
mod population_after;
mod protection;
mod rule_tests;
mod seats;
mod streaming;
mod subjects;
mod target_plan;
mod told;
mod voice;
mod writer;

pub use base::{Base, BaseTarget};
pub use candidate::{Candidate, RuleError};
pub use effect::{Effect, GuardEffect, TargetEffect, ValueEffect};
pub use effect_order::ChangeKind;
pub use effect_page::{Affected, Change, EffectOf, EffectPage, EffectQuery};
pub use explain::{ValueExplanation, ValueState, explain_person};
pub use grace::{DueSince, Wait, Waits};
pub use ground::Ground;
pub use links::{HandLink, linked_rows};
pub use listing::{Pending, SeatCount, StepList, TargetListing, WithoutSeat};
pub use ordering::StepName;
pub use paging::{StepCount, StepPage, StepQuery};
pub use population::Population;
pub use rule_tests::{BrokenTest, broken_expectations, broken_rule_tests, expectations_of};
pub use streaming::{Telling, ToldValue};
pub use subjects::{Actual, MatchKey, Subjects};
pub use target_plan::{
    Compared, Decisions, KnownSeats, Ours, PlanInput, SlotSteps, SourceState, StepKey, Steps,
    TargetPlan, ValueSteps, plan_after, plan_on, plan_target, plan_targets, plans_after,
};
pub use voice::RuleVoice;
