//! Steps, causes of failure, and guards.

use serde::{Deserialize, Serialize};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Makes an account.
    Create,
    /// Writes userName, e-mail and sent attributes as the source has them.
    Update,
    /// Sets a managed account inactive.
    Suspend,
    /// Sets an account that Rolecall suspended active again.
    Reactivate,
    /// Makes an unmanaged account, or a value it holds, managed.
    Adopt,
    /// Makes a value in the target.
    Value,
    /// Gives a value to an account.
    Assign,
    /// Takes a value from an account.
    Unassign,
}

impl StepKind {
    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Create,
            Self::Update,
            Self::Suspend,
            Self::Reactivate,
            Self::Adopt,
            Self::Value,
            Self::Assign,
            Self::Unassign,
        ];
        all.into_iter().find(|kind| kind.word() == word)
    }

    /// The word used in JSON and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Suspend => "suspend",
            Self::Reactivate => "reactivate",
            Self::Adopt => "adopt",
            Self::Value => "value",
            Self::Assign => "assign",
            Self::Unassign => "unassign",
        }
    }
}

/// One thing to do in one target.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// The person's userName, or the account's where there is no person; empty for a value.
    pub user: String,
    /// What is done.
    pub kind: StepKind,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The rules behind it, highest first; none for a removal.
    pub rules: Vec<String>,
    /// The stable id of the person, where there is one.
    pub person: Option<String>,
    /// The key of the account it concerns, where the account exists.
    pub account: Option<String>,
    /// Whether it belongs to a suspension, with which it is held and released.
    pub of_suspension: bool,
}

/// Why a person or step could not be done. One banner per cause and target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An account of that name is there and is not managed.
    AccountExists,
    /// No seat is left.
    NoLicences,
    /// The address is outside the verified domains.
    DomainNotVerified,
    /// The target needs an attribute that is absent.
    AttributeMissing,
    /// An attribute cannot be read as its type, or the target refuses it.
    AttributeInvalid,
    /// Two people of one directory share a key.
    DuplicateInSource,
    /// An earlier directory owns the person.
    DuplicateAcrossDirectories,
    /// Someone else deactivated the account.
    SuspendedElsewhere,
    /// The vendor says that another system manages the account.
    ExternallyManaged,
    /// The credential lacks the right.
    NotPermitted,
    /// The target refused, in words that no other cause covers.
    RejectedByTarget,
    /// The answer could not be read.
    UnreadableAnswer,
    /// Re-reading did not find what was written.
    NotConfirmed,
    /// The target does not accept the credential.
    CredentialRejected,
    /// The account or value is not there any more.
    NotFound,
    /// The account was changed meanwhile.
    Conflict,
    /// The target asks to wait.
    RateLimited,
    /// The target is out of order or the connection was cut.
    Unavailable,
    /// No answer in time.
    Timeout,
    /// The target's certificate is not trusted.
    CertificateUntrusted,
}

impl Cause {
    /// Every cause with the word for it in JSON and in the database.
    pub const ALL: [(Self, &'static str); 20] = [
        (Self::AccountExists, "account_exists"),
        (Self::NoLicences, "no_licences"),
        (Self::DomainNotVerified, "domain_not_verified"),
        (Self::AttributeMissing, "attribute_missing"),
        (Self::AttributeInvalid, "attribute_invalid"),
        (Self::DuplicateInSource, "duplicate_in_source"),
        (Self::DuplicateAcrossDirectories, "duplicate_across_directories"),
        (Self::SuspendedElsewhere, "suspended_elsewhere"),
        (Self::ExternallyManaged, "externally_managed"),
        (Self::NotPermitted, "not_permitted"),
        (Self::RejectedByTarget, "rejected_by_target"),
        (Self::UnreadableAnswer, "unreadable_answer"),
        (Self::NotConfirmed, "not_confirmed"),
        (Self::CredentialRejected, "credential_rejected"),
        (Self::NotFound, "not_found"),
        (Self::Conflict, "conflict"),
        (Self::RateLimited, "rate_limited"),
        (Self::Unavailable, "unavailable"),
        (Self::Timeout, "timeout"),
        (Self::CertificateUntrusted, "certificate_untrusted"),
    ];

    /// The word used in JSON and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(cause, _)| *cause == self).map_or("", |(_, word)| word)
    }

    /// The cause that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(cause, _)| *cause)
    }

    /// Whether runs that nobody asked for try again what failed so. What is known before sending
    /// is looked at by every run anyway; a rejected credential is left to quarantine.
    #[must_use]
    pub fn is_retried_unasked(self) -> bool {
        !matches!(
            self,
            Self::AccountExists
                | Self::SuspendedElsewhere
                | Self::ExternallyManaged
                | Self::NotPermitted
                | Self::RejectedByTarget
                | Self::UnreadableAnswer
                | Self::NotConfirmed
        )
    }

    /// Whether the engine tries again by itself within a run.
    #[must_use]
    pub fn is_transient(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable | Self::Timeout)
    }
}

/// Why a step was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSent {
    /// A guard holds it.
    HeldByGuard,
    /// The target is in quarantine.
    Quarantined,
    /// The run was stopped.
    Cancelled,
    /// The run did not get to it.
    NotReached,
    /// The account it needs could not be made.
    AccountNotCreated,
}

impl NotSent {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::HeldByGuard,
        Self::Quarantined,
        Self::Cancelled,
        Self::NotReached,
        Self::AccountNotCreated,
    ];

    /// The word used in JSON and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::HeldByGuard => "held_by_guard",
            Self::Quarantined => "quarantined",
            Self::Cancelled => "cancelled",
            Self::NotReached => "not_reached",
            Self::AccountNotCreated => "account_not_created",
        }
    }
}

/// A failure known before sending.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failure {
    /// The person's userName, or the account's where there is no person.
    pub user: String,
    /// Why.
    pub cause: Cause,
    /// What failed, for whom, why, and the next step.
    pub message: String,
}

/// What holds steps back until an administrator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// More removals than the target's limit.
    Removals,
    /// The source delivered far fewer people than before.
    SourceShrunk,
    /// Rows of the source could not be read.
    BadRows,
    /// A rule names a group or org unit the source lacks.
    UnknownName,
    /// A rule test is broken.
    RuleTest,
}

impl Guard {
    /// Every guard.
    pub const ALL: [Self; 5] =
        [Self::Removals, Self::SourceShrunk, Self::BadRows, Self::UnknownName, Self::RuleTest];

    /// The word used in JSON and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Removals => "removals",
            Self::SourceShrunk => "source_shrunk",
            Self::BadRows => "bad_rows",
            Self::UnknownName => "unknown_name",
            Self::RuleTest => "rule_test",
        }
    }
}

/// What a tripped guard holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// The guard.
    pub guard: Guard,
    /// `accounts`, a slot, or `*`.
    pub slot: String,
    /// The value, when the guard is on a single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How many steps it holds.
    pub steps: u64,
    /// The limit that was passed, for `removals`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}
