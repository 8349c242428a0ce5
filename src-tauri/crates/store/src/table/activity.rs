//! The record of all that happened: append-only, each entry chained to the one before by a hash.

use crate::error::{Fault, StoreError};
use crate::page::{Listing, Page, Paged};
use crate::store::{Durability, Store};
use crate::table::activity_trimmed as trimmed;
use crate::table::run::RunId;
use crate::words;
use rolecall_directory::{Cause, Folded};
use rusqlite::{Connection, Row, ToSql, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) const SCHEMA: &str = "
CREATE TABLE activity (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    person TEXT,
    rule TEXT,
    target TEXT,
    run INTEGER,
    cause TEXT,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX activity_by_person ON activity (person, seq) WHERE person IS NOT NULL;
CREATE TABLE activity_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO activity_head (one, seq, hash) VALUES (1, 0, zeroblob(32));
CREATE TRIGGER activity_is_kept BEFORE DELETE ON activity
BEGIN SELECT raise(ABORT, 'activity is append-only'); END;
CREATE TRIGGER activity_is_fixed BEFORE UPDATE ON activity
BEGIN SELECT raise(ABORT, 'activity is append-only'); END;
";

/// Where the record begins once its oldest entries were given up: the place and hash of the last
/// of those. Only what lies before may be deleted.
pub(crate) const START: &str = "
CREATE TABLE activity_start (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO activity_start (one, seq, hash) VALUES (1, 0, zeroblob(32));
DROP TRIGGER activity_is_kept;
CREATE TRIGGER activity_is_kept BEFORE DELETE ON activity
WHEN OLD.seq > (SELECT seq FROM activity_start)
BEGIN SELECT raise(ABORT, 'activity is append-only'); END;
";

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewActivity {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who: OS account@host, a token's name, the schedule.
    pub who: String,
    /// What kind of thing, such as `rule_changed` or `run_finished`.
    pub kind: String,
    /// How it ended, such as `done` or `failed`.
    pub status: String,
    /// On whom, by userName.
    pub person: Option<String>,
    /// The name of the rule it is about.
    pub rule: Option<String>,
    /// The target it is about.
    pub target: Option<String>,
    /// The run it belongs to.
    pub run: Option<RunId>,
    /// The cause, for a failure.
    pub cause: Option<Cause>,
    /// Before and after, and what else is to be kept. Never a secret.
    pub detail: Value,
}

/// An entry of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivityEntry {
    /// Its place in the record, counted from 1 without gaps.
    pub seq: i64,
    /// What happened.
    #[serde(flatten)]
    pub entry: NewActivity,
}

/// Which entries are wanted; what is left out does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityFilter {
    /// Not before this moment.
    pub from: Option<i64>,
    /// Before this moment.
    pub to: Option<i64>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Not of this kind.
    pub besides: Option<String>,
    /// That ended so.
    pub status: Option<String>,
    /// About this person.
    pub person: Option<String>,
    /// About this rule.
    pub rule: Option<String>,
    /// About this target.
    pub target: Option<String>,
    /// Of this run.
    pub run: Option<RunId>,
    /// With this in who, person, rule, target, cause or detail, compared without case.
    pub text: Option<String>,
}

impl ActivityFilter {
    /// Hands the entries behind the place `after` that pass to `ask`: everything from `FROM` on,
    /// and its parameters.
    pub(crate) fn asked<T>(
        &self,
        after: i64,
        ask: impl FnOnce(&str, &[(&str, &dyn ToSql)]) -> T,
    ) -> T {
        let text = self.text.as_ref().map(|text| Folded::new(text).as_str().to_owned());
        let source = "FROM activity WHERE seq > :after AND (:from IS NULL OR at >= :from)
             AND (:to IS NULL OR at < :to) AND (:kind IS NULL OR kind = :kind)
             AND (:besides IS NULL OR kind <> :besides)
             AND (:status IS NULL OR status = :status)
             AND (:person IS NULL OR person = :person) AND (:rule IS NULL OR rule = :rule)
             AND (:target IS NULL OR target = :target) AND (:run IS NULL OR run = :run)
             AND (:text IS NULL OR finds(who, :text) OR finds(person, :text)
                  OR finds(rule, :text) OR finds(target, :text) OR finds(cause, :text)
                  OR finds(detail, :text))";
        ask(
            source,
            &[
                (":after", &after),
                (":from", &self.from),
                (":to", &self.to),
                (":kind", &self.kind),
                (":besides", &self.besides),
                (":status", &self.status),
                (":person", &self.person),
                (":rule", &self.rule),
                (":target", &self.target),
                (":run", &self.run),
                (":text", &text),
            ],
        )
    }
}

/// What checking the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Every entry stands as it was written.
    Intact {
        /// How many there are.
        count: u64,
    },
    /// From this entry on the record is not what was written: changed, removed or put in.
    Broken {
        /// The first place that does not fit.
        seq: i64,
    },
}

pub(crate) const COLUMNS: &str =
    "seq, at, who, kind, status, person, rule, target, run, cause, detail, hash";

/// The columns of an entry as they are stored, the detail as its canonical JSON text. The hash is
/// over these, so that nothing is read and written again before it is compared.
#[derive(Debug, Serialize)]
pub(crate) struct Stored {
    seq: i64,
    at: i64,
    who: String,
    kind: String,
    status: String,
    person: Option<String>,
    rule: Option<String>,
    target: Option<String>,
    run: Option<RunId>,
    cause: Option<String>,
    detail: String,
}

impl Stored {
    fn of(seq: i64, entry: NewActivity) -> Self {
        Self {
            seq,
            at: entry.at,
            who: entry.who,
            kind: entry.kind,
            status: entry.status,
            person: entry.person,
            rule: entry.rule,
            target: entry.target,
            run: entry.run,
            cause: entry.cause.map(|cause| cause.word().to_owned()),
            detail: canonical(entry.detail).to_string(),
        }
    }

    pub(crate) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            kind: row.get(3)?,
            status: row.get(4)?,
            person: row.get(5)?,
            rule: row.get(6)?,
            target: row.get(7)?,
            run: row.get(8)?,
            cause: row.get(9)?,
            detail: row.get(10)?,
        })
    }

    /// SHA-256 over the hash before and the entry as JSON.
    fn hash(&self, before: &[u8]) -> Result<Vec<u8>, Fault> {
        let json = serde_json::to_string(self)?;
        Ok(Sha256::new().chain_update(before).chain_update(json).finalize().to_vec())
    }

    pub(crate) fn entry(self) -> Result<ActivityEntry, Fault> {
        Ok(ActivityEntry {
            seq: self.seq,
            entry: NewActivity {
                at: self.at,
                who: self.who,
                kind: self.kind,
                status: self.status,
                person: self.person,
                rule: self.rule,
                target: self.target,
                run: self.run,
                cause: self.cause.map(|word| words::cause(&word)).transpose()?,
                detail: serde_json::from_str(&self.detail)?,
            },
        })
    }
}

/// The same value with the keys of every object in code-point order.
fn canonical(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(entries.into_iter().map(|(key, one)| (key, canonical(one))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(canonical).collect()),
        other => other,
    }
}

fn head(conn: &Connection) -> Result<(i64, Vec<u8>), Fault> {
    let sql = "SELECT seq, hash FROM activity_head";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(crate) fn append(tx: &Transaction<'_>, entries: &[NewActivity]) -> Result<i64, Fault> {
    let (mut seq, mut last) = head(tx)?;
    let mut insert = tx.prepare_cached(&format!(
        "INSERT INTO activity ({COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?;
    for entry in entries {
        seq += 1;
        let one = Stored::of(seq, entry.clone());
        last = one.hash(&last)?;
        insert.execute(rusqlite::params![
            one.seq, one.at, one.who, one.kind, one.status, one.person, one.rule, one.target,
            one.run, one.cause, one.detail, last,
        ])?;
    }
    tx.execute("UPDATE activity_head SET seq = ?1, hash = ?2", (seq, &last))?;
    Ok(seq)
}

fn verify(conn: &Connection) -> Result<Verification, Fault> {
    let mut query = conn.prepare(&format!("SELECT {COLUMNS} FROM activity ORDER BY seq"))?;
    let mut found = query.query([])?;
    let (first, mut last) = trimmed::start(conn)?;
    let mut seq = first;
    while let Some(row) = found.next()? {
        seq += 1;
        // An entry that cannot even be read is not what was written.
        let Ok(stored) = Stored::read(row) else { return Ok(Verification::Broken { seq }) };
        last = stored.hash(&last)?;
        if stored.seq != seq || row.get_ref(11)?.as_blob().ok() != Some(last.as_slice()) {
            return Ok(Verification::Broken { seq });
        }
    }
    if head(conn)? != (seq, last) {
        return Ok(Verification::Broken { seq: seq + 1 });
    }
    if !trimmed::is_told(conn)? {
        return Ok(Verification::Broken { seq: first + 1 });
    }
    Ok(Verification::Intact { count: (seq - first).unsigned_abs() })
}

impl Store {
    /// Appends entries in their order; answers the place of the last.
    ///
    /// # Errors
    /// When they cannot be written; none is then.
    pub fn append(&self, entries: &[NewActivity]) -> Result<i64, StoreError> {
        self.write(Durability::Full, |tx| append(tx, entries))
    }

    /// The entries that pass `filter`, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn activity(
        &self,
        filter: &ActivityFilter,
        page: Page,
    ) -> Result<Paged<ActivityEntry>, StoreError> {
        filter.asked(0, |source, params| {
            let list = Listing { columns: COLUMNS, source, order: "seq DESC", params };
            self.read(|conn| list.page(conn, page, |row| Stored::read(row)?.entry()))
        })
    }

    /// Checks the chain from the first entry that is kept to the last; and where older ones were
    /// given up, that an entry tells so.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn verify_activity(&self) -> Result<Verification, StoreError> {
        self.read(verify)
    }
}
