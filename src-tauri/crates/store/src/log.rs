//! The write-ahead log, pressed to disk.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The log beside a database file. What SQLite has committed is in it, and is on disk once it is
/// pressed: so that others write on while somebody waits for the disk, and that only the content
/// is waited for, not when the file was last changed.
///
/// SQLite locks the database and the index of the log, never the log itself: opening it here takes
/// no lock away.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: OnceLock<File>,
}

impl Log {
    /// The log of the database at `path`.
    pub(crate) fn of(path: &Path) -> Self {
        let mut name = path.as_os_str().to_owned();
        name.push("-wal");
        Self { path: name.into(), file: OnceLock::new() }
    }

    /// Waits until all that was committed is on disk. Where there is no log, SQLite has seen to
    /// that itself.
    ///
    /// # Errors
    /// When it cannot be opened, or the disk fails.
    pub(crate) fn press(&self) -> io::Result<()> {
        let file = match self.file.get() {
            Some(file) => file,
            // To be pressed it has to be open for writing on some systems.
            None => match File::options().read(true).write(true).open(&self.path) {
                Ok(opened) => self.file.get_or_init(|| opened),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error),
            },
        };
        file.sync_data()
    }
}
