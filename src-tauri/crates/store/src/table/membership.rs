//! Memberships as the source wrote them: a person's own list of groups, a group's of members.
//! Names stay names; what they mean is for the Snapshot to find out.

use crate::error::Fault;
use rolecall_directory::MemberRecord;
use rusqlite::{Connection, Rows, Statement, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE membership (
    reading INTEGER NOT NULL REFERENCES reading (id),
    holder_kind INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    position INTEGER NOT NULL,
    member_kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (reading, holder_kind, holder, position)
) STRICT, WITHOUT ROWID;
";

/// The name is a person's.
pub(crate) const USER: i64 = 0;
/// The name is a group's.
pub(crate) const IN_GROUP: i64 = 1;

/// Whose list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Person = 0,
    Group = 1,
}

/// Writes memberships of one reading.
pub(crate) struct Insert<'a> {
    statement: Statement<'a>,
    reading: i64,
    last: (i64, i64),
    position: i64,
}

impl<'a> Insert<'a> {
    pub(crate) fn new(tx: &'a Transaction<'_>, reading: i64) -> Result<Self, Fault> {
        let statement = tx.prepare(
            "INSERT INTO membership (reading, holder_kind, holder, position, member_kind, name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        Ok(Self { statement, reading, last: (-1, -1), position: 0 })
    }

    pub(crate) fn add(
        &mut self,
        kind: Holder,
        holder: i64,
        member_kind: i64,
        name: &str,
    ) -> Result<(), Fault> {
        let this = (kind as i64, holder);
        self.position = if self.last == this { self.position + 1 } else { 0 };
        self.last = this;
        let row = (self.reading, kind as i64, holder, self.position, member_kind, name);
        self.statement.execute(row)?;
        Ok(())
    }
}

/// Reads memberships alongside their holders, both in order of position.
pub(crate) struct Walk<'a> {
    statement: Statement<'a>,
}

/// The memberships not yet handed out.
pub(crate) struct Members<'a> {
    rows: Rows<'a>,
    next: Option<(i64, MemberRecord)>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(conn: &'a Connection) -> Result<Self, Fault> {
        let statement = conn.prepare(
            "SELECT holder, member_kind, name FROM membership
             WHERE reading = ?1 AND holder_kind = ?2 ORDER BY holder, position",
        )?;
        Ok(Self { statement })
    }

    pub(crate) fn over<T>(
        &mut self,
        reading: i64,
        kind: Holder,
        body: impl FnOnce(&mut Members<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let rows = self.statement.query((reading, kind as i64))?;
        let mut members = Members { rows, next: None };
        members.advance()?;
        body(&mut members)
    }
}

impl Members<'_> {
    /// The members that `holder` lists.
    pub(crate) fn of(&mut self, holder: i64) -> Result<Vec<MemberRecord>, Fault> {
        let mut found = Vec::new();
        while let Some((_, member)) = self.next.take_if(|(at, _)| *at <= holder) {
            found.push(member);
            self.advance()?;
        }
        Ok(found)
    }

    fn advance(&mut self) -> Result<(), Fault> {
        self.next = match self.rows.next()? {
            None => None,
            Some(row) => {
                let name = row.get(2)?;
                let kind: i64 = row.get(1)?;
                let member =
                    if kind == USER { MemberRecord::User(name) } else { MemberRecord::Group(name) };
                Some((row.get(0)?, member))
            }
        };
        Ok(())
    }
}
