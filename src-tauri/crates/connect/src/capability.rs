//! What sources and targets can do, as traits.

use crate::calls::TallySnapshot;
use async_trait::async_trait;
use rolecall_directory::{
    AccountRecord, AccountTable, Cause, Member, NotSent, PersonRow, SourceWarning, Step,
};
use serde_json::Value;
use std::sync::Arc;

/// Why a source or target could not be read, or a call did not do what it was to do.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{place}: {message}")]
pub struct ConnectError {
    /// The cause, by the connector's own table.
    pub cause: Cause,
    /// What was being read or called: a path with line, or an address without secrets.
    pub place: String,
    /// What went wrong, why, and the next step; the vendor's own words in quotes.
    pub message: String,
}

/// Takes what a source delivers, as it comes.
pub trait DirectorySink: Send {
    /// The attributes the source carries, by our names, before the first person.
    fn columns(&mut self, names: &[String]);
    /// One person; the attributes are in the order of the columns.
    fn person(&mut self, person: &PersonRow<'_>);
    /// A group that has a stable id of its own, before its members.
    fn group(&mut self, id: &str, name: &str);
    /// One member of the group called `group`, after all people.
    fn member(&mut self, group: &str, member: Member<'_>);
    /// Something that could not be read.
    fn warning(&mut self, warning: SourceWarning);
}

/// How a reading of a source ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadReport {
    /// People delivered.
    pub people: u64,
    /// Groups delivered.
    pub groups: u64,
    /// Rows that could not be read.
    pub rows_lost: u64,
    /// Whether it was read to its end.
    pub complete: bool,
}

/// A source that can be read in full.
#[async_trait]
pub trait ReadSource: Send + Sync {
    /// Reads everything into `sink`.
    ///
    /// # Errors
    /// When the source cannot be opened or its form is wrong as a whole; single bad rows are
    /// warnings.
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError>;

    /// Lets so many calls out from here on, tries counted one by one, and refuses what follows
    /// without sending it; any number when absent. A source without calls has nothing to bound.
    fn ration(&self, calls: Option<u32>) {
        let _unbounded = calls;
    }

    /// How its calls ended since the connection was made; `None` where they are not counted: a
    /// reading counts as one call then.
    fn tally(&self) -> Option<TallySnapshot> {
        None
    }
}

/// One step of trying out a source, in the order in which they are taken: `reach`, `credential`,
/// then each right by the vendor's own name, then `people`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeStep {
    /// What was tried.
    pub step: String,
    /// Whether it went well.
    pub ok: bool,
    /// What was found, or the vendor's own words for why not.
    pub message: String,
    /// Why not, by the connector's own table.
    pub cause: Option<Cause>,
    /// What to do, and where; empty when it went well.
    pub remedy: String,
    /// Whether all works without it, too, if in another way.
    pub optional: bool,
}

impl ProbeStep {
    /// A step that went well.
    pub fn passed(step: impl Into<String>, message: impl Into<String>) -> Self {
        let (step, message) = (step.into(), message.into());
        let remedy = String::new();
        Self { step, ok: true, message, cause: None, remedy, optional: false }
    }

    /// A step that did not.
    pub fn failed(
        step: impl Into<String>,
        cause: Cause,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (step, message, remedy) = (step.into(), message.into(), remedy.into());
        Self { step, ok: false, message, cause: Some(cause), remedy, optional: false }
    }

    /// The same, of something that is not needed.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Whether nothing is missing: it went well, or is not needed.
    #[must_use]
    pub fn suffices(&self) -> bool {
        self.ok || self.optional
    }
}

/// One person of a source as it would be delivered, beside the source's own record.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplePerson {
    /// The source's own record.
    pub record: Value,
    /// The stable id.
    pub id: String,
    /// The userName.
    pub user_name: String,
    /// Whether they are active.
    pub active: bool,
    /// The org unit's path.
    pub org_unit: Option<String>,
    /// Our attributes with what they would hold; lists joined by
    /// [`rolecall_directory::LIST_SEPARATOR`]. Empty ones are left in.
    pub attributes: Vec<(String, String)>,
}

/// What trying out a source came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Probe {
    /// The steps that were taken; what could not succeed any more was not tried.
    pub steps: Vec<ProbeStep>,
    /// Up to five people.
    pub people: Vec<SamplePerson>,
    /// Paths at which people may have a value by the source's own word, though none of those shown
    /// has one.
    pub offered: Vec<String>,
}

/// A source whose access can be tried out, without reading it.
#[async_trait]
pub trait ProbeSource: Send + Sync {
    /// Tries address, credential and rights one by one, and reads up to five people.
    async fn probe(&self) -> Probe;
}

/// A value that a target itself says exists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownValue {
    /// The slot.
    pub slot: String,
    /// The value, as rules name it.
    pub name: String,
    /// Seats in total, where it costs a licence and the target tells how many there are.
    pub seats: Option<u64>,
}

/// What a target holds.
#[derive(Debug, Clone, Default)]
pub struct TargetState {
    /// Its accounts, and the values that exist though nobody may hold them. What is managed and
    /// suspended here is set only where the target itself remembers it (an accounts file);
    /// elsewhere the workspace's marks are laid over it.
    pub accounts: AccountTable,
    /// Values that exist by the target's own word, with their seats. The engine lays them under
    /// the slots of the definition, whose own seats win.
    pub values: Vec<KnownValue>,
    /// The SCIM attributes the target requires of a user, as column names of ours.
    pub required: Vec<String>,
    /// Keys of accounts that must never be touched: the credential's own, where it is known.
    pub untouchable: Vec<String>,
    /// Attributes of ours that have no place in the target and are therefore not sent.
    pub unsupported: Vec<String>,
}

/// A target that can be read.
#[async_trait]
pub trait ReadTarget: Send + Sync {
    /// Reads all accounts with what they hold.
    ///
    /// # Errors
    /// When it cannot be read to its end; nothing is ever planned on half of a target.
    async fn read(&self) -> Result<TargetState, ConnectError>;

    /// Reads again the accounts with these keys, to see what became of them; the answer may hold
    /// others too. One that is not there any more is left out.
    ///
    /// # Errors
    /// When they cannot be read.
    async fn read_accounts(&self, keys: &[String]) -> Result<AccountTable, ConnectError> {
        let _all_of = keys;
        Ok(self.read().await?.accounts)
    }

    /// Whether reading single accounts costs so much of the target's limits that only some of
    /// those that were written are read again.
    fn reads_dear(&self) -> bool {
        false
    }

    /// Lets so many calls out from here on, tries counted one by one, and refuses what follows
    /// without sending it; any number when absent. A target without calls has nothing to bound.
    fn ration(&self, calls: Option<u32>) {
        let _unbounded = calls;
    }

    /// How its calls ended since the connection was made; `None` where none are made.
    fn tally(&self) -> Option<TallySnapshot> {
        None
    }
}

/// What is sent of a person, under our names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonToSend {
    /// The source's stable id.
    pub id: String,
    /// The userName as the source spells it.
    pub user_name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// What the target's `send` map adds: target attribute and text.
    pub send: Vec<(String, String)>,
}

/// A journalled step: its number in the journal, and the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkStep {
    /// The number in the journal.
    pub id: i64,
    /// The step, which the journal keeps too.
    pub step: Arc<Step>,
}

/// All steps of one account in one run, to be merged into as few calls as the target allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountWork {
    /// The person, when the source has them.
    pub person: Option<PersonToSend>,
    /// The account as it was read, when it exists.
    pub account: Option<AccountRecord>,
    /// The steps, none of which is held.
    pub steps: Vec<WorkStep>,
    /// Slot and value of what the account holds already and what becomes managed by its `adopt`
    /// step; empty without one.
    pub adopts: Vec<(String, String)>,
}

/// A value to be made in the target before anyone can hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueWork {
    /// The step, of kind `value`.
    pub step: WorkStep,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepResult {
    /// The target confirmed it.
    Done,
    /// It failed, for this cause.
    Failed(Cause),
    /// It was not sent.
    NotSent(NotSent),
}

/// The outcome of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The number in the journal.
    pub id: i64,
    /// How it ended.
    pub result: StepResult,
    /// How often it was tried.
    pub tries: u32,
    /// The account's key, once a create told it.
    pub account: Option<String>,
    /// Whether it may have been done though it ended otherwise, as its answer never came: it is
    /// looked for when the target is read next.
    pub maybe_done: bool,
    /// The target's own words, or ours where it said none; empty when done.
    pub message: String,
}

/// Why the journal refused: the caller must stop sending.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JournalError {
    /// Another process holds the lease now; its fencing number is higher.
    #[error("another process has taken over this run; it goes on there")]
    Fenced,
    /// The journal could not be written.
    #[error(
        "the journal could not be written: {reason}; free disk space or permissions, then sync again"
    )]
    Unwritable {
        /// The database's words.
        reason: String,
    },
}

/// Where intents are written before sending and outcomes after.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Records that these steps are about to be sent; returns once that is on disk.
    ///
    /// # Errors
    /// When it could not be recorded: nothing may be sent then.
    async fn sending(&self, steps: &[i64]) -> Result<(), JournalError>;

    /// Records outcomes; may return before they are on disk, which the engine's end of run awaits.
    ///
    /// # Errors
    /// When they cannot be recorded any more.
    async fn answered(&self, outcomes: Vec<Outcome>) -> Result<(), JournalError>;

    /// Whether the run was asked to stop; looked at between calls.
    fn cancelled(&self) -> bool;
}

/// A target that can be written.
#[async_trait]
pub trait ApplyTarget: ReadTarget {
    /// Makes `values`, then carries out `accounts`; every step gets exactly one outcome in
    /// `journal`, unless the journal itself fails. Work is given in the order of importance:
    /// what frees seats first.
    ///
    /// # Errors
    /// Only when the journal refused; a target's refusals are outcomes.
    async fn apply(
        &self,
        values: Vec<ValueWork>,
        accounts: Vec<AccountWork>,
        journal: &dyn Journal,
    ) -> Result<(), JournalError>;

    /// Makes unmanaged again what was adopted, where the target itself says what is managed. One
    /// that knows nothing of it has nothing to do: the marks are the workspace's.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    async fn release(&self, accounts: &[ReleasedAccount]) -> Result<(), ConnectError> {
        let _not_known_there = accounts;
        Ok(())
    }

    /// Why [`ApplyTarget::delete_account`] deletes nothing here; `None` where it does.
    fn no_deletion(&self) -> Option<&'static str> {
        Some("accounts of this target cannot be deleted from here; delete it in its own console")
    }

    /// Deletes the account with that key and what belongs to it, for good: the one deletion there
    /// is, which an administrator asked for by typing the person's userName. An account that is
    /// not there any more is deleted.
    ///
    /// # Errors
    /// When the target refuses it, or cannot delete accounts at all.
    async fn delete_account(&self, key: &str) -> Result<(), ConnectError> {
        Err(ConnectError {
            cause: Cause::NotPermitted,
            place: key.to_owned(),
            message: self.no_deletion().unwrap_or("it cannot be deleted here").to_owned(),
        })
    }
}

/// An account that is not managed any more, or values of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedAccount {
    /// The target's own key of it.
    pub key: String,
    /// Whether the account itself becomes unmanaged, not only values.
    pub whole: bool,
    /// Slot and value of what becomes unmanaged.
    pub values: Vec<(String, String)>,
}
