//! The open failures, grouped by target and cause for the banners.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::run::RunId;
use crate::words;
use rolecall_directory::{Cause, Folded, StepKind};
use rusqlite::{Connection, Row, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

pub(crate) const SCHEMA: &str = "
CREATE TABLE failure (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    cause TEXT NOT NULL,
    user TEXT NOT NULL,
    user_folded TEXT NOT NULL,
    person TEXT,
    kind TEXT,
    slot TEXT NOT NULL,
    value TEXT NOT NULL,
    rules TEXT NOT NULL,
    message TEXT NOT NULL,
    tries INTEGER NOT NULL,
    run INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    UNIQUE (target, cause, user_folded, slot, value)
) STRICT;
";

/// A failure as a run found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureRow {
    /// Why.
    pub cause: Cause,
    /// The person's userName, or the account's where there is no person.
    pub user: String,
    /// The person's stable id.
    pub person: Option<String>,
    /// What was to happen; none for a failure known before any step.
    pub kind: Option<StepKind>,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The rules behind it, highest first.
    pub rules: Vec<String>,
    /// The target's own words, or ours.
    pub message: String,
    /// How often it was tried in this run.
    pub tries: u32,
}

/// A failure as it stands open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureRecord {
    /// Its number.
    pub id: i64,
    /// The target.
    pub target: String,
    /// Why.
    pub cause: Cause,
    /// The userName.
    pub user: String,
    /// The person's stable id.
    pub person: Option<String>,
    /// What was to happen.
    pub kind: Option<StepKind>,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The rules behind it, highest first.
    pub rules: Vec<String>,
    /// The target's own words, or ours.
    pub message: String,
    /// How often it was tried, over all runs.
    pub tries: u32,
    /// The run that saw it last.
    pub run: RunId,
    /// When it was first seen.
    pub first_seen: i64,
    /// When it was last seen.
    pub last_seen: i64,
}

pub(crate) const COLUMNS: &str = "id, target, cause, user, person, kind, slot, value, rules, message, tries, \
     run, first_seen, last_seen";

pub(crate) fn read(row: &Row<'_>) -> Result<FailureRecord, Fault> {
    let some = |at| row.get::<_, String>(at).map(|text| (!text.is_empty()).then_some(text));
    let kind: Option<String> = row.get(5)?;
    Ok(FailureRecord {
        id: row.get(0)?,
        target: row.get(1)?,
        cause: words::cause(&row.get::<_, String>(2)?)?,
        user: row.get(3)?,
        person: row.get(4)?,
        kind: kind.map(|word| words::kind(&word)).transpose()?,
        slot: some(6)?,
        value: some(7)?,
        rules: serde_json::from_str(&row.get::<_, String>(8)?)?,
        message: row.get(9)?,
        tries: row.get(10)?,
        run: row.get(11)?,
        first_seen: row.get(12)?,
        last_seen: row.get(13)?,
    })
}

fn of_target(conn: &Connection, target: &str) -> Result<Vec<FailureRecord>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM failure WHERE target = ?1");
    let mut query = conn.prepare_cached(&sql)?;
    let mut found = query.query([target])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// What makes two failures in one target the same.
type Same = (Cause, Folded, String, String);

fn same(cause: Cause, user: &str, slot: Option<&String>, value: Option<&String>) -> Same {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    (cause, Folded::new(user), text(slot), text(value))
}

fn upsert(
    tx: &Transaction<'_>,
    target: &str,
    run: RunId,
    row: &FailureRow,
    now: i64,
) -> Result<(), Fault> {
    // A further failure of a person whose banner was dismissed does not bring it back.
    let mut statement = tx.prepare_cached(
        "INSERT INTO failure (target, cause, user, user_folded, person, kind, slot, value, rules,
             message, tries, run, first_seen, last_seen, dismissed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13,
             EXISTS (SELECT 1 FROM failure WHERE target = ?1 AND cause = ?2 AND user_folded = ?4
                     AND dismissed))
         ON CONFLICT DO UPDATE SET
             user = excluded.user, person = excluded.person, kind = excluded.kind,
             rules = excluded.rules, message = excluded.message,
             tries = tries + excluded.tries, run = excluded.run, last_seen = excluded.last_seen",
    )?;
    statement.execute(rusqlite::params![
        target,
        row.cause.word(),
        row.user,
        Folded::new(&row.user).as_str(),
        row.person,
        row.kind.map(StepKind::word),
        row.slot.as_deref().unwrap_or_default(),
        row.value.as_deref().unwrap_or_default(),
        serde_json::to_string(&row.rules)?,
        row.message,
        row.tries,
        run,
        now,
    ])?;
    Ok(())
}

impl Store {
    /// Makes `rows` the open failures of `target`. One that was open already, by cause, user,
    /// slot and value, keeps when it was first seen and adds its tries. Of the others those go
    /// about which `concerned` says that the run looked at them: all of them in a full run.
    ///
    /// # Errors
    /// When they cannot be written; none is changed then.
    pub fn replace_failures(
        &self,
        target: &str,
        run: RunId,
        rows: &[FailureRow],
        now: i64,
        concerned: impl Fn(&FailureRecord) -> bool,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let key = |row: &FailureRow| {
                same(row.cause, &row.user, row.slot.as_ref(), row.value.as_ref())
            };
            let found: HashSet<Same> = rows.iter().map(key).collect();
            let mut delete = tx.prepare_cached("DELETE FROM failure WHERE id = ?1")?;
            for old in of_target(tx, target)? {
                let key = same(old.cause, &old.user, old.slot.as_ref(), old.value.as_ref());
                if !found.contains(&key) && concerned(&old) {
                    delete.execute([old.id])?;
                }
            }
            rows.iter().try_for_each(|row| upsert(tx, target, run, row, now))
        })
    }

    /// Hides the banner of `cause` in `target` until a further person is affected, or the cause
    /// vanished and came back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn dismiss(&self, target: &str, cause: Cause) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE failure SET dismissed = 1 WHERE target = ?1 AND cause = ?2";
            tx.execute(sql, (target, cause.word()))?;
            Ok(())
        })
    }
}
