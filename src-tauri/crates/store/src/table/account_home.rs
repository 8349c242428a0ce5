//! Of which directory the person of an account is. The source's stable ids are compared within a
//! directory only, so an id alone does not tell whose an account is where there are several.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use crate::table::setting;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE account_home (
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    directory TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (target, account)
) STRICT, WITHOUT ROWID;
";

/// The setting that says that accounts from before there were several directories have homes.
const NOTED: &str = "homes_noted";

/// Of which directory the person of an account is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountHome {
    /// The target's own key of the account.
    pub account: String,
    /// The directory's name.
    pub directory: String,
    /// The source's stable id of the person there.
    pub person: String,
}

impl Store {
    /// The homes of accounts of `target`, by account key.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn homes(&self, target: &str) -> Result<Vec<AccountHome>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT account, directory, person FROM account_home
                       WHERE target = ?1 ORDER BY account";
            let mut query = conn.prepare_cached(sql)?;
            let rows = query.query_map([target], |row| {
                let (account, directory, person) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(AccountHome { account, directory, person })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes the homes of accounts of `target`; others stay.
    ///
    /// # Errors
    /// When they cannot be written; none is then.
    pub fn note_homes(&self, target: &str, homes: &[AccountHome]) -> Result<(), StoreError> {
        if homes.is_empty() {
            return Ok(());
        }
        self.write(Durability::Full, |tx| {
            let sql = "INSERT OR REPLACE INTO account_home (target, account, directory, person)
                       VALUES (?1, ?2, ?3, ?4)";
            let mut insert = tx.prepare_cached(sql)?;
            for AccountHome { account, directory, person } in homes {
                insert.execute((target, account, directory, person))?;
            }
            Ok(())
        })
    }

    /// Notes the homes of accounts that have none noted, by the directories' last readings: of a
    /// person with the account's id and userName. Does so once, until
    /// [`Store::homes_are_alone`] is called.
    ///
    /// # Errors
    /// When they cannot be written; none is then.
    pub fn note_homes_as_read(&self) -> Result<(), StoreError> {
        if self.setting::<bool>(NOTED)? == Some(true) {
            return Ok(());
        }
        self.write(Durability::Full, |tx| {
            // By the row's own number, which holds the reading's.
            let sql = "INSERT OR IGNORE INTO account_home (target, account, directory, person)
                       SELECT m.target, m.account, r.directory, p.id
                       FROM account_mark m
                       JOIN person p ON p.id = m.person
                           AND lower(p.user_name) = lower(m.user_name)
                       JOIN reading r ON r.id = p.place >> 32";
            tx.execute(sql, [])?;
            setting::put(tx, NOTED, &true)
        })
    }

    /// There is one directory only, to whose people all accounts belong; homes are noted anew once
    /// there are several.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn homes_are_alone(&self) -> Result<(), StoreError> {
        if self.setting::<bool>(NOTED)?.is_some() {
            self.remove_setting(NOTED)?;
        }
        Ok(())
    }
}
