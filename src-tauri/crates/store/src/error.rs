//! What can go wrong with a workspace, in words an administrator can act on.

use std::path::{Path, PathBuf};

/// Why the workspace could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a later version of Rolecall.
    #[error(
        "{} was written by a newer Rolecall (its schema is {found}, this version knows {known}); \
         update Rolecall and open it again",
        path.display()
    )]
    NewerSchema {
        /// The database file.
        path: PathBuf,
        /// The schema it has.
        found: i64,
        /// The newest schema this version knows.
        known: i64,
    },
    /// The file was written by an earlier version and may not be brought up to date here.
    #[error(
        "{} was written by an older Rolecall (its schema is {found}, this version needs {known}) \
         and was opened for reading only; run a sync or open it in the application once",
        path.display()
    )]
    OlderSchema {
        /// The database file.
        path: PathBuf,
        /// The schema it has.
        found: i64,
        /// The schema this version needs.
        known: i64,
    },
    /// Another process held the database for longer than the busy timeout.
    #[error(
        "{} is in use by another process that did not let go of it in time; \
         wait for it to end or close it, then try again",
        path.display()
    )]
    Locked {
        /// The database file.
        path: PathBuf,
    },
    /// The file, or its folder, cannot be written.
    #[error(
        "{} cannot be written; give this account write permission to the file and its folder, \
         then try again",
        path.display()
    )]
    ReadOnly {
        /// The database file.
        path: PathBuf,
    },
    /// The file is no sound database.
    #[error(
        "{} is damaged ({reason}); {}, then try again",
        path.display(),
        restore_advice(backup.as_deref())
    )]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What was found wrong.
        reason: String,
        /// The newest backup beside it, where there is one.
        backup: Option<PathBuf>,
    },
    /// The disk has no room for what was to be written; nothing of it was.
    #[error("there is no room left on the disk of {}; free some space, then try again", path.display())]
    DiskFull {
        /// The database file.
        path: PathBuf,
    },
    /// The file or its folder could not be opened, made or read.
    #[error("{} could not be opened, read or written ({reason}); check the path and its permissions", path.display())]
    Unavailable {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's or the database's words.
        reason: String,
    },
    /// Another process took over the lease under which this one was working.
    #[error(
        "another process has taken over (its number is {newest}, this one's {fence}); \
         stop here, the work goes on there"
    )]
    Fenced {
        /// The number this process works under.
        fence: i64,
        /// The highest number given out.
        newest: i64,
    },
    /// Another process read the same directory meanwhile.
    #[error(
        "the directory \"{directory}\" was read by another process at the same time, and that \
         reading stands; read it again"
    )]
    ReadMeanwhile {
        /// The directory.
        directory: String,
    },
    /// What was named is not in the workspace.
    #[error("there is no {what} `{id}`; it may have been removed meanwhile: reload and try again")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A name or id that must be unique, compared without case, is taken.
    #[error("there is already a {what} called `{name}`; choose another name")]
    NameTaken {
        /// The kind of thing.
        what: &'static str,
        /// The name.
        name: String,
    },
}

fn restore_advice(backup: Option<&Path>) -> String {
    match backup {
        Some(backup) => format!("put the backup {} in its place", backup.display()),
        None => "there is no backup: move it away to start with an empty workspace".to_owned(),
    }
}

impl StoreError {
    /// The stable codes of all errors.
    pub const CODES: [&'static str; 11] = [
        "workspace_newer",
        "workspace_older",
        "workspace_locked",
        "workspace_read_only",
        "workspace_damaged",
        "disk_full",
        "workspace_unavailable",
        "fenced",
        "read_meanwhile",
        "not_found",
        "name_taken",
    ];

    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NewerSchema { .. } => "workspace_newer",
            Self::OlderSchema { .. } => "workspace_older",
            Self::Locked { .. } => "workspace_locked",
            Self::ReadOnly { .. } => "workspace_read_only",
            Self::Damaged { .. } => "workspace_damaged",
            Self::DiskFull { .. } => "disk_full",
            Self::Unavailable { .. } => "workspace_unavailable",
            Self::Fenced { .. } => "fenced",
            Self::ReadMeanwhile { .. } => "read_meanwhile",
            Self::NotFound { .. } => "not_found",
            Self::NameTaken { .. } => "name_taken",
        }
    }
}

/// A fault inside the database layer, before the file it happened in is known.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite's own.
    Sqlite(rusqlite::Error),
    /// Something stored that cannot be understood.
    Content(String),
    /// A refusal in the domain's words.
    Refused(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Content(error.to_string())
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl Fault {
    /// The error for the administrator; `path` is the database file.
    pub(crate) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Refused(error) => error,
            Self::Content(reason) => damaged(path, reason),
            Self::Sqlite(error) => of_sqlite(path, &error),
        }
    }
}

fn of_sqlite(path: PathBuf, error: &rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Locked { path },
        Some(Code::ReadOnly | Code::PermissionDenied) => StoreError::ReadOnly { path },
        Some(Code::DatabaseCorrupt | Code::NotADatabase | Code::ConstraintViolation) | None => {
            damaged(path, error.to_string())
        }
        Some(Code::DiskFull) => StoreError::DiskFull { path },
        Some(_) => StoreError::Unavailable { path, reason: error.to_string() },
    }
}

fn damaged(path: PathBuf, reason: String) -> StoreError {
    let backup = path.parent().and_then(crate::backup::newest);
    StoreError::Damaged { path, reason, backup }
}
