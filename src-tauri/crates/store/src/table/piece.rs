//! The pieces of the configuration that are kept whole: directories, attributes, targets,
//! exceptions and rule tests, each a table of named definitions in order.

use crate::error::{Fault, StoreError};
use rolecall_directory::Folded;
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) const SCHEMA: &str = "
CREATE TABLE directory (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
) STRICT;
CREATE TABLE attribute (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
) STRICT;
CREATE TABLE target (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
) STRICT;
CREATE TABLE exception (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;
CREATE TABLE rule_test (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;
";

/// The pieces, by their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Directory,
    Attribute,
    Target,
    Exception,
    RuleTest,
}

impl Piece {
    fn table(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Attribute => "attribute",
            Self::Target => "target",
            Self::Exception => "exception",
            Self::RuleTest => "rule_test",
        }
    }

    fn is_unique(self) -> bool {
        !matches!(self, Self::Exception | Self::RuleTest)
    }

    /// All definitions, in their order.
    pub(crate) fn all<T: DeserializeOwned>(self, conn: &Connection) -> Result<Vec<T>, Fault> {
        let sql = format!("SELECT definition FROM {} ORDER BY position", self.table());
        let mut query = conn.prepare_cached(&sql)?;
        let mut found = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(serde_json::from_str(
                row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?,
            )?);
        }
        Ok(all)
    }

    /// Puts `all` in the place of what is there.
    pub(crate) fn replace<T: Serialize>(
        self,
        tx: &Transaction<'_>,
        all: &[T],
        name: impl Fn(&T) -> &str,
    ) -> Result<(), Fault> {
        let table = self.table();
        tx.execute(&format!("DELETE FROM {table}"), [])?;
        let mut insert = tx.prepare_cached(&format!(
            "INSERT INTO {table} (position, name, name_folded, definition) VALUES (?1, ?2, ?3, ?4)"
        ))?;
        let mut names = std::collections::HashSet::new();
        for (position, one) in (0i64..).zip(all) {
            let (name, folded) = (name(one), Folded::new(name(one)));
            if self.is_unique() && !names.insert(folded.clone()) {
                return Err(StoreError::NameTaken { what: table, name: name.to_owned() }.into());
            }
            let definition = serde_json::to_string(one)?;
            insert.execute((position, name, folded.as_str(), definition))?;
        }
        Ok(())
    }
}
