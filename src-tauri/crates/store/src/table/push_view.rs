//! The verbs over directories that are filled by SCIM push: a view of one moment, and a batch of
//! changes that are on disk together.

use super::push_log::Pushed;
use super::push_member::{self as member, PushJoining, PushMember};
use super::push_resource::{self as resource, PushKey, PushKeys, PushRecord, number};
use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rolecall_directory::RecordKind;
use rusqlite::{Connection, OptionalExtension};
use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Deref;
use std::path::Path;

/// Directories filled by push, at one moment.
pub struct PushView<'c> {
    conn: &'c Connection,
    path: &'c Path,
}

/// Directories filled by push, being changed: what one change did is there for the next, and all
/// of them are on disk together.
pub struct PushBatch<'c> {
    view: PushView<'c>,
    /// What is different after it.
    told: RefCell<Vec<Pushed>>,
}

impl<'c> Deref for PushBatch<'c> {
    type Target = PushView<'c>;

    fn deref(&self) -> &PushView<'c> {
        &self.view
    }
}

impl Store {
    /// Lets `look` look at directories filled by push, all of it at one moment.
    ///
    /// # Errors
    /// When the workspace cannot be read, and what `look` fails with.
    pub fn push_view<T>(
        &self,
        look: impl FnOnce(&PushView<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.writing().path().to_owned();
        self.read(|conn| Ok(look(&PushView { conn, path: &path })?))
    }

    /// Lets `change` change directories filled by push: everything it did is there when this
    /// returns, or nothing of it; on disk it is after [`Store::press`].
    ///
    /// # Errors
    /// When the workspace cannot be written, and what `change` fails with.
    pub fn push_batch<T>(
        &self,
        change: impl FnOnce(&PushBatch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.writing().path().to_owned();
        let mut told = Vec::new();
        let answer = self.write(Durability::Process, |tx| {
            let view = PushView { conn: tx, path: &path };
            let batch = PushBatch { view, told: RefCell::default() };
            let answer = change(&batch);
            told = batch.told.into_inner();
            Ok(answer?)
        });
        // What came to nothing is told as well: it only costs a look.
        self.pushed().take_in(told);
        answer
    }

    /// When something was last pushed to `directory`, in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn pushed_at(&self, directory: &str) -> Result<Option<i64>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT changed FROM push_directory WHERE directory = ?1";
            Ok(conn.prepare_cached(sql)?.query_row([directory], |row| row.get(0)).optional()?)
        })
    }

    /// Forgets everything that was pushed to `directory`, and its tokens.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_push(&self, directory: &str) -> Result<(), StoreError> {
        self.pushed().take_in(vec![Pushed::Otherwise]);
        self.write(Durability::Full, |tx| {
            for table in ["push_resource", "push_token", "push_directory"] {
                tx.execute(&format!("DELETE FROM {table} WHERE directory = ?1"), [directory])?;
            }
            Ok(())
        })
    }
}

impl PushView<'_> {
    fn ask<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        ask(self.conn).map_err(|fault| fault.at(self.path))
    }

    /// The resources of `directory` that a key finds, in the order of lists.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn find(
        &self,
        directory: &str,
        kind: RecordKind,
        key: PushKey<'_>,
    ) -> Result<Vec<PushRecord>, StoreError> {
        self.ask(|conn| resource::find(conn, directory, kind, &key))
    }

    /// How many resources of a kind `directory` has.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn count(&self, directory: &str, kind: RecordKind) -> Result<u64, StoreError> {
        self.ask(|conn| {
            let sql = "SELECT count(*) FROM push_resource WHERE directory = ?1 AND kind = ?2";
            let mut query = conn.prepare_cached(sql)?;
            let count: i64 = query.query_row((directory, number(kind)), |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    /// Hands resources of a kind to `take` in the order of lists, after the first `offset`, at
    /// most `limit`.
    ///
    /// # Errors
    /// When they cannot be read, and what `take` fails with.
    pub fn each(
        &self,
        (directory, kind): (&str, RecordKind),
        (offset, limit): (u64, u64),
        take: &mut dyn FnMut(PushRecord) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.ask(|conn| {
            // The ids are found by their index alone; what is left out is not read.
            let sql = format!(
                "SELECT {} FROM push_resource r WHERE r.seq IN (
                     SELECT seq FROM push_resource WHERE directory = ?1 AND kind = ?2
                     ORDER BY seq LIMIT ?4 OFFSET ?3)
                 ORDER BY r.seq",
                resource::COLUMNS
            );
            let most = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            let all = offset == 0 && limit == u64::MAX;
            let sql = match all {
                false => sql,
                true => format!(
                    "SELECT {} FROM push_resource r WHERE r.directory = ?1 AND r.kind = ?2
                     AND ?3 = 0 AND ?4 > 0 ORDER BY r.seq",
                    resource::COLUMNS
                ),
            };
            let mut query = conn.prepare_cached(&sql)?;
            let mut rows = query.query((directory, number(kind), most(offset), most(limit)))?;
            while let Some(row) = rows.next()? {
                take(resource::record(row)?)?;
            }
            Ok(())
        })
    }

    /// The members of a group in the order in which they came.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn members(&self, group: &PushRecord) -> Result<Vec<PushMember>, StoreError> {
        self.ask(|conn| member::members(conn, group.seq))
    }

    /// How many members a group has.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn member_count(&self, group: &PushRecord) -> Result<u64, StoreError> {
        self.ask(|conn| member::count(conn, group.seq))
    }

    /// The groups that the resource of `directory` with an id is directly in.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn groups_of(&self, directory: &str, id: &str) -> Result<Vec<PushMember>, StoreError> {
        self.ask(|conn| member::groups_of(conn, directory, id))
    }

    /// Hands all memberships of `directory` to `take`: the group's id, what the member is, and
    /// its id, of a person the one at the client where there is one; by group.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn each_member(
        &self,
        directory: &str,
        take: &mut dyn FnMut(&str, RecordKind, &str),
    ) -> Result<(), StoreError> {
        self.ask(|conn| {
            let sql = "SELECT g.id, m.kind, iif(m.kind = 0, coalesce(m.external_id, m.id), m.id)
                       FROM push_resource g
                       JOIN push_member p ON p.\"group\" = g.seq
                       JOIN push_resource m ON m.directory = p.directory AND m.id = p.member
                       WHERE g.directory = ?1 AND g.kind = 1 ORDER BY g.seq, p.place";
            let mut query = conn.prepare_cached(sql)?;
            let mut rows = query.query([directory])?;
            while let Some(row) = rows.next()? {
                let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
                take(text(0)?, resource::kind(row.get(1)?), text(2)?);
            }
            Ok(())
        })
    }
}

impl PushBatch<'_> {
    fn tell(&self, pushed: Pushed) {
        self.told.borrow_mut().push(pushed);
    }

    /// Makes a resource with an id that nothing has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn insert(
        &self,
        directory: &str,
        of: (RecordKind, &str),
        keys: &PushKeys,
        body: &str,
        now: i64,
    ) -> Result<PushRecord, StoreError> {
        self.tell(match of.0 {
            RecordKind::Person => Pushed::Resource(of.1.to_owned()),
            RecordKind::Group => Pushed::Otherwise,
        });
        self.ask(|conn| resource::insert(conn, directory, of, keys, body, now))
    }

    /// Gives a resource other attributes and, where it is found by others than before, other
    /// `keys`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn replace(
        &self,
        directory: &str,
        old: &PushRecord,
        keys: Option<&PushKeys>,
        body: &str,
        now: i64,
    ) -> Result<PushRecord, StoreError> {
        let same_id = keys.is_none_or(|keys| keys.external_id == old.external_id);
        self.tell(match old.kind {
            RecordKind::Person if same_id => Pushed::Resource(old.id.clone()),
            RecordKind::Person | RecordKind::Group => Pushed::Otherwise,
        });
        self.ask(|conn| match keys {
            Some(keys) => resource::replace(conn, directory, old, keys, body, now),
            None => resource::rewrite(conn, old, body, now),
        })
    }

    /// Counts a change of a resource whose attributes stay: of its members.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn touch(&self, old: &PushRecord, now: i64) -> Result<PushRecord, StoreError> {
        self.ask(|conn| resource::touch(conn, old, now))
    }

    /// Removes a resource of `directory` with its memberships.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remove(&self, directory: &str, record: &PushRecord) -> Result<(), StoreError> {
        self.tell(Pushed::Otherwise);
        self.ask(|conn| {
            let sql = "DELETE FROM push_resource WHERE seq = ?1";
            conn.prepare_cached(sql)?.execute([record.seq])?;
            member::leave_all(conn, directory, &record.id)
        })
    }

    /// Puts members into a group of `directory`, by ids; tells whether one of them was not in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn join(
        &self,
        directory: &str,
        group: &PushRecord,
        members: &[PushJoining],
    ) -> Result<bool, StoreError> {
        self.ask(|conn| {
            let mut changed = false;
            for one in members {
                if member::join(conn, directory, group.seq, one)? {
                    self.tell(Pushed::Resource(one.id.clone()));
                    changed = true;
                }
            }
            Ok(changed)
        })
    }

    /// Takes members out of a group, by ids; tells whether one of them was in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn leave(&self, group: &PushRecord, members: &[String]) -> Result<bool, StoreError> {
        self.ask(|conn| {
            let mut changed = false;
            for one in members {
                if member::leave(conn, group.seq, one)? {
                    self.tell(Pushed::Resource(one.clone()));
                    changed = true;
                }
            }
            Ok(changed)
        })
    }

    /// Makes `members` all members of a group, by ids; those that stay keep their places. Tells
    /// whether anything changed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_members(
        &self,
        directory: &str,
        group: &PushRecord,
        members: &[PushJoining],
    ) -> Result<bool, StoreError> {
        let wanted: HashSet<&str> = members.iter().map(|one| one.id.as_str()).collect();
        let mut there = self.ask(|conn| member::ids(conn, group.seq))?;
        there.retain(|one| !wanted.contains(one.as_str()));
        let left = self.leave(group, &there)?;
        Ok(self.join(directory, group, members)? | left)
    }

    /// Notes that `directory` changed at `now`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&self, directory: &str, now: i64) -> Result<(), StoreError> {
        self.ask(|conn| resource::note(conn, directory, now))
    }
}
