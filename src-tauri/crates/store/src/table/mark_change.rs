//! Changes of marks, which go with the outcomes that cause them.

use crate::error::Fault;
use crate::table::{account_mark, value_mark};
use rolecall_directory::{Step, StepKind};
use rusqlite::Transaction;

/// One change of what is remembered of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkChange {
    /// The account is managed from now on, and active.
    Manage {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
        /// Its userName.
        user_name: String,
        /// Its e-mail.
        email: Option<String>,
        /// The stable id of its person.
        person: Option<String>,
    },
    /// The account has this userName and e-mail from now on.
    Rename {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
        /// Its userName.
        user_name: String,
        /// Its e-mail.
        email: Option<String>,
    },
    /// The account has another key from now on: an e-mail that is the key was changed.
    Move {
        /// The target.
        target: String,
        /// The key it had.
        from: String,
        /// The key it has.
        to: String,
    },
    /// Rolecall suspended the account, or made it active again.
    Suspend {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
        /// Whether it is suspended.
        suspended: bool,
    },
    /// A value is managed from now on.
    Give {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
        /// The slot.
        slot: String,
        /// The value.
        value: String,
    },
    /// A value is not managed any more.
    Take {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
        /// The slot.
        slot: String,
        /// The value.
        value: String,
    },
    /// Nothing is remembered of the account any more.
    Forget {
        /// The target.
        target: String,
        /// The account's key.
        account: String,
    },
}

impl MarkChange {
    /// What a step that was done changes. `account` is the key of its account, `email` what was
    /// sent as its e-mail, `adopts` the values that an adoption makes managed.
    #[must_use]
    pub fn of_done(
        target: &str,
        step: &Step,
        account: &str,
        email: Option<&str>,
        adopts: &[(String, String)],
    ) -> Vec<Self> {
        let (target, account) = (target.to_owned(), account.to_owned());
        let user_name = step.user.clone();
        let email = email.map(str::to_owned);
        let value = step.slot.clone().zip(step.value.clone());
        match step.kind {
            StepKind::Create | StepKind::Adopt => {
                let person = step.person.clone();
                let given = value.into_iter().chain(adopts.iter().cloned());
                let given: Vec<_> = given
                    .map(|(slot, value)| Self::Give {
                        target: target.clone(),
                        account: account.clone(),
                        slot,
                        value,
                    })
                    .collect();
                let manage = Self::Manage { target, account, user_name, email, person };
                std::iter::once(manage).chain(given).collect()
            }
            StepKind::Update => vec![Self::Rename { target, account, user_name, email }],
            StepKind::Suspend => vec![Self::Suspend { target, account, suspended: true }],
            StepKind::Reactivate => vec![Self::Suspend { target, account, suspended: false }],
            StepKind::Value => Vec::new(),
            StepKind::Assign => value
                .map(|(slot, value)| Self::Give { target, account, slot, value })
                .into_iter()
                .collect(),
            StepKind::Unassign => value
                .map(|(slot, value)| Self::Take { target, account, slot, value })
                .into_iter()
                .collect(),
        }
    }
}

pub(crate) fn apply_all(tx: &Transaction<'_>, changes: &[MarkChange]) -> Result<(), Fault> {
    // The account that surely has a mark, for changes of one account follow each other.
    let mut there = None;
    for change in changes {
        apply(tx, change, there)?;
        there = match change {
            MarkChange::Manage { target, account, .. }
            | MarkChange::Suspend { target, account, .. }
            | MarkChange::Give { target, account, .. } => Some((target.as_str(), account.as_str())),
            _ => None,
        };
    }
    Ok(())
}

fn apply(
    tx: &Transaction<'_>,
    change: &MarkChange,
    there: Option<(&str, &str)>,
) -> Result<(), Fault> {
    match change {
        MarkChange::Manage { target, account, user_name, email, person } => {
            let sql = "INSERT INTO account_mark
                     (target, account, user_name, email, person, managed, suspended_here)
                 VALUES (?1, ?2, ?3, ?4, ?5, 1, 0)
                 ON CONFLICT (target, account) DO UPDATE SET
                     user_name = excluded.user_name,
                     email = coalesce(excluded.email, email),
                     person = coalesce(excluded.person, person),
                     managed = 1,
                     suspended_here = 0";
            tx.prepare_cached(sql)?.execute((target, account, user_name, email, person))?;
        }
        MarkChange::Rename { target, account, user_name, email } => {
            let sql = "UPDATE account_mark SET user_name = ?3, email = coalesce(?4, email)
                 WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(sql)?.execute((target, account, user_name, email))?;
        }
        MarkChange::Move { target, from, to } => {
            // What was remembered of an account that had this key before is of no use any more.
            // Where the account moved already, nothing moves.
            let make_room = "DELETE FROM account_mark WHERE target = ?1 AND account = ?3
                     AND EXISTS (SELECT 1 FROM account_mark WHERE target = ?1 AND account = ?2)";
            tx.prepare_cached(make_room)?.execute((target, from, to))?;
            let copy = "INSERT INTO account_mark
                     (target, account, user_name, email, person, managed, suspended_here)
                 SELECT target, ?3, user_name, email, person, managed, suspended_here
                 FROM account_mark WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(copy)?.execute((target, from, to))?;
            let values = "UPDATE value_mark SET account = ?3 WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(values)?.execute((target, from, to))?;
            let drop = "DELETE FROM account_mark WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(drop)?.execute((target, from))?;
        }
        MarkChange::Suspend { target, account, suspended } => {
            account_mark::ensure(tx, target, account)?;
            let sql = "UPDATE account_mark SET suspended_here = ?3
                 WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(sql)?.execute((target, account, suspended))?;
        }
        MarkChange::Give { target, account, slot, value } => {
            if there != Some((target.as_str(), account.as_str())) {
                account_mark::ensure(tx, target, account)?;
            }
            value_mark::add(tx, target, account, slot, value)?;
        }
        MarkChange::Take { target, account, slot, value } => {
            value_mark::remove(tx, target, account, slot, value)?;
        }
        MarkChange::Forget { target, account } => {
            let sql = "DELETE FROM account_mark WHERE target = ?1 AND account = ?2";
            tx.prepare_cached(sql)?.execute((target, account))?;
        }
    }
    Ok(())
}
