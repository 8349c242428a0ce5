//! Leases: who may run, with a fencing number that only grows.
//!
//! A lease ends with its time, or with its process: the holder keeps a file of the workspace
//! locked, which the operating system lets go of when the process dies, so that the next one need
//! not wait. The number protects where neither is enough: a holder that slept past its time.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rusqlite::{Connection, OptionalExtension};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::PathBuf;

pub(crate) const SCHEMA: &str = "
CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT,
    fence INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A lease held by this process. Dropping it without [`Store::release`] leaves it to others at
/// once too, but shows the holder until its time is over.
#[derive(Debug)]
pub struct Lease {
    /// What it is on.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// Its fencing number, higher than every earlier one of that name.
    pub fence: i64,
    // Held for its lock alone, which says that the holder's process lives.
    _alive: File,
}

/// Who holds a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseHolder {
    /// The holder, as it named itself.
    pub holder: String,
    /// Until when, in milliseconds since 1970 (UTC), unless renewed.
    pub until: i64,
}

/// The answer to asking for a lease.
#[derive(Debug)]
pub enum LeaseAnswer {
    /// It is yours.
    Granted(Lease),
    /// Someone has it.
    HeldBy(LeaseHolder),
}

fn find(conn: &Connection, name: &str) -> Result<Option<(Option<String>, i64, i64)>, Fault> {
    let mut query =
        conn.prepare_cached("SELECT holder, fence, until FROM lease WHERE name = ?1")?;
    Ok(query.query_row([name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
}

impl Store {
    /// Asks for the lease `name` for `ttl_ms` milliseconds. It is granted when nobody has it, its
    /// time is over, or its holder's process is gone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        ttl_ms: i64,
    ) -> Result<LeaseAnswer, StoreError> {
        self.write(Durability::Full, |tx| {
            let fence = match find(tx, name)? {
                Some((Some(other), fence, until))
                    if until > now && self.is_alive(name, fence)? =>
                {
                    return Ok(LeaseAnswer::HeldBy(LeaseHolder { holder: other, until }));
                }
                Some((_, fence, _)) => {
                    self.remove_lock_file(name, fence);
                    fence + 1
                }
                None => 1,
            };
            let alive = self.lock_file(name, fence)?;
            tx.execute(
                "INSERT INTO lease (name, holder, fence, until) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET
                     holder = excluded.holder, fence = excluded.fence, until = excluded.until",
                (name, holder, fence, now.saturating_add(ttl_ms)),
            )?;
            Ok(LeaseAnswer::Granted(Lease {
                name: name.to_owned(),
                holder: holder.to_owned(),
                fence,
                _alive: alive,
            }))
        })
    }

    /// Holds `lease` for `ttl_ms` milliseconds from now.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when someone else has taken it; when it cannot be written.
    pub fn renew(&self, lease: &Lease, now: i64, ttl_ms: i64) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE lease SET until = ?3, holder = ?4 WHERE name = ?1 AND fence = ?2";
            let until = now.saturating_add(ttl_ms);
            if tx.execute(sql, (&lease.name, lease.fence, until, &lease.holder))? == 0 {
                let newest = find(tx, &lease.name)?.map_or(0, |(_, fence, _)| fence);
                return Err(StoreError::Fenced { fence: lease.fence, newest }.into());
            }
            Ok(())
        })
    }

    /// Gives `lease` back. One that someone else has taken stays theirs.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn release(&self, lease: Lease) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            tx.execute(
                "UPDATE lease SET holder = NULL, until = 0 WHERE name = ?1 AND fence = ?2",
                (&lease.name, lease.fence),
            )?;
            Ok(())
        })?;
        self.remove_lock_file(&lease.name, lease.fence);
        drop(lease);
        Ok(())
    }

    /// Who holds the lease `name`; its process may have died since it last renewed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn lease_holder(&self, name: &str, now: i64) -> Result<Option<LeaseHolder>, StoreError> {
        self.read(|conn| {
            Ok(find(conn, name)?.and_then(|(holder, _, until)| {
                holder.filter(|_| until > now).map(|holder| LeaseHolder { holder, until })
            }))
        })
    }

    /// Whether the process that was given the lease with number `fence` still runs.
    fn is_alive(&self, name: &str, fence: i64) -> Result<bool, Fault> {
        let path = self.lock_path(name, fence);
        match File::options().write(true).open(&path).map(|file| file.try_lock()) {
            Ok(Ok(())) => Ok(false),
            Ok(Err(TryLockError::WouldBlock)) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Ok(Err(TryLockError::Error(error))) | Err(error) => Err(unavailable(path, &error)),
        }
    }

    /// Makes the file that stands for the lease with number `fence`, and locks it.
    fn lock_file(&self, name: &str, fence: i64) -> Result<File, Fault> {
        let path = self.lock_path(name, fence);
        let lock = || -> Result<File, std::io::Error> {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            file.try_lock()?;
            Ok(file)
        };
        lock().map_err(|error| unavailable(path.clone(), &error))
    }

    fn remove_lock_file(&self, name: &str, fence: i64) {
        // Where it cannot be removed it stays behind, empty and asked about by nobody.
        let _ = std::fs::remove_file(self.lock_path(name, fence));
    }

    fn lock_path(&self, name: &str, fence: i64) -> PathBuf {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let mut file = String::from("lease-");
        for letter in name.chars() {
            match plain(letter) {
                true => file.push(letter),
                false => file.push_str(&format!("%{:x}", u32::from(letter))),
            }
        }
        self.dir.join(format!("{file}-{fence}.lock"))
    }
}

fn unavailable(path: PathBuf, error: &std::io::Error) -> Fault {
    StoreError::Unavailable { path, reason: error.to_string() }.into()
}
