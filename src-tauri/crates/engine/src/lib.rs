//! Runs: read, ingest, resolve, plan, guard, apply, report. Time is passed in; what must be
//! remembered is in the store; what leaves the machine goes through `connect`.

mod base;
mod binding;
mod clock;
mod computed;
mod configuration_file;
mod connections;
mod control;
mod deactivated;
mod decisions;
mod engine;
mod error;
mod failures;
mod grace;
mod health;
mod journal;
mod kept;
mod known_values;
mod links;
mod look_up;
mod planning;
mod reading;
mod recovery;
mod refresh;
mod report;
mod retry;
mod run;
mod update;
mod work;

pub use clock::{Clock, SystemClock};
pub use computed::{SendMap, Uncomputed, fill_computed};
pub use configuration_file::{ConfigurationFileError, load_configuration, source_header};
pub use control::{Phase, RunControl, RunProgress};
pub use engine::Engine;
pub use error::EngineError;
pub use health::{SourceHealth, TargetHealth, source_health, target_health};
pub use links::{AccountView, LinkError, TargetAccounts, WhichAccounts};
pub use planning::{Planned, PlannedTarget};
pub use reading::{Reading, cached_reading};
pub use report::{
    AccountLists, AssignedValue, CreatedValue, FailureEntry, HeldEntry, OutcomeLists, PendingEntry,
    Report, StepEntry, Summary, TargetReport, ValueLists,
};
pub use retry::Retry;
pub use run::{RunOrder, RunResult};
