//! The workspace in SQLite: settings, configuration, the last reading of each directory, what
//! Rolecall manages, runs with their journal, failures, approvals, activity and leases.
//!
//! Every verb is the domain's; SQL stays inside. Times are given by the caller, in milliseconds
//! since 1970 (UTC). Each table is one file under `table`: schema, row, queries.

mod backup;
mod error;
mod log;
mod migration;
mod page;
mod store;
mod table;
mod words;

pub use error::StoreError;
pub use page::{Page, Paged};
pub use store::Store;
pub use table::account_home::AccountHome;
pub use table::account_mark::AccountMark;
pub use table::account_table::KeptAccounts;
pub use table::activity::{ActivityEntry, ActivityFilter, NewActivity, Verification};
pub use table::activity_list::ActivitySort;
pub use table::approval::Approval;
pub use table::discard::Discard;
pub use table::discard_list::{DiscardFilter, DiscardSort};
pub use table::domain::DomainProof;
pub use table::draft::StoredDraft;
pub use table::edit::{Edit, EditedPerson};
pub use table::edit_window::EditWindow;
pub use table::failure::{FailureRecord, FailureRow};
pub use table::failure_list::{FailureGroup, FailureSort, FreshFailures};
pub use table::group_binding::{GroupBinding, RewrittenRule};
pub use table::known_group::KnownGroup;
pub use table::known_person::{KnownPerson, KnownState};
pub use table::lease::{Lease, LeaseAnswer, LeaseHolder};
pub use table::link::{Link, LinkAnswer, LinkedPerson};
pub use table::mark_change::MarkChange;
pub use table::pause::Pause;
pub use table::pending_removal::PendingRemoval;
pub use table::push_call::{PushCallFilter, PushCallRecord};
pub use table::push_log::PushMark;
pub use table::push_member::{PushJoining, PushMember};
pub use table::push_resource::{PushKey, PushKeys, PushRecord};
pub use table::push_token::PushToken;
pub use table::push_view::{PushBatch, PushView};
pub use table::quarantine::{CountedCalls, QuarantineReason, QuarantineRecord, QuarantineState};
pub use table::reading::{DirectoryReading, DirectoryRecord};
pub use table::reading_amended::{AmendedGroup, AmendedReading};
pub use table::reading_changes::ReadingChanges;
pub use table::reading_writer::ReadingWriter;
pub use table::run::{NewRun, RunId, RunRecord, RunState, Trigger};
pub use table::run_list::{RunFilter, RunOutcome, RunSort};
pub use table::snapshot::SnapshotBasis;
pub use table::step::{JournalStep, NewStep, StepFilter, StepId, StepState};
pub use table::step_counts::StepCounts;
pub use table::step_key::StepKey;
pub use table::step_list::StepSort;
pub use table::step_outcome::{JournalEntry, StepEnding, StepOutcome};
pub use table::step_totals::{FailedTotal, StepTotal};
