//! The plan: what would change, computed without touching any target. Desired minus actual as
//! sets, then guards, then seats. Pure: the same code serves preview, dry run and run.

mod administrators;
mod decisions;
mod difference;
mod discarded;
mod explain;
mod guards;
mod hold;
mod listing;
mod matching;
mod population;
mod protection;
mod rule_tests;
mod seats;
mod subjects;
mod target_plan;
mod told;
mod voice;
mod writer;

pub use explain::{ValueExplanation, ValueState, explain_person};
pub use listing::{SeatCount, StepList, TargetListing, WithoutSeat};
pub use population::Population;
pub use rule_tests::{BrokenTest, broken_rule_tests};
pub use subjects::{Actual, MatchKey, Subjects};
pub use target_plan::{
    Decisions, PlanInput, SlotSteps, SourceState, StepKey, Steps, TargetPlan, ValueSteps,
    plan_target,
};
pub use voice::RuleVoice;
