//! The words by which the vocabulary stands in the database, read back.

use crate::error::Fault;
use rolecall_directory::{Cause, Guard, NotSent, StepKind};

const KINDS: [StepKind; 8] = [
    StepKind::Create,
    StepKind::Update,
    StepKind::Suspend,
    StepKind::Reactivate,
    StepKind::Adopt,
    StepKind::Value,
    StepKind::Assign,
    StepKind::Unassign,
];

const GUARDS: [Guard; 5] =
    [Guard::Removals, Guard::SourceShrunk, Guard::BadRows, Guard::UnknownName, Guard::RuleTest];

const REASONS: [NotSent; 5] = [
    NotSent::HeldByGuard,
    NotSent::Quarantined,
    NotSent::Cancelled,
    NotSent::NotReached,
    NotSent::AccountNotCreated,
];

fn unknown(what: &str, word: &str) -> Fault {
    Fault::Content(format!("`{word}` is no {what}"))
}

pub(crate) fn kind(word: &str) -> Result<StepKind, Fault> {
    let found = KINDS.into_iter().find(|kind| kind.word() == word);
    found.ok_or_else(|| unknown("step kind", word))
}

pub(crate) fn guard(word: &str) -> Result<Guard, Fault> {
    let found = GUARDS.into_iter().find(|guard| guard.word() == word);
    found.ok_or_else(|| unknown("guard", word))
}

pub(crate) fn not_sent(word: &str) -> Result<NotSent, Fault> {
    let found = REASONS.into_iter().find(|reason| reason.word() == word);
    found.ok_or_else(|| unknown("reason", word))
}

pub(crate) fn cause(word: &str) -> Result<Cause, Fault> {
    Cause::from_word(word).ok_or_else(|| unknown("cause", word))
}

/// Declares an enum with its words in the database and in JSON.
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident as $what:literal { $($(#[$item:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$item])* $variant,)+
        }

        impl $name {
            /// The word used in JSON and in the database.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            pub(crate) fn read(word: &str) -> Result<Self, crate::error::Fault> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::error::Fault::Content(format!("`{word}` is no {}", $what))),
                }
            }
        }
    };
}
pub(crate) use worded;
