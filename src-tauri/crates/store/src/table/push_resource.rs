//! What others write to directories that are filled by SCIM push: users and groups with what they
//! are found by.

use crate::error::Fault;
use rolecall_directory::RecordKind;
use rusqlite::{CachedStatement, Connection, Row};

/// `seq` is the order of lists, which stays through all changes.
pub(crate) const SCHEMA: &str = "
CREATE TABLE push_resource (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    directory TEXT NOT NULL,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    external_id TEXT,
    display TEXT,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX push_resource_id ON push_resource (directory, id);
CREATE UNIQUE INDEX push_resource_name ON push_resource (directory, kind, name);
CREATE INDEX push_resource_of ON push_resource (directory, kind);
CREATE INDEX push_resource_external ON push_resource (directory, kind, external_id)
    WHERE external_id IS NOT NULL;
CREATE INDEX push_resource_display ON push_resource (directory, kind, display)
    WHERE display IS NOT NULL;
CREATE TABLE push_email (
    directory TEXT NOT NULL,
    email TEXT NOT NULL,
    resource INTEGER NOT NULL REFERENCES push_resource (seq) ON DELETE CASCADE,
    PRIMARY KEY (directory, email, resource)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_email_of ON push_email (resource);
CREATE TABLE push_directory (
    directory TEXT PRIMARY KEY,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A user or group as others wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushRecord {
    /// Its place in lists.
    pub seq: i64,
    /// What it is.
    pub kind: RecordKind,
    /// Its id, which we gave.
    pub id: String,
    /// What people call it: a group's displayName, a user's too, else the userName.
    pub label: String,
    /// The id at the client.
    pub external_id: Option<String>,
    /// Its attributes as JSON, without id, meta, members and groups.
    pub body: String,
    /// How often it was written.
    pub version: i64,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created: i64,
    /// When it was last changed.
    pub modified: i64,
}

/// What a resource is found by. Everything but externalId is folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PushKeys {
    /// What people call it, as it is spelled.
    pub label: String,
    /// A user's userName, a group's displayName: no two of a kind share it.
    pub name: String,
    /// The id at the client, as it is spelled.
    pub external_id: Option<String>,
    /// A user's displayName.
    pub display: Option<String>,
    /// A user's addresses.
    pub emails: Vec<String>,
}

/// One thing to find resources by; see [`PushKeys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushKey<'a> {
    /// The id.
    Id(&'a str),
    /// The folded userName or, of a group, displayName.
    Name(&'a str),
    /// The id at the client.
    External(&'a str),
    /// The folded displayName.
    Display(&'a str),
    /// A folded address.
    Email(&'a str),
    /// Groups that have the resource of this id as a member.
    Member(&'a str),
}

pub(crate) const COLUMNS: &str =
    "r.seq, r.kind, r.id, r.label, r.body, r.version, r.created, r.modified, r.external_id";

pub(crate) fn number(kind: RecordKind) -> i64 {
    match kind {
        RecordKind::Person => 0,
        RecordKind::Group => 1,
    }
}

pub(crate) fn kind(number: i64) -> RecordKind {
    if number == 0 { RecordKind::Person } else { RecordKind::Group }
}

pub(crate) fn record(row: &Row<'_>) -> rusqlite::Result<PushRecord> {
    Ok(PushRecord {
        seq: row.get(0)?,
        kind: kind(row.get(1)?),
        id: row.get(2)?,
        label: row.get(3)?,
        body: row.get(4)?,
        version: row.get(5)?,
        created: row.get(6)?,
        modified: row.get(7)?,
        external_id: row.get(8)?,
    })
}

/// The statement that finds resources by a key; its parameters are directory, kind and the key.
fn finder<'c>(conn: &'c Connection, key: &PushKey<'_>) -> Result<CachedStatement<'c>, Fault> {
    let place = match key {
        PushKey::Id(_) => "push_resource r WHERE r.directory = ?1 AND r.kind = ?2 AND r.id = ?3",
        PushKey::Name(_) => {
            "push_resource r WHERE r.directory = ?1 AND r.kind = ?2 AND r.name = ?3"
        }
        PushKey::External(_) => {
            "push_resource r WHERE r.directory = ?1 AND r.kind = ?2 AND r.external_id = ?3"
        }
        PushKey::Display(_) => {
            "push_resource r WHERE r.directory = ?1 AND r.kind = ?2 AND r.display = ?3"
        }
        PushKey::Email(_) => {
            "push_email e JOIN push_resource r ON r.seq = e.resource
             WHERE e.directory = ?1 AND r.kind = ?2 AND e.email = ?3"
        }
        PushKey::Member(_) => {
            "push_member p JOIN push_resource r ON r.seq = p.\"group\"
             WHERE p.directory = ?1 AND r.kind = ?2 AND p.member = ?3"
        }
    };
    let sql = format!("SELECT {COLUMNS} FROM {place} ORDER BY r.seq");
    Ok(conn.prepare_cached(&sql)?)
}

pub(crate) fn find(
    conn: &Connection,
    directory: &str,
    kind: RecordKind,
    key: &PushKey<'_>,
) -> Result<Vec<PushRecord>, Fault> {
    let text = match key {
        PushKey::Id(text)
        | PushKey::Name(text)
        | PushKey::External(text)
        | PushKey::Display(text)
        | PushKey::Email(text)
        | PushKey::Member(text) => text,
    };
    let mut query = finder(conn, key)?;
    let rows = query.query_map((directory, number(kind), text), record)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn insert(
    conn: &Connection,
    directory: &str,
    (kind, id): (RecordKind, &str),
    keys: &PushKeys,
    body: &str,
    now: i64,
) -> Result<PushRecord, Fault> {
    let sql = "INSERT INTO push_resource
                   (directory, kind, id, label, name, external_id, display, body, version, created,
                    modified)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9)";
    let PushKeys { label, name, external_id, display, emails } = keys;
    conn.prepare_cached(sql)?.execute((
        directory,
        number(kind),
        id,
        label,
        name,
        external_id,
        display,
        body,
        now,
    ))?;
    let seq = conn.last_insert_rowid();
    set_emails(conn, directory, seq, emails)?;
    let (id, label, body) = (id.to_owned(), label.clone(), body.to_owned());
    let external_id = external_id.clone();
    let (version, created, modified) = (1, now, now);
    Ok(PushRecord { seq, kind, id, label, external_id, body, version, created, modified })
}

pub(crate) fn replace(
    conn: &Connection,
    directory: &str,
    old: &PushRecord,
    keys: &PushKeys,
    body: &str,
    now: i64,
) -> Result<PushRecord, Fault> {
    let sql = "UPDATE push_resource SET label = ?2, name = ?3, external_id = ?4, display = ?5,
                   body = ?6, version = version + 1, modified = ?7
               WHERE seq = ?1";
    let PushKeys { label, name, external_id, display, emails } = keys;
    conn.prepare_cached(sql)?.execute((old.seq, label, name, external_id, display, body, now))?;
    conn.prepare_cached("DELETE FROM push_email WHERE resource = ?1")?.execute([old.seq])?;
    set_emails(conn, directory, old.seq, emails)?;
    Ok(PushRecord {
        label: label.clone(),
        external_id: external_id.clone(),
        body: body.to_owned(),
        version: old.version + 1,
        modified: now,
        ..old.clone()
    })
}

/// Gives it other attributes; what it is found by stays.
pub(crate) fn rewrite(
    conn: &Connection,
    old: &PushRecord,
    body: &str,
    now: i64,
) -> Result<PushRecord, Fault> {
    let sql = "UPDATE push_resource SET body = ?2, version = version + 1, modified = ?3
               WHERE seq = ?1";
    conn.prepare_cached(sql)?.execute((old.seq, body, now))?;
    let (body, version) = (body.to_owned(), old.version + 1);
    Ok(PushRecord { body, version, modified: now, ..old.clone() })
}

fn set_emails(
    conn: &Connection,
    directory: &str,
    seq: i64,
    emails: &[String],
) -> Result<(), Fault> {
    let sql = "INSERT OR IGNORE INTO push_email (directory, email, resource) VALUES (?1, ?2, ?3)";
    let mut insert = conn.prepare_cached(sql)?;
    for email in emails {
        insert.execute((directory, email, seq))?;
    }
    Ok(())
}

pub(crate) fn touch(conn: &Connection, old: &PushRecord, now: i64) -> Result<PushRecord, Fault> {
    let sql = "UPDATE push_resource SET version = version + 1, modified = ?2 WHERE seq = ?1";
    conn.prepare_cached(sql)?.execute((old.seq, now))?;
    Ok(PushRecord { version: old.version + 1, modified: now, ..old.clone() })
}

pub(crate) fn note(conn: &Connection, directory: &str, now: i64) -> Result<(), Fault> {
    let sql = "INSERT INTO push_directory (directory, changed) VALUES (?1, ?2)
               ON CONFLICT (directory) DO UPDATE SET changed = excluded.changed";
    conn.prepare_cached(sql)?.execute((directory, now))?;
    Ok(())
}
