//! Who is in which group that others write by SCIM push.

use super::push_resource::kind;
use crate::error::Fault;
use rolecall_directory::RecordKind;
use rusqlite::{Connection, Row};

/// A member is an id that may be nobody's: some clients fill groups before they make users.
pub(crate) const SCHEMA: &str = "
CREATE TABLE push_member (
    place INTEGER PRIMARY KEY,
    \"group\" INTEGER NOT NULL REFERENCES push_resource (seq) ON DELETE CASCADE,
    directory TEXT NOT NULL,
    member TEXT NOT NULL,
    display TEXT
) STRICT;
CREATE UNIQUE INDEX push_member_in ON push_member (\"group\", member);
CREATE INDEX push_member_of ON push_member (directory, member, \"group\");
";

/// A member to be: its id, and what it was called by whoever made it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushJoining {
    /// Its id.
    pub id: String,
    /// What it was called, where it was.
    pub display: Option<String>,
}

/// One side of a membership: a member of a group, or a group that a resource is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushMember {
    /// Its id.
    pub id: String,
    /// What it is; `None` of one that is not there.
    pub kind: Option<RecordKind>,
    /// What it was called by whoever made it a member, else what people call it.
    pub display: Option<String>,
}

fn member(row: &Row<'_>) -> rusqlite::Result<PushMember> {
    let known: Option<i64> = row.get(1)?;
    Ok(PushMember { id: row.get(0)?, kind: known.map(kind), display: row.get(2)? })
}

/// The members of a group in the order in which they came.
pub(crate) fn members(conn: &Connection, group: i64) -> Result<Vec<PushMember>, Fault> {
    let sql = "SELECT p.member, r.kind, coalesce(p.display, r.label) FROM push_member p
               LEFT JOIN push_resource r ON r.directory = p.directory AND r.id = p.member
               WHERE p.\"group\" = ?1 ORDER BY p.place";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([group], member)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The groups that the resource with an id is directly in.
pub(crate) fn groups_of(
    conn: &Connection,
    directory: &str,
    id: &str,
) -> Result<Vec<PushMember>, Fault> {
    let sql = "SELECT r.id, r.kind, r.label FROM push_member p
               JOIN push_resource r ON r.seq = p.\"group\"
               WHERE p.directory = ?1 AND p.member = ?2 ORDER BY r.seq";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map((directory, id), member)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn count(conn: &Connection, group: i64) -> Result<u64, Fault> {
    let mut query = conn.prepare_cached("SELECT count(*) FROM push_member WHERE \"group\" = ?1")?;
    Ok(query.query_row([group], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// Puts a member into a group; tells whether it was not in it, or was called otherwise. A name
/// that is its own is not kept, so that it follows a change of it.
pub(crate) fn join(
    conn: &Connection,
    directory: &str,
    group: i64,
    member: &PushJoining,
) -> Result<bool, Fault> {
    let sql = "INSERT INTO push_member (\"group\", directory, member, display)
               VALUES (?1, ?2, ?3, nullif(?4, (SELECT r.label FROM push_resource r
                                               WHERE r.directory = ?2 AND r.id = ?3)))
               ON CONFLICT (\"group\", member) DO UPDATE SET display = excluded.display
               WHERE ?4 IS NOT NULL AND push_member.display IS NOT excluded.display";
    let PushJoining { id, display } = member;
    Ok(conn.prepare_cached(sql)?.execute((group, directory, id, display))? > 0)
}

/// Takes a member out of a group; tells whether it was in it.
pub(crate) fn leave(conn: &Connection, group: i64, member: &str) -> Result<bool, Fault> {
    let sql = "DELETE FROM push_member WHERE \"group\" = ?1 AND member = ?2";
    Ok(conn.prepare_cached(sql)?.execute((group, member))? > 0)
}

/// Takes whoever has an id out of all groups.
pub(crate) fn leave_all(conn: &Connection, directory: &str, id: &str) -> Result<(), Fault> {
    let sql = "DELETE FROM push_member WHERE directory = ?1 AND member = ?2";
    conn.prepare_cached(sql)?.execute((directory, id))?;
    Ok(())
}

/// The ids of all members of a group.
pub(crate) fn ids(conn: &Connection, group: i64) -> Result<Vec<String>, Fault> {
    let mut query = conn.prepare_cached("SELECT member FROM push_member WHERE \"group\" = ?1")?;
    let rows = query.query_map([group], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
