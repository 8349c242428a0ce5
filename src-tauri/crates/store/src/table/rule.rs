//! Rules in their order. A position counts from 0: the rule at 0 is #1.

use crate::error::{Fault, StoreError};
use crate::store::Store;
use rolecall_directory::{Folded, Rule};
use rusqlite::{Connection, Row, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE rule (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    note TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    condition TEXT NOT NULL,
    assigns TEXT NOT NULL,
    withholds TEXT NOT NULL
) STRICT;
";

/// What the second migration adds.
pub(crate) const HEADINGS: &str = "
ALTER TABLE rule ADD COLUMN heading TEXT NOT NULL DEFAULT '';
";

const COLUMNS: &str = "id, name, note, heading, enabled, condition, assigns, withholds";

fn read(row: &Row<'_>) -> Result<Rule, Fault> {
    Ok(Rule {
        id: row.get(0)?,
        name: row.get(1)?,
        note: row.get(2)?,
        heading: row.get(3)?,
        enabled: row.get(4)?,
        when: row.get(5)?,
        assigns: serde_json::from_str(&row.get::<_, String>(6)?)?,
        withholds: serde_json::from_str(&row.get::<_, String>(7)?)?,
    })
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Rule>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM rule ORDER BY position");
    let mut query = conn.prepare_cached(&sql)?;
    let mut found = query.query([])?;
    let mut rules = Vec::new();
    while let Some(row) = found.next()? {
        rules.push(read(row)?);
    }
    Ok(rules)
}

pub(crate) fn replace_all(tx: &Transaction<'_>, rules: &[Rule]) -> Result<(), Fault> {
    tx.execute("DELETE FROM rule", [])?;
    (0i64..).zip(rules).try_for_each(|(position, rule)| insert(tx, rule, position))
}

fn insert(tx: &Transaction<'_>, rule: &Rule, position: i64) -> Result<(), Fault> {
    refuse_taken(tx, rule)?;
    let known = "SELECT EXISTS (SELECT 1 FROM rule WHERE id = ?1)";
    if tx.prepare_cached(known)?.query_row([&rule.id], |row| row.get(0))? {
        return Err(StoreError::NameTaken { what: "rule id", name: rule.id.clone() }.into());
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO rule (id, position, name, name_folded, note, heading, enabled, condition,
             assigns, withholds) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute((
        &rule.id,
        position,
        &rule.name,
        Folded::new(&rule.name).as_str(),
        &rule.note,
        &rule.heading,
        rule.enabled,
        &rule.when,
        serde_json::to_string(&rule.assigns)?,
        serde_json::to_string(&rule.withholds)?,
    ))?;
    Ok(())
}

/// Refuses a rule whose name another rule has.
fn refuse_taken(tx: &Transaction<'_>, rule: &Rule) -> Result<(), Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM rule WHERE name_folded = ?1 AND id <> ?2)";
    let folded = Folded::new(&rule.name);
    let taken = tx.prepare_cached(sql)?.query_row((folded.as_str(), &rule.id), |row| row.get(0))?;
    if taken {
        return Err(StoreError::NameTaken { what: "rule", name: rule.name.clone() }.into());
    }
    Ok(())
}

impl Store {
    /// All rules, #1 first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        self.read(all)
    }
}
