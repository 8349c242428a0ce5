//! Opening a workspace, and the two ways into it: reading and writing.

use crate::error::{Fault, StoreError};
use crate::log::Log;
use crate::table::push_log::PushLog;
use crate::{backup, migration};
use rolecall_directory::Folded;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The name of the database file in a workspace's folder.
const FILE: &str = "workspace.db";
/// How long a process waits for another's write to end.
const BUSY: Duration = Duration::from_secs(10);
/// How long to pause where SQLite itself does not wait.
const PAUSE: Duration = Duration::from_millis(5);
/// How many pages gather in the log before they go into the database: each time, what was written
/// since is pressed to disk.
const LOG_PAGES: i64 = 8192;
/// How much of the database the writing connection keeps at hand, in KiB: what changes goes
/// through it page by page.
const CACHE: i64 = 8192;
/// How many idle read-only connections are kept.
const READERS: usize = 4;

/// A workspace. All verbs block; async callers put them on a blocking thread.
///
/// Several processes may open one workspace. Writes go through one connection and take SQLite's
/// write lock at their start; reads go through read-only connections and see one moment each.
#[derive(Debug)]
pub struct Store {
    pub(crate) dir: PathBuf,
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    reading: Access,
    pub(crate) pushed: Mutex<PushLog>,
    // After the readers: the last connection to close folds the log into the database, which
    // only a writing one may do.
    writing: Writing,
}

/// The way into a workspace by writing, which a thread of the store can take along.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    path: PathBuf,
    /// Whether the workspace was opened for writing.
    allowed: bool,
    // Before the connection: it is closed first.
    log: Arc<Log>,
    main: Arc<Mutex<Connection>>,
}

/// How a connection reaches the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// Makes the file when it is missing.
    Write,
    /// Reads, seeing what other processes commit. Leaves the files of the log to them.
    Read,
    /// Reads a file that no process has open; touches nothing else in the folder.
    Still,
    /// As `Read`, in a workspace that was opened for reading only.
    OnlyRead,
}

/// How hard a commit is pressed to disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// On disk before the verb returns; survives a power failure.
    Full,
    /// Survives a crash of the process; a power failure may take the latest commits.
    Process,
}

impl Store {
    /// Opens the workspace in `dir`, which is made when missing, and brings its schema up to date
    /// after a backup.
    ///
    /// # Errors
    /// When the file is damaged, locked, not writable or written by a newer version.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir).map_err(|error| StoreError::Unavailable {
            path: dir.to_owned(),
            reason: error.to_string(),
        })?;
        let path = dir.join(FILE);
        let open = || -> Result<Connection, Fault> {
            let mut conn = connect(&path, Access::Write)?;
            migration::migrate(&mut conn, dir, &path)?;
            // With a log it is pressed here; without one, as on some shares, SQLite does it.
            let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            let synchronous = if mode.eq_ignore_ascii_case("wal") { "NORMAL" } else { "FULL" };
            conn.pragma_update(None, "synchronous", synchronous)?;
            Ok(conn)
        };
        let main = open().map_err(|fault| fault.at(&path))?;
        Ok(Self::over(dir, path, main, Access::Read))
    }

    /// Opens the workspace in `dir` for reading; `None` when there is none. Neither makes nor
    /// changes a file of it.
    ///
    /// # Errors
    /// When the file is damaged, unreadable or of another schema; every writing verb answers
    /// [`StoreError::ReadOnly`].
    pub fn open_read_only(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(FILE);
        if !path.is_file() {
            return Ok(None);
        }
        // A file without a log beside it is at rest. SQLite would make the log's files even for
        // reading, so such a file is read as it stands.
        let at_rest = ["db-wal", "db-shm"].iter().all(|end| !path.with_extension(end).exists());
        let access = if at_rest { Access::Still } else { Access::OnlyRead };
        let open = || -> Result<Option<Connection>, Fault> {
            let conn = connect(&path, access)?;
            Ok(migration::is_current(&conn, &path)?.then_some(conn))
        };
        let main = open().map_err(|fault| fault.at(&path))?;
        Ok(main.map(|main| Self::over(dir, path, main, access)))
    }

    fn over(dir: &Path, path: PathBuf, main: Connection, reading: Access) -> Self {
        let dir = dir.to_owned();
        let (allowed, main) = (reading == Access::Read, Arc::new(Mutex::new(main)));
        let log = Arc::new(Log::of(&path));
        let writing = Writing { path: path.clone(), allowed, log, main };
        let (readers, pushed) = (Mutex::default(), Mutex::default());
        Self { dir, path, readers, reading, pushed, writing }
    }

    /// The folder of the workspace.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A number that differs from the last one when another process changed the workspace.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let main = self.main();
        let version = main.pragma_query_value(None, "data_version", |row| row.get(0));
        version.map_err(|error| Fault::from(error).at(&self.path))
    }

    /// Copies the workspace into its backups and answers where.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub fn back_up(&self) -> Result<PathBuf, StoreError> {
        self.read(|conn| backup::take(conn, &self.dir, migration::schema_of(conn)?))
    }

    /// Reads every page and looks for damage.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what was found first.
    pub fn check(&self) -> Result<(), StoreError> {
        self.read(|conn| {
            let found: String =
                conn.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
            if found == "ok" { Ok(()) } else { Err(Fault::Content(found)) }
        })
    }

    /// Waits until all changes made so far are on disk.
    ///
    /// # Errors
    /// When the disk fails: they may be gone after a power failure.
    pub fn press(&self) -> Result<(), StoreError> {
        self.writing.press()
    }

    fn main(&self) -> MutexGuard<'_, Connection> {
        self.writing.main()
    }

    /// The way into the workspace by writing, for a thread that the store starts.
    pub(crate) fn writing(&self) -> Writing {
        self.writing.clone()
    }

    /// Runs `body` on a view of one moment.
    pub(crate) fn read<T>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let run = || -> Result<T, Fault> {
            let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut conn = match idle {
                Some(conn) => conn,
                None => connect(&self.path, self.reading)?,
            };
            let tx = conn.transaction()?;
            let answer = body(&tx)?;
            tx.commit()?;
            let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if readers.len() < READERS {
                readers.push(conn);
            }
            Ok(answer)
        };
        run().map_err(|fault| fault.at(&self.path))
    }

    /// Runs `body` as one change: all of it or nothing.
    pub(crate) fn write<T>(
        &self,
        durability: Durability,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.writing.write(durability, body)
    }
}

impl Writing {
    fn main(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held rolled its transaction back; the connection is sound.
        self.main.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the database file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `body` as one change: all of it or nothing.
    pub(crate) fn write<T>(
        &self,
        durability: Durability,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if !self.allowed {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        let run = || -> Result<T, Fault> {
            let mut main = self.main();
            let tx = main.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = body(&tx)?;
            tx.commit()?;
            Ok(answer)
        };
        let answer = run().map_err(|fault| fault.at(&self.path))?;
        // Others write meanwhile.
        if durability == Durability::Full {
            self.press()?;
        }
        Ok(answer)
    }

    /// Waits until all changes made so far are on disk.
    fn press(&self) -> Result<(), StoreError> {
        self.log.press().map_err(|error| match error.kind() {
            ErrorKind::StorageFull => StoreError::DiskFull { path: self.path.clone() },
            _ => StoreError::Unavailable { path: self.path.clone(), reason: error.to_string() },
        })
    }
}

fn connect(path: &Path, access: Access) -> Result<Connection, Fault> {
    let conn = match access {
        Access::Write => Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?,
        Access::Read | Access::OnlyRead => Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?,
        Access::Still => Connection::open_with_flags(
            still_uri(path),
            OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?,
    };
    conn.busy_timeout(BUSY)?;
    if access == Access::Write {
        use_log(&conn)?;
        conn.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        // Below zero it is KiB, not pages.
        conn.pragma_update(None, "cache_size", -CACHE)?;
    }
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.set_prepared_statement_cache_capacity(64);
    // `finds(text, folded)`: whether the text contains what is searched for, without case.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("finds", 2, flags, |call| {
        let text: Option<String> = call.get(0)?;
        let searched: String = call.get(1)?;
        Ok(text.is_some_and(|text| Folded::new(&text).as_str().contains(&searched)))
    })?;
    // `folded(text)`: the text as it is compared without case.
    conn.create_scalar_function("folded", 1, flags, |call| {
        let text: Option<String> = call.get(0)?;
        Ok(text.map(|text| Folded::new(&text).as_str().to_owned()))
    })?;
    Ok(conn)
}

/// Switches to the write-ahead log. SQLite does not wait for others while it does so, which two
/// processes making one workspace would notice.
fn use_log(conn: &Connection) -> Result<(), Fault> {
    let end = Instant::now() + BUSY;
    loop {
        let switched = conn.pragma_update(None, "journal_mode", "WAL");
        let busy = switched.as_ref().err().and_then(rusqlite::Error::sqlite_error_code)
            == Some(ErrorCode::DatabaseBusy);
        if !busy || Instant::now() > end {
            return Ok(switched?);
        }
        std::thread::sleep(PAUSE);
    }
}

/// The SQLite URI that reads `path` without locks and without a log.
fn still_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') && text.as_bytes().get(1) == Some(&b':') {
        uri.push('/');
    }
    for letter in text.chars() {
        match letter {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            _ => uri.push(letter),
        }
    }
    uri + "?immutable=1"
}

#[cfg(test)]
mod tests;
