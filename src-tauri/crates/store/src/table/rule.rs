//! Rules in their order. A position is an index from 0: the rule at 0 is #1.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::configuration;
use rolecall_directory::{Folded, Rule};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

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

fn position_of(tx: &Transaction<'_>, id: &str) -> Result<i64, Fault> {
    let found = tx.query_row("SELECT position FROM rule WHERE id = ?1", [id], |row| row.get(0));
    found.optional()?.ok_or_else(|| not_found(id))
}

fn not_found(id: &str) -> Fault {
    StoreError::NotFound { what: "rule", id: id.to_owned() }.into()
}

/// Moves the rules from `position` on down by one, to make room.
fn open_gap(tx: &Transaction<'_>, position: i64) -> Result<(), Fault> {
    tx.execute("UPDATE rule SET position = position + 1 WHERE position >= ?1", [position])?;
    Ok(())
}

/// Moves the rules after `position` up by one.
fn close_gap(tx: &Transaction<'_>, position: i64) -> Result<(), Fault> {
    tx.execute("UPDATE rule SET position = position - 1 WHERE position > ?1", [position])?;
    Ok(())
}

fn count(tx: &Transaction<'_>) -> Result<i64, Fault> {
    Ok(tx.query_row("SELECT count(*) FROM rule", [], |row| row.get(0))?)
}

/// The place for `wanted` among `count` others: the end when it lies beyond.
fn place(wanted: usize, count: i64) -> i64 {
    i64::try_from(wanted).unwrap_or(i64::MAX).min(count)
}

impl Store {
    /// All rules, #1 first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        self.read(all)
    }

    /// Puts `rule` at index `position`, or at the end when that lies beyond it.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] for its name or id; when it cannot be written.
    pub fn insert_rule(&self, rule: &Rule, position: usize) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let position = place(position, count(tx)?);
            open_gap(tx, position)?;
            insert(tx, rule, position)?;
            configuration::bump(tx)
        })
    }

    /// Changes the rule with the id of `rule` to what `rule` says; its position stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NameTaken`]; when it cannot be written.
    pub fn update_rule(&self, rule: &Rule) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let position = position_of(tx, &rule.id)?;
            tx.execute("DELETE FROM rule WHERE id = ?1", [&rule.id])?;
            insert(tx, rule, position)?;
            configuration::bump(tx)
        })
    }

    /// Moves the rule `id` to index `to`, or to the end when that lies beyond it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; when it cannot be written.
    pub fn move_rule(&self, id: &str, to: usize) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let from = position_of(tx, id)?;
            let to = place(to, count(tx)? - 1);
            close_gap(tx, from)?;
            // Itself is moved by neither: its position is set last.
            open_gap(tx, to)?;
            tx.execute("UPDATE rule SET position = ?2 WHERE id = ?1", (id, to))?;
            configuration::bump(tx)
        })
    }

    /// Switches the rule `id` on or off.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; when it cannot be written.
    pub fn set_rule_enabled(&self, id: &str, enabled: bool) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            if tx.execute("UPDATE rule SET enabled = ?2 WHERE id = ?1", (id, enabled))? == 0 {
                return Err(not_found(id));
            }
            configuration::bump(tx)
        })
    }

    /// Removes the rule `id`; answers it and its index, with which
    /// [`insert_rule`](Self::insert_rule) brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; when it cannot be written.
    pub fn delete_rule(&self, id: &str) -> Result<(Rule, usize), StoreError> {
        self.write(Durability::Full, |tx| {
            let position = position_of(tx, id)?;
            let sql = format!("SELECT {COLUMNS} FROM rule WHERE id = ?1");
            let rule = tx.prepare(&sql)?.query_row([id], |row| Ok(read(row)))??;
            tx.execute("DELETE FROM rule WHERE id = ?1", [id])?;
            close_gap(tx, position)?;
            configuration::bump(tx)?;
            Ok((rule, usize::try_from(position).unwrap_or(0)))
        })
    }
}
