//! Runs: read, ingest, resolve, plan, guard, apply, report. Time is passed in; what must be
//! remembered is in the store; what leaves the machine goes through `connect`.

mod addresses;
mod admission;
mod apply;
mod as_sent;
mod awaited;
mod base;
mod binding;
mod clock;
mod computed;
mod configuration_file;
mod connections;
mod control;
mod deactivated;
mod decisions;
mod directories;
mod doubt;
mod edits;
mod ending;
mod engine;
mod error;
mod failures;
mod follow_up;
mod grace;
mod health;
mod holds;
mod homes;
mod journal;
mod kept;
mod known_values;
mod lease;
mod links;
mod look_up;
mod planning;
mod probing;
mod quarantine;
mod reading;
mod recovery;
mod refresh;
mod report;
mod retention;
mod retry;
mod run;
mod schedule;
mod sources;
mod undo;
mod update;
mod verify;
mod work;

pub use clock::{Clock, SystemClock};
pub use computed::{SendMap, Uncomputed, fill_computed};
pub use configuration_file::{ConfigurationFileError, load_configuration, source_header};
pub use control::{Phase, RunControl, RunProgress, TargetProgress};
pub use directories::{
    AccountDeletion, DeletableAccount, Deletion, DeletionOrder, DeletionPreview, DomainStanding,
    DomainState, LifeError, PersonEdits, PersonNamed, SyncRemoved, add_domain, remove_domain,
};
pub use engine::Engine;
pub use error::EngineError;
pub use follow_up::FollowUp;
pub use health::{
    SourceHealth, SourceReading, TargetHealth, read_warnings, source_health, target_health,
};
pub use holds::holding_runs;
pub use links::{AccountView, LinkError, TargetAccounts, WhichAccounts};
pub use planning::{Planned, PlannedTarget};
pub use quarantine::{ConnectionKey, ConnectionState, PushAnswer, PushDoor, Quarantined};
pub use reading::{Pushed, Reading, cached_reading};
pub use report::{
    AccountLists, AssignedValue, CreatedValue, FailureEntry, HeldEntry, NotUndone, OutcomeLists,
    PauseEntry, PendingEntry, PlanAsTold, Report, StepEntry, Summary, TargetReport, UndoLists,
    ValueLists, warning_words,
};
pub use retry::Retry;
pub use run::{RunOrder, RunResult};
pub use schedule::{Alarm, Calendar, Debounce, Timing};
pub use sources::LdapDraft;
pub use undo::{Left, Release, UndoOrder, UndoPlan, UndoResult, UndoTarget, Why};
