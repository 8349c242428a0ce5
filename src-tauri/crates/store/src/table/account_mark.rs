//! What Rolecall manages in targets that cannot remember it themselves.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::{mark_change, value_mark};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE account_mark (
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    user_name TEXT NOT NULL,
    email TEXT,
    person TEXT,
    managed INTEGER NOT NULL,
    suspended_here INTEGER NOT NULL,
    PRIMARY KEY (target, account)
) STRICT, WITHOUT ROWID;
";

/// What is remembered of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMark {
    /// The target.
    pub target: String,
    /// The target's own key of the account.
    pub account: String,
    /// The userName it had when it was last marked; empty when only its key is known.
    pub user_name: String,
    /// The e-mail it had then.
    pub email: Option<String>,
    /// The stable id of the person it is linked to.
    pub person: Option<String>,
    /// Whether Rolecall made or adopted it.
    pub managed: bool,
    /// Whether it is inactive because Rolecall suspended it.
    pub suspended_here: bool,
    /// The values Rolecall gave or adopted, slot and value, in order.
    pub values: Vec<(String, String)>,
}

fn all(conn: &Connection, target: &str) -> Result<Vec<AccountMark>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT account, user_name, email, person, managed, suspended_here
         FROM account_mark WHERE target = ?1 ORDER BY account",
    )?;
    let found = query.query_map([target], |row| {
        Ok(AccountMark {
            target: target.to_owned(),
            account: row.get(0)?,
            user_name: row.get(1)?,
            email: row.get(2)?,
            person: row.get(3)?,
            managed: row.get(4)?,
            suspended_here: row.get(5)?,
            values: Vec::new(),
        })
    })?;
    let mut marks = found.collect::<Result<Vec<_>, _>>()?;
    let mut values = value_mark::all(conn, target)?.into_iter().peekable();
    for mark in &mut marks {
        while let Some((_, slot, value)) = values.next_if(|(account, ..)| *account == mark.account)
        {
            mark.values.push((slot, value));
        }
    }
    Ok(marks)
}

/// Makes sure that there is a mark to change.
pub(crate) fn ensure(tx: &Transaction<'_>, target: &str, account: &str) -> Result<(), Fault> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO account_mark
             (target, account, user_name, email, person, managed, suspended_here)
         VALUES (?1, ?2, '', NULL, NULL, 0, 0)",
    )?;
    insert.execute((target, account))?;
    Ok(())
}

impl Store {
    /// All marks of `target`, by account key.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn marks(&self, target: &str) -> Result<Vec<AccountMark>, StoreError> {
        self.read(|conn| all(conn, target))
    }

    /// Changes marks outside of a run, as when an account turns out to be gone.
    ///
    /// # Errors
    /// When they cannot be written; none is changed then.
    pub fn change_marks(&self, changes: &[mark_change::MarkChange]) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| mark_change::apply_all(tx, changes))
    }
}
