//! Tokens by which others write to a directory: their hashes, never they themselves.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE push_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    who TEXT NOT NULL,
    used INTEGER
) STRICT;
CREATE UNIQUE INDEX push_token_name ON push_token (directory, name);
";

/// How many tokens of a directory are valid at once: the one in use, and the one that replaces it.
const AT_ONCE: i64 = 2;

/// A token that is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushToken {
    /// Its number.
    pub id: i64,
    /// The directory it opens.
    pub directory: String,
    /// What it is called.
    pub name: String,
    /// The SHA-256 of it.
    pub hash: Vec<u8>,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created: i64,
    /// Who made it.
    pub who: String,
    /// When it was last used, to the minute.
    pub used: Option<i64>,
}

impl Store {
    /// All tokens, by directory and age.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn push_tokens(&self) -> Result<Vec<PushToken>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT id, directory, name, hash, created, who, used FROM push_token
                       ORDER BY directory, id";
            let mut query = conn.prepare_cached(sql)?;
            let rows = query.query_map([], |row| {
                Ok(PushToken {
                    id: row.get(0)?,
                    directory: row.get(1)?,
                    name: row.get(2)?,
                    hash: row.get(3)?,
                    created: row.get(4)?,
                    who: row.get(5)?,
                    used: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a token; its `id` and `used` are not looked at. Answers its number, `None` where two
    /// are valid already.
    ///
    /// # Errors
    /// When the directory has one of that name, or it cannot be written.
    pub fn add_push_token(&self, token: &PushToken) -> Result<Option<i64>, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "SELECT id FROM push_token WHERE directory = ?1 AND name = ?2";
            let taken =
                tx.query_row(sql, (&token.directory, &token.name), |_| Ok(())).optional()?;
            if taken.is_some() {
                let name = token.name.clone();
                return Err(StoreError::NameTaken { what: "token", name }.into());
            }
            let sql = "SELECT count(*) FROM push_token WHERE directory = ?1";
            let there: i64 = tx.query_row(sql, [&token.directory], |row| row.get(0))?;
            if there >= AT_ONCE {
                return Ok(None);
            }
            let sql = "INSERT INTO push_token (directory, name, hash, created, who)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.execute(
                sql,
                (&token.directory, &token.name, &token.hash, token.created, &token.who),
            )?;
            Ok(Some(tx.last_insert_rowid()))
        })
    }

    /// Makes a token invalid; answers it, where it was there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn revoke_push_token(&self, id: i64) -> Result<Option<(String, String)>, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM push_token WHERE id = ?1 RETURNING directory, name";
            Ok(tx.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }

    /// Notes when tokens were last used: number and moment of each.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn use_push_tokens(&self, used: &[(i64, i64)]) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            for (id, at) in used {
                tx.execute("UPDATE push_token SET used = ?2 WHERE id = ?1", (id, at))?;
            }
            Ok(())
        })
    }
}
