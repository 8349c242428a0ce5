//! Who is in which group that others write by SCIM push.

use super::push_resource::{kind, number};
use crate::error::Fault;
use rolecall_directory::RecordKind;
use rusqlite::{Connection, OptionalExtension};

pub(crate) const SCHEMA: &str = "
CREATE TABLE push_member (
    place INTEGER PRIMARY KEY,
    \"group\" INTEGER NOT NULL REFERENCES push_resource (seq) ON DELETE CASCADE,
    member INTEGER NOT NULL REFERENCES push_resource (seq) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX push_member_in ON push_member (\"group\", member);
CREATE INDEX push_member_of ON push_member (member, \"group\");
";

/// One side of a membership: a member of a group, or a group that a resource is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushMember {
    /// Its place in lists.
    pub seq: i64,
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: RecordKind,
    /// What people call it.
    pub label: String,
}

fn listed(conn: &Connection, sql: &str, of: i64) -> Result<Vec<PushMember>, Fault> {
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([of], |row| {
        Ok(PushMember {
            id: row.get(0)?,
            kind: kind(row.get(1)?),
            label: row.get(2)?,
            seq: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The members of a group in the order in which they came.
pub(crate) fn members(conn: &Connection, group: i64) -> Result<Vec<PushMember>, Fault> {
    let sql = "SELECT r.id, r.kind, r.label, r.seq FROM push_member p
               JOIN push_resource r ON r.seq = p.member WHERE p.\"group\" = ?1 ORDER BY p.place";
    listed(conn, sql, group)
}

/// The groups that a resource is directly in.
pub(crate) fn groups_of(conn: &Connection, member: i64) -> Result<Vec<PushMember>, Fault> {
    let sql = "SELECT r.id, r.kind, r.label, r.seq FROM push_member p
               JOIN push_resource r ON r.seq = p.\"group\" WHERE p.member = ?1 ORDER BY r.seq";
    listed(conn, sql, member)
}

pub(crate) fn count(conn: &Connection, group: i64) -> Result<u64, Fault> {
    let mut query = conn.prepare_cached("SELECT count(*) FROM push_member WHERE \"group\" = ?1")?;
    Ok(query.query_row([group], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// The place in lists of the user or group with an id; a user where both have it.
pub(crate) fn seq_of(conn: &Connection, directory: &str, id: &str) -> Result<Option<i64>, Fault> {
    let sql = "SELECT seq FROM push_resource WHERE directory = ?1 AND kind = ?2 AND id = ?3";
    let mut query = conn.prepare_cached(sql)?;
    for kind in [RecordKind::Person, RecordKind::Group] {
        let found = query.query_row((directory, number(kind), id), |row| row.get(0)).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Puts a member into a group; tells whether it was not in it.
pub(crate) fn join(conn: &Connection, group: i64, member: i64) -> Result<bool, Fault> {
    let sql = "INSERT OR IGNORE INTO push_member (\"group\", member) VALUES (?1, ?2)";
    Ok(conn.prepare_cached(sql)?.execute((group, member))? > 0)
}

/// Takes a member out of a group; tells whether it was in it.
pub(crate) fn leave(conn: &Connection, group: i64, member: i64) -> Result<bool, Fault> {
    let sql = "DELETE FROM push_member WHERE \"group\" = ?1 AND member = ?2";
    Ok(conn.prepare_cached(sql)?.execute((group, member))? > 0)
}

/// The members of a group by their places in lists.
pub(crate) fn seqs(conn: &Connection, group: i64) -> Result<Vec<i64>, Fault> {
    let mut query = conn.prepare_cached("SELECT member FROM push_member WHERE \"group\" = ?1")?;
    let rows = query.query_map([group], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
