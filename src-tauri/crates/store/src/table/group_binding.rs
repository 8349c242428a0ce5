//! Which group, by its stable id, each rule means by a name in its condition.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use crate::table::person::place;
use crate::table::{configuration, reading};
use rolecall_directory::Folded;
use rusqlite::{Connection, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE group_binding (
    rule TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    directory TEXT NOT NULL,
    group_id TEXT NOT NULL,
    PRIMARY KEY (rule, name_folded, directory)
) STRICT, WITHOUT ROWID;
";

/// A name in a rule's condition, and the group it means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupBinding {
    /// The rule's id.
    pub rule: String,
    /// The group's name in the condition.
    pub name: Folded,
    /// The directory's name.
    pub directory: String,
    /// The group's stable id there.
    pub group: String,
}

/// A rule whose condition is to be rewritten because groups in it have other names now.
#[derive(Debug, Clone, PartialEq)]
pub struct RewrittenRule {
    /// The rule's id.
    pub rule: String,
    /// Its condition as it was read; one that was changed since is left alone.
    pub before: String,
    /// Its condition from now on.
    pub after: String,
    /// What Activity is told.
    pub entries: Vec<NewActivity>,
}

fn all(conn: &Connection) -> Result<Vec<GroupBinding>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT rule, name_folded, directory, group_id FROM group_binding
         ORDER BY rule, name_folded, directory",
    )?;
    let rows = query.query_map([], |row| {
        let name: String = row.get(1)?;
        Ok(GroupBinding {
            rule: row.get(0)?,
            name: Folded::new(&name),
            directory: row.get(2)?,
            group: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn rewrite(tx: &Transaction<'_>, rule: &RewrittenRule) -> Result<bool, Fault> {
    let sql = "UPDATE rule SET condition = ?3 WHERE id = ?1 AND condition = ?2";
    let changed = tx.execute(sql, (&rule.rule, &rule.before, &rule.after))? > 0;
    if changed {
        activity::append(tx, &rule.entries)?;
    }
    Ok(changed)
}

impl Store {
    /// All bindings, by rule, name and directory.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn group_bindings(&self) -> Result<Vec<GroupBinding>, StoreError> {
        self.read(all)
    }

    /// The groups of the last reading of `directory`: stable id and display name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn group_names(&self, directory: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.read(|conn| {
            let Some(found) = reading::find(conn, directory)? else { return Ok(Vec::new()) };
            let sql = "SELECT id, display FROM \"group\" WHERE place >= ?1 AND place < ?2";
            let mut query = conn.prepare_cached(sql)?;
            let bounds = (place(found.id, 0), place(found.id + 1, 0));
            let rows = query.query_map(bounds, |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Rewrites conditions, tells Activity of each, and puts `bindings` in the place of all there
    /// were, as one change; answers which rules were rewritten.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn bind_groups(
        &self,
        rewritten: &[RewrittenRule],
        bindings: &[GroupBinding],
    ) -> Result<Vec<bool>, StoreError> {
        self.write(Durability::Full, |tx| {
            let done: Vec<bool> =
                rewritten.iter().map(|rule| rewrite(tx, rule)).collect::<Result<_, _>>()?;
            if done.contains(&true) {
                configuration::bump(tx)?;
            }
            tx.execute("DELETE FROM group_binding", [])?;
            let mut insert = tx.prepare_cached(
                "INSERT INTO group_binding (rule, name_folded, directory, group_id)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            for one in bindings {
                insert.execute((&one.rule, one.name.as_str(), &one.directory, &one.group))?;
            }
            Ok(done)
        })
    }
}
