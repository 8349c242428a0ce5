//! What makes a step of one plan the same as a step of another.

use crate::error::Fault;
use crate::words;
use rolecall_directory::{Folded, Step, StepKind};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

/// What stands between a person's id and userName.
const SEPARATOR: char = '\u{1f}';

/// The identity of a step across plans: target, whom it concerns, slot, value and direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StepKey {
    /// The target.
    pub target: String,
    /// The person by stable id, `person:...`, and behind a unit separator the folded userName at
    /// the time, as people of two directories may have one id; without a person the account,
    /// `account:...`; without either the userName, `user:...`.
    pub subject: String,
    /// The slot; empty when the step is about none.
    pub slot: String,
    /// The value; empty when the step is about none.
    pub value: String,
    /// The direction.
    pub kind: StepKind,
}

impl StepKey {
    /// The identity of `step` in `target`.
    #[must_use]
    pub fn of(target: &str, step: &Step) -> Self {
        Self {
            target: target.to_owned(),
            subject: Self::subject_of(step),
            slot: step.slot.clone().unwrap_or_default(),
            value: step.value.clone().unwrap_or_default(),
            kind: step.kind,
        }
    }

    /// Whom `step` concerns, in the form of [`StepKey::subject`].
    #[must_use]
    pub fn subject_of(step: &Step) -> String {
        match (&step.person, &step.account) {
            (Some(person), _) => {
                format!("person:{person}{SEPARATOR}{}", Folded::new(&step.user).as_str())
            }
            (None, Some(account)) => format!("account:{account}"),
            (None, None) => format!("user:{}", step.user),
        }
    }

    /// The stable id of the person, else the account's key or the userName; and, of a person, the
    /// folded userName at the time, where it is known.
    #[must_use]
    pub fn whom(&self) -> (&str, Option<&str>) {
        let subject = self.subject.split_once(':').map_or(self.subject.as_str(), |(_, id)| id);
        match subject.rsplit_once(SEPARATOR).filter(|_| self.is_of_person()) {
            Some((id, user)) => (id, Some(user)),
            None => (subject, None),
        }
    }

    /// Whether it is about a person.
    #[must_use]
    pub fn is_of_person(&self) -> bool {
        self.subject.starts_with("person:")
    }

    pub(crate) const COLUMNS: &'static str = "target, subject, slot, value, kind";

    /// Reads the first five columns of `row`.
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Fault> {
        Ok(Self {
            target: row.get(0)?,
            subject: row.get(1)?,
            slot: row.get(2)?,
            value: row.get(3)?,
            kind: words::kind(&row.get::<_, String>(4)?)?,
        })
    }

    /// The values of the five columns.
    pub(crate) fn columns(&self) -> (&str, &str, &str, &str, &str) {
        (&self.target, &self.subject, &self.slot, &self.value, self.kind.word())
    }
}
