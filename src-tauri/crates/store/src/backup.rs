//! Backups beside the workspace: `backups/workspace-<schema>-<n>.db`.

use crate::error::{Fault, StoreError};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many backups are kept; older ones go when a new one is complete.
const KEPT: usize = 10;
/// Pages copied at a time, so that others can write in between.
const PAGES: i32 = 4096;

/// Copies the database behind `conn` into the backups of `dir`.
pub(crate) fn take(conn: &Connection, dir: &Path, schema: i64) -> Result<PathBuf, Fault> {
    let folder = dir.join("backups");
    std::fs::create_dir_all(&folder).map_err(|error| unavailable(&folder, &error))?;
    let next = listed(dir).last().map_or(1, |(number, _)| number + 1);
    let path = folder.join(format!("workspace-{schema}-{next}.db"));
    // Under another name until it is whole: a half-written file must never be offered.
    let partial = path.with_extension("partial");
    let _ = std::fs::remove_file(&partial);
    let mut copy = Connection::open(&partial)?;
    Backup::new(conn, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    std::fs::rename(&partial, &path).map_err(|error| unavailable(&path, &error))?;
    let all = listed(dir);
    for (_, old) in all.iter().take(all.len().saturating_sub(KEPT)) {
        std::fs::remove_file(old).map_err(|error| unavailable(old, &error))?;
    }
    Ok(path)
}

/// The newest backup of `dir`.
pub(crate) fn newest(dir: &Path) -> Option<PathBuf> {
    listed(dir).pop().map(|(_, path)| path)
}

/// The backups with their numbers, oldest first.
fn listed(dir: &Path) -> Vec<(u64, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(dir.join("backups")) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<_> = paths.filter_map(|path| Some((number(&path)?, path))).collect();
    found.sort();
    found
}

fn number(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?.strip_prefix("workspace-")?.strip_suffix(".db")?;
    name.rsplit_once('-')?.1.parse().ok()
}

fn unavailable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::Refused(StoreError::Unavailable { path: path.to_owned(), reason: error.to_string() })
}
