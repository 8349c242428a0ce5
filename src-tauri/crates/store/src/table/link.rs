//! Links by hand: accounts that an administrator gave to a person, or to nobody.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE link (
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    directory TEXT,
    person TEXT,
    who TEXT NOT NULL,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (target, account),
    UNIQUE (target, directory, person)
) STRICT, WITHOUT ROWID;
";

/// Begins the key of an account whose link is under way to a new one.
const UNDER_WAY: char = '\u{1f}';

/// A person, by directory and the source's stable id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LinkedPerson {
    /// The directory's name.
    pub directory: String,
    /// The source's stable id there.
    pub id: String,
}

/// A link by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target.
    pub target: String,
    /// The target's own key of the account.
    pub account: String,
    /// Whose it is; nobody's when absent.
    pub person: Option<LinkedPerson>,
    /// Who said so.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// What came of linking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkAnswer {
    /// It is linked.
    Linked,
    /// The person has another account there by hand: its key.
    HasAnother(String),
}

fn all(conn: &Connection, target: &str) -> Result<Vec<Link>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT account, directory, person, who, linked_at FROM link
         WHERE target = ?1 ORDER BY account",
    )?;
    let found = query.query_map([target], |row| {
        let (directory, id): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
        let person = directory.zip(id).map(|(directory, id)| LinkedPerson { directory, id });
        let (who, at) = (row.get(3)?, row.get(4)?);
        Ok(Link { target: target.to_owned(), account: row.get(0)?, person, who, at })
    })?;
    Ok(found.collect::<Result<Vec<_>, _>>()?)
}

impl Store {
    /// The links by hand in `target`, by account key.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn links(&self, target: &str) -> Result<Vec<Link>, StoreError> {
        self.read(|conn| all(conn, target))
    }

    /// Gives an account to a person, or to nobody, whatever was said of it before. A person has
    /// one account by hand in a target at most: a second one is refused.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn link(&self, link: &Link) -> Result<LinkAnswer, StoreError> {
        self.write(Durability::Full, |tx| {
            let person = link.person.as_ref();
            let (directory, id) = person.map(|one| (&one.directory, &one.id)).unzip();
            let sql = "SELECT account FROM link
                 WHERE target = ?1 AND directory = ?2 AND person = ?3 AND account <> ?4";
            let found = tx
                .prepare_cached(sql)?
                .query_row((&link.target, directory, id, &link.account), |row| row.get(0));
            if let Some(other) = found.optional()? {
                return Ok(LinkAnswer::HasAnother(other));
            }
            let sql = "INSERT INTO link (target, account, directory, person, who, linked_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (target, account)
                 DO UPDATE SET directory = ?3, person = ?4, who = ?5, linked_at = ?6";
            tx.execute(sql, (&link.target, &link.account, directory, id, &link.who, link.at))?;
            Ok(LinkAnswer::Linked)
        })
    }

    /// Forgets the link of an account that is gone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_link(&self, target: &str, account: &str) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            tx.execute("DELETE FROM link WHERE target = ?1 AND account = ?2", [target, account])?;
            Ok(())
        })
    }

    /// Lets links follow accounts whose key changed: old key and new key.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn move_links(&self, target: &str, moved: &[(String, String)]) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE OR REPLACE link SET account = ?3 WHERE target = ?1 AND account = ?2";
            let mut update = tx.prepare_cached(sql)?;
            // By way of a key that no account has: two accounts may have swapped theirs.
            for (from, to) in moved {
                update.execute((target, from, format!("{UNDER_WAY}{to}")))?;
            }
            for (_, to) in moved {
                update.execute((target, format!("{UNDER_WAY}{to}"), to))?;
            }
            Ok(())
        })
    }
}
