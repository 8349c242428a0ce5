//! What is kept of sources that tell changes only: their records, memberships, and where each
//! stands.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rolecall_directory::{MirrorChange, MirrorMember, MirrorState, RecordKind};
use rusqlite::{Connection, OptionalExtension, Transaction};

/// `pass` counts readings in full: what has an older one at the end of a reading is gone.
pub(crate) const SCHEMA: &str = "
CREATE TABLE mirror (
    directory TEXT PRIMARY KEY,
    cursor TEXT,
    filling INTEGER NOT NULL,
    filled_at INTEGER,
    pass INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE mirror_record (
    directory TEXT NOT NULL,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    pass INTEGER NOT NULL,
    PRIMARY KEY (directory, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE mirror_member (
    directory TEXT NOT NULL,
    group_id TEXT NOT NULL,
    member TEXT NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY (directory, group_id, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_member_of ON mirror_member (directory, member);
";

fn number(kind: RecordKind) -> i64 {
    match kind {
        RecordKind::Person => 0,
        RecordKind::Group => 1,
    }
}

fn kind(number: i64) -> RecordKind {
    if number == 0 { RecordKind::Person } else { RecordKind::Group }
}

fn state(conn: &Connection, directory: &str) -> Result<(MirrorState, i64), Fault> {
    let sql = "SELECT cursor, filling, filled_at, pass FROM mirror WHERE directory = ?1";
    let found = conn.prepare_cached(sql)?.query_row([directory], |row| {
        let state =
            MirrorState { cursor: row.get(0)?, filling: row.get(1)?, filled_at: row.get(2)? };
        Ok((state, row.get(3)?))
    });
    Ok(found.optional()?.unwrap_or_default())
}

fn set(
    tx: &Transaction<'_>,
    directory: &str,
    (state, pass): (&MirrorState, i64),
) -> Result<(), Fault> {
    let sql = "INSERT OR REPLACE INTO mirror (directory, cursor, filling, filled_at, pass)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let MirrorState { cursor, filling, filled_at } = state;
    tx.prepare_cached(sql)?.execute((directory, cursor, filling, filled_at, pass))?;
    Ok(())
}

fn change(
    tx: &Transaction<'_>,
    directory: &str,
    pass: i64,
    change: &MirrorChange,
) -> Result<(), Fault> {
    match change {
        MirrorChange::Put { kind, id, body } => {
            let sql = "INSERT OR REPLACE INTO mirror_record (directory, kind, id, body, pass)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.prepare_cached(sql)?.execute((directory, number(*kind), id, body, pass))?;
        }
        MirrorChange::Gone { kind, id } => forget(tx, directory, *kind, id)?,
        MirrorChange::Members { group, members } => {
            let sql = "DELETE FROM mirror_member WHERE directory = ?1 AND group_id = ?2";
            tx.prepare_cached(sql)?.execute((directory, group))?;
            for member in members {
                join(tx, directory, group, member)?;
            }
        }
        MirrorChange::Joined { group, member } => join(tx, directory, group, member)?,
        MirrorChange::Left { group, id } => {
            let sql = "DELETE FROM mirror_member
                       WHERE directory = ?1 AND group_id = ?2 AND member = ?3";
            tx.prepare_cached(sql)?.execute((directory, group, id))?;
        }
    }
    Ok(())
}

fn join(
    tx: &Transaction<'_>,
    directory: &str,
    group: &str,
    member: &MirrorMember,
) -> Result<(), Fault> {
    let sql = "INSERT OR REPLACE INTO mirror_member (directory, group_id, member, kind)
               VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((directory, group, &member.id, number(member.kind)))?;
    Ok(())
}

fn forget(tx: &Transaction<'_>, directory: &str, kind: RecordKind, id: &str) -> Result<(), Fault> {
    let sql = "DELETE FROM mirror_record WHERE directory = ?1 AND kind = ?2 AND id = ?3";
    tx.prepare_cached(sql)?.execute((directory, number(kind), id))?;
    let sql = "DELETE FROM mirror_member WHERE directory = ?1 AND member = ?2 AND kind = ?3";
    tx.prepare_cached(sql)?.execute((directory, id, number(kind)))?;
    if kind == RecordKind::Group {
        let sql = "DELETE FROM mirror_member WHERE directory = ?1 AND group_id = ?2";
        tx.prepare_cached(sql)?.execute((directory, id))?;
    }
    Ok(())
}

/// Forgets what was not put since the reading in full with the number `pass` began.
fn sweep(tx: &Transaction<'_>, directory: &str, pass: i64) -> Result<(), Fault> {
    let sql = "SELECT kind, id FROM mirror_record WHERE directory = ?1 AND pass < ?2";
    let mut query = tx.prepare_cached(sql)?;
    let rows = query.query_map((directory, pass), |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (of, id) in rows.collect::<Result<Vec<(i64, String)>, _>>()? {
        forget(tx, directory, kind(of), &id)?;
    }
    Ok(())
}

impl Store {
    /// Where the mirror of `directory` stands.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn mirror_state(&self, directory: &str) -> Result<MirrorState, StoreError> {
        self.read(|conn| Ok(state(conn, directory)?.0))
    }

    /// Begins a reading in full of the source of `directory`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn mirror_begin(&self, directory: &str) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let (before, pass) = state(tx, directory)?;
            let now = MirrorState { cursor: None, filling: true, ..before };
            set(tx, directory, (&now, pass + 1))
        })
    }

    /// Makes `changes`, in order, and remembers `cursor`.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub fn mirror_advance(
        &self,
        directory: &str,
        changes: &[MirrorChange],
        cursor: Option<&str>,
    ) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let (before, pass) = state(tx, directory)?;
            for one in changes {
                change(tx, directory, pass, one)?;
            }
            let now = MirrorState { cursor: cursor.map(str::to_owned), ..before };
            set(tx, directory, (&now, pass))
        })
    }

    /// Ends a reading in full: what was not put since it began is gone. `now` in milliseconds
    /// since 1970 (UTC).
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub fn mirror_end(
        &self,
        directory: &str,
        cursor: Option<&str>,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let (_, pass) = state(tx, directory)?;
            sweep(tx, directory, pass)?;
            let cursor = cursor.map(str::to_owned);
            let now = MirrorState { cursor, filling: false, filled_at: Some(now) };
            set(tx, directory, (&now, pass))
        })
    }

    /// The ids of records that were not put since the reading in full of the source of
    /// `directory` began, by id; none where no such reading is under way.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mirror_unseen(
        &self,
        directory: &str,
        kind: RecordKind,
    ) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            let (state, pass) = state(conn, directory)?;
            if !state.filling {
                return Ok(Vec::new());
            }
            let sql = "SELECT id FROM mirror_record
                       WHERE directory = ?1 AND kind = ?2 AND pass < ?3 ORDER BY id";
            let mut query = conn.prepare_cached(sql)?;
            let ids = query.query_map((directory, number(kind), pass), |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// The body of one record of the source of `directory`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn mirror_record(
        &self,
        directory: &str,
        kind: RecordKind,
        id: &str,
    ) -> Result<Option<String>, StoreError> {
        self.read(|conn| {
            let sql =
                "SELECT body FROM mirror_record WHERE directory = ?1 AND kind = ?2 AND id = ?3";
            let mut query = conn.prepare_cached(sql)?;
            Ok(query.query_row((directory, number(kind), id), |row| row.get(0)).optional()?)
        })
    }

    /// Hands id and body of all records of a kind to `take`, by id.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mirror_each(
        &self,
        directory: &str,
        kind: RecordKind,
        take: &mut dyn FnMut(&str, &str),
    ) -> Result<(), StoreError> {
        self.read(|conn| {
            let sql = "SELECT id, body FROM mirror_record WHERE directory = ?1 AND kind = ?2
                       ORDER BY id";
            let mut query = conn.prepare_cached(sql)?;
            let mut rows = query.query((directory, number(kind)))?;
            while let Some(row) = rows.next()? {
                let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
                take(text(0)?, text(1)?);
            }
            Ok(())
        })
    }

    /// Hands all memberships in groups of the source of `directory` to `take`, by group.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mirror_each_member(
        &self,
        directory: &str,
        take: &mut dyn FnMut(&str, MirrorMember),
    ) -> Result<(), StoreError> {
        self.read(|conn| {
            let sql = "SELECT group_id, kind, member FROM mirror_member WHERE directory = ?1
                       ORDER BY group_id, member";
            let mut query = conn.prepare_cached(sql)?;
            let mut rows = query.query([directory])?;
            while let Some(row) = rows.next()? {
                let group = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                take(group, MirrorMember { kind: kind(row.get(1)?), id: row.get(2)? });
            }
            Ok(())
        })
    }

    /// Forgets everything that is kept of the source of `directory`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_mirror(&self, directory: &str) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            for table in ["mirror", "mirror_record", "mirror_member"] {
                tx.execute(&format!("DELETE FROM {table} WHERE directory = ?1"), [directory])?;
            }
            Ok(())
        })
    }
}
