//! People of a directory whom its source does not deliver: gone, or not seen yet.

use crate::error::{Fault, StoreError};
use crate::page::{Listing, Page, Paged};
use crate::store::{Durability, Store};
use crate::table::{life, reading};
use crate::words::worded;
use rolecall_directory::{Folded, PersonRecord};
use rusqlite::{Connection, Row, Transaction};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE known_person (
    one INTEGER PRIMARY KEY,
    directory TEXT NOT NULL,
    state TEXT NOT NULL,
    id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_folded TEXT NOT NULL,
    email TEXT,
    record TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX known_person_of ON known_person (directory, state, user_folded);
";

worded! {
    /// Why a person is not delivered.
    KnownState as "state of a person" {
        /// The source delivered them before and does not any more: they are disabled.
        Gone = "gone",
        /// They were there before the source, which has not delivered them yet.
        NotSeenYet = "not_seen_yet",
    }
}

/// A person of a directory whom its source does not deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPerson {
    /// The directory.
    pub directory: String,
    /// As last read, with the groups they count as members of.
    pub person: PersonRecord,
    /// Why they are not delivered.
    pub state: KnownState,
    /// Since when, in milliseconds since 1970 (UTC).
    pub since: i64,
}

const COLUMNS: &str = "directory, record, state, since";

fn read(row: &Row<'_>) -> Result<KnownPerson, Fault> {
    Ok(KnownPerson {
        directory: row.get(0)?,
        person: serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?,
        state: KnownState::read(&row.get::<_, String>(2)?)?,
        since: row.get(3)?,
    })
}

/// Puts `person` among those whom the source of `directory` does not deliver.
pub(crate) fn put(
    tx: &Transaction<'_>,
    directory: &str,
    person: &PersonRecord,
    (state, since): (KnownState, i64),
) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO known_person
         (directory, state, id, user_name, user_folded, email, record, since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        directory,
        state.word(),
        &person.id,
        &person.user_name,
        Folded::new(&person.user_name).as_str(),
        person.attribute("email"),
        serde_json::to_string(person)?,
        since,
    ))?;
    Ok(())
}

/// How many people of `directory` are in `state`.
pub(crate) fn count(conn: &Connection, directory: &str, state: KnownState) -> Result<u64, Fault> {
    let sql = "SELECT count(*) FROM known_person WHERE directory = ?1 AND state = ?2";
    let count: i64 =
        conn.prepare_cached(sql)?.query_row((directory, state.word()), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Forgets everybody of `directory`.
pub(crate) fn forget(tx: &Transaction<'_>, directory: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM known_person WHERE directory = ?1", [directory])?;
    Ok(())
}

impl Store {
    /// How many people of `directory` are in `state`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn known_count(&self, directory: &str, state: KnownState) -> Result<u64, StoreError> {
        self.read(|conn| count(conn, directory, state))
    }

    /// People whom sources do not deliver, by userName: of one directory or all, in one state or
    /// both, whose userName or e-mail contains `text` without case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn known_people(
        &self,
        (directory, state): (Option<&str>, Option<KnownState>),
        text: &str,
        page: Page,
    ) -> Result<Paged<KnownPerson>, StoreError> {
        let searched = Folded::new(text);
        self.read(|conn| {
            let listing = Listing {
                columns: COLUMNS,
                source: "FROM known_person
                         WHERE (:directory IS NULL OR directory = :directory)
                           AND (:state IS NULL OR state = :state)
                           AND (:text = '' OR finds(user_name, :text) OR finds(email, :text)
                                OR finds(record ->> '$.attributes', :text))",
                order: "user_folded, directory, one",
                params: &[
                    (":directory", &directory),
                    (":state", &state.map(KnownState::word)),
                    (":text", &searched.as_str()),
                ],
            };
            listing.page(conn, page, read)
        })
    }

    /// Hands everybody of `directory` in `state` to `take`, in the order they came in.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn each_known(
        &self,
        directory: &str,
        state: KnownState,
        mut take: impl FnMut(KnownPerson),
    ) -> Result<(), StoreError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {COLUMNS} FROM known_person WHERE directory = ?1 AND state = ?2
                 ORDER BY one"
            );
            let mut query = conn.prepare_cached(&sql)?;
            let mut rows = query.query((directory, state.word()))?;
            while let Some(row) = rows.next()? {
                take(read(row)?);
            }
            Ok(())
        })
    }

    /// The person of `directory` called `user_name`, without case, whom its source does not
    /// deliver.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn known_person(
        &self,
        directory: &str,
        user_name: &str,
    ) -> Result<Option<KnownPerson>, StoreError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {COLUMNS} FROM known_person WHERE directory = ?1 AND user_folded = ?2"
            );
            let mut query = conn.prepare_cached(&sql)?;
            let mut rows = query.query((directory, Folded::new(user_name).as_str()))?;
            rows.next()?.map(read).transpose()
        })
    }

    /// Makes `people` those of `directory` whom its source is still to deliver, and forgets the
    /// last reading, as one change. Who is gone stays gone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn await_people(
        &self,
        directory: &str,
        people: &[PersonRecord],
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM known_person WHERE directory = ?1 AND state = ?2";
            tx.execute(sql, (directory, KnownState::NotSeenYet.word()))?;
            for person in people {
                put(tx, directory, person, (KnownState::NotSeenYet, now))?;
            }
            reading::forget(tx, directory)?;
            life::bump(tx)
        })
    }

    /// Forgets who of `directory` is called `user_name`, without case, or has the stable `id`,
    /// among those whom its source does not deliver; answers whether somebody was.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_known(
        &self,
        directory: &str,
        (user_name, id): (&str, &str),
    ) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql =
                "DELETE FROM known_person WHERE directory = ?1 AND (user_folded = ?2 OR id = ?3)";
            let gone = tx.execute(sql, (directory, Folded::new(user_name).as_str(), id))?;
            if gone > 0 {
                life::bump(tx)?;
            }
            Ok(gone > 0)
        })
    }

    /// Forgets everybody of `directory` in `state`: they are in its last reading from now on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_all_known(&self, directory: &str, state: KnownState) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM known_person WHERE directory = ?1 AND state = ?2";
            tx.execute(sql, (directory, state.word()))?;
            life::bump(tx)
        })
    }
}
