//! Undoing a run: a plan of its own, then a run that carries it out.
//!
//! Undone is the inverse of each step that the run did, as far as it still stands as the run left
//! it: values given are taken and values taken are given, what was suspended is reactivated, what
//! was made or reactivated is suspended, what was adopted is unmanaged again. Accounts stay, and
//! so do values that were created and what an update wrote. A value that was taken unmanaged comes
//! back managed, as the journal does not tell the two apart.
//!
//! No guard holds it: the administrator has just seen the plan. Protected accounts, the last
//! holder of an administrator value and seats bound it as they bound every plan. Its failures stand
//! on the run, not among those of the rules' plan. The targets it concerns are paused before
//! anything is sent, so that no run does again what it undoes.

mod bounds;
mod inverse;
mod plan;
mod run;
#[cfg(test)]
mod tests;

pub(crate) use run::Unreleased;
pub use run::{UndoOrder, UndoResult};

use rolecall_directory::{Step, StepKind};
use rolecall_store::JournalStep;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What undoing a run would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The run.
    pub run: i64,
    /// When targets were asked, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// By target in which the run did something, in the configuration's order.
    pub targets: Vec<UndoTarget>,
}

/// What undoing a run would do in one target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoTarget {
    /// The target.
    pub target: String,
    /// Why it cannot be read; nothing is undone there then.
    pub error: Option<String>,
    /// The steps, those of one account together.
    pub steps: Vec<Step>,
    /// What becomes unmanaged again, for which nothing is sent.
    pub releases: Vec<Release>,
    /// What stays as the run left it, by reason.
    pub left: Vec<Left>,
}

/// An account that was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Release {
    /// Its userName.
    pub user: String,
    /// Its key.
    pub account: String,
    /// Whether the account itself becomes unmanaged, not only values of it.
    pub whole: bool,
    /// Slot and value of what becomes unmanaged.
    pub values: Vec<(String, String)>,
}

/// A step that stays as the run left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Why.
    pub why: Why,
    /// The userName; empty for a value.
    pub user: String,
    /// What the run did.
    pub kind: StepKind,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
}

impl Left {
    fn of(step: &JournalStep, why: Why) -> Self {
        let Step { user, kind, slot, value, .. } = step.step.clone();
        Self { why, user, kind, slot, value }
    }
}

/// Why a step stays as the run left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// It wrote names or attributes, whose old values nobody kept.
    Updated,
    /// It created a value, which others may hold by now.
    ValueCreated,
    /// It does not stand as the run left it.
    ChangedSince,
    /// The account is not there any more.
    AccountGone,
    /// The account is never to be touched.
    Protected,
    /// The last holder keeps an administrator value.
    LastAdministrator,
    /// No seat is free.
    NoLicences,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::ValueCreated => "value_created",
            Self::ChangedSince => "changed_since",
            Self::AccountGone => "account_gone",
            Self::Protected => "protected",
            Self::LastAdministrator => "last_administrator",
            Self::NoLicences => "no_licences",
        }
    }

    /// What it means, in a sentence without capital and full stop.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Updated => "names and attributes were written, and what stood there was not kept",
            Self::ValueCreated => "a value was created and stays, as others may hold it by now",
            Self::ChangedSince => "it does not stand as the run left it",
            Self::AccountGone => "the account is not there any more",
            Self::Protected => "the account is protected",
            Self::LastAdministrator => "it is the last holder of an administrator value",
            Self::NoLicences => "no seat is free",
        }
    }
}

impl UndoTarget {
    /// Whether something would be done.
    #[must_use]
    pub fn does_something(&self) -> bool {
        !self.steps.is_empty() || !self.releases.is_empty()
    }
}

impl UndoPlan {
    /// Whether something would be done in any target.
    #[must_use]
    pub fn does_something(&self) -> bool {
        self.targets.iter().any(UndoTarget::does_something)
    }

    /// How many steps it is, over all targets.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.targets.iter().map(|target| target.steps.len() as u64).sum()
    }

    /// A text that is another one for every other plan, so that what is carried out is what was
    /// looked at.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.run.hash(&mut hasher);
        for target in &self.targets {
            (&target.target, &target.steps, &target.releases).hash(&mut hasher);
        }
        format!("{}-{:016x}", self.run, hasher.finish())
    }
}
