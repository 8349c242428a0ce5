//! The draft: rules as edited and not yet saved, one a workspace. What it holds is the
//! application's; here it is a text with its edition.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use crate::table::{configuration, rule};
use rolecall_directory::Rule;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE draft (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    edition INTEGER NOT NULL,
    base_version INTEGER NOT NULL,
    content TEXT NOT NULL,
    who TEXT NOT NULL,
    edited_at INTEGER NOT NULL
) STRICT;
";

/// The draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDraft {
    /// Grows with each edit.
    pub edition: i64,
    /// The version of the configuration it was begun from.
    pub base_version: i64,
    /// The rules as edited, and those it was begun from.
    pub content: String,
    /// Who edited it last.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

impl Store {
    /// The draft, when there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn draft(&self) -> Result<Option<StoredDraft>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT edition, base_version, content, who, edited_at FROM draft",
            )?;
            let found = query.query_row([], |row| {
                Ok(StoredDraft {
                    edition: row.get(0)?,
                    base_version: row.get(1)?,
                    content: row.get(2)?,
                    who: row.get(3)?,
                    at: row.get(4)?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// The edition of the draft, when there is one: what tells whether another process edited it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn draft_edition(&self) -> Result<Option<i64>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached("SELECT edition FROM draft")?;
            Ok(query.query_row([], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps the draft in the place of the one that is there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_draft(&self, draft: &StoredDraft) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            tx.execute(
                "INSERT OR REPLACE INTO draft (one, edition, base_version, content, who, edited_at)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5)",
                (draft.edition, draft.base_version, &draft.content, &draft.who, draft.at),
            )?;
            Ok(())
        })
    }

    /// Puts `rules` in the place of the saved ones, enters `entries` in Activity and gives the
    /// draft up, all at once; answers `false`, and does nothing, where the configuration is not of
    /// `version` any more.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] when two rules share a name without case, or an id; when it
    /// cannot be written.
    pub fn save_draft(
        &self,
        rules: &[Rule],
        version: i64,
        entries: &[NewActivity],
    ) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "SELECT version FROM configuration";
            if tx.query_row(sql, [], |row| row.get::<_, i64>(0))? != version {
                return Ok(false);
            }
            rule::replace_all(tx, rules)?;
            configuration::bump(tx)?;
            activity::append(tx, entries)?;
            tx.execute("DELETE FROM draft", [])?;
            Ok(true)
        })
    }

    /// Gives the draft up; nothing happens where there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn drop_draft(&self) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            tx.execute("DELETE FROM draft", [])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::StoredDraft;
    use crate::{ActivityFilter, NewActivity, Page, Store};
    use rolecall_directory::{Configuration, Rule};

    fn draft(edition: i64) -> StoredDraft {
        let (content, who) = ("{}".to_owned(), "ann@desk".to_owned());
        StoredDraft { edition, base_version: 3, content, who, at: 7 }
    }

    fn rule(name: &str) -> Rule {
        Rule {
            id: name.to_owned(),
            name: name.to_owned(),
            note: String::new(),
            heading: String::new(),
            enabled: true,
            when: "userName pr".to_owned(),
            assigns: Vec::new(),
            withholds: Vec::new(),
        }
    }

    #[test]
    fn saving_writes_all_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let begun = Configuration { rules: vec![rule("Old")], ..Configuration::default() };
        store.replace_configuration(&begun).unwrap();
        store.keep_draft(&draft(1)).unwrap();
        let version = store.configuration_version().unwrap();
        let entry = NewActivity {
            at: 7,
            who: "ann@desk".to_owned(),
            kind: "rule_created".to_owned(),
            status: "ok".to_owned(),
            person: None,
            rule: Some("New".to_owned()),
            target: None,
            run: None,
            cause: None,
            detail: serde_json::json!({}),
        };
        let entries = [entry];
        let new = [rule("New"), rule("Old")];
        assert!(!store.save_draft(&new, version - 1, &entries).unwrap(), "of another version");
        assert!(store.save_draft(&[rule("A"), rule("a")], version, &entries).is_err(), "one name");
        assert_eq!(store.rules().unwrap(), [rule("Old")], "nothing was saved so far");
        assert!(store.draft().unwrap().is_some(), "and the draft is there still");
        assert!(store.save_draft(&new, version, &entries).unwrap());
        assert_eq!(store.rules().unwrap(), new, "the rules in their order");
        assert_eq!(store.draft().unwrap(), None, "the draft is done with");
        let told = store.activity(&ActivityFilter::default(), Page::ALL).unwrap();
        assert_eq!(told.total, 1, "once");
        assert_eq!(store.configuration_version().unwrap(), version + 1, "it is a new version");
    }

    #[test]
    fn there_is_one_draft_and_it_outlives_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.draft().unwrap(), None, "a new workspace has none");
        store.keep_draft(&draft(1)).unwrap();
        store.keep_draft(&draft(2)).unwrap();
        drop(store);
        let again = Store::open(dir.path()).unwrap();
        assert_eq!(again.draft().unwrap(), Some(draft(2)), "the later edit is kept");
        assert_eq!(again.draft_edition().unwrap(), Some(2), "its edition alone says so too");
        again.drop_draft().unwrap();
        assert_eq!(again.draft().unwrap(), None, "it was given up");
    }
}
