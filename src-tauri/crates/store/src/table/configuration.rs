//! The configuration as a whole, and its version.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::piece::Piece;
use crate::table::{domain, rule, setting};
use rolecall_directory::Configuration;
use rusqlite::{Connection, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE configuration (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO configuration (one, version) VALUES (1, 0);
";

/// The setting that holds where news go: one for the whole configuration.
const NOTIFY: &str = "configuration.notify";
/// The setting that holds what the schedule says for all targets.
const SCHEDULE: &str = "configuration.schedule";
/// The setting that holds how long Activity is kept.
const ACTIVITY: &str = "configuration.activity";

/// Counts one more change.
pub(crate) fn bump(tx: &Transaction<'_>) -> Result<(), Fault> {
    tx.execute("UPDATE configuration SET version = version + 1", [])?;
    Ok(())
}

fn read(conn: &Connection) -> Result<Configuration, Fault> {
    let mut configuration = Configuration {
        directories: Piece::Directory.all(conn)?,
        attributes: Piece::Attribute.all(conn)?,
        targets: Piece::Target.all(conn)?,
        rules: rule::all(conn)?,
        exceptions: Piece::Exception.all(conn)?,
        rule_tests: Piece::RuleTest.all(conn)?,
        schedule: setting::get(conn, SCHEDULE)?.unwrap_or_default(),
        notify: setting::get(conn, NOTIFY)?.unwrap_or_default(),
        activity: setting::get(conn, ACTIVITY)?.unwrap_or_default(),
    };
    domain::lay_over(conn, &mut configuration)?;
    Ok(configuration)
}

impl Store {
    /// The whole configuration; empty in a new workspace.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn configuration(&self) -> Result<Configuration, StoreError> {
        self.read(read)
    }

    /// Puts `configuration` in the place of the present one.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] when two directories, attributes, targets or rules share a name
    /// without case, or two rules an id; when it cannot be written. Nothing is changed then.
    pub fn replace_configuration(&self, configuration: &Configuration) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            Piece::Directory.replace(tx, &configuration.directories, |one| &one.name)?;
            Piece::Attribute.replace(tx, &configuration.attributes, |one| &one.name)?;
            Piece::Target.replace(tx, &configuration.targets, |one| &one.name)?;
            Piece::Exception.replace(tx, &configuration.exceptions, |one| &one.user)?;
            Piece::RuleTest.replace(tx, &configuration.rule_tests, |one| &one.user)?;
            rule::replace_all(tx, &configuration.rules)?;
            setting::put(tx, SCHEDULE, &configuration.schedule)?;
            setting::put(tx, NOTIFY, &configuration.notify)?;
            setting::put(tx, ACTIVITY, &configuration.activity)?;
            bump(tx)
        })
    }

    /// A number that grows with each change of the configuration, rules included.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn configuration_version(&self) -> Result<i64, StoreError> {
        self.read(|conn| {
            Ok(conn.query_row("SELECT version FROM configuration", [], |row| row.get(0))?)
        })
    }
}
