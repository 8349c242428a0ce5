//! Versions of resources (RFC 7644 section 3.14), by which a write is bound to what was read.

use super::read::first;
use rolecall_directory::{RowIndex, Texts};
use rolecall_scim::{AttrPath, get};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The versions last seen of a target's resources, by path.
#[derive(Debug, Default)]
pub(super) struct Versions {
    read: Mutex<Read>,
    /// Those told since.
    newer: Mutex<HashMap<String, Option<String>>>,
}

/// Those of a whole reading, which may be a million.
#[derive(Debug, Default)]
struct Read {
    paths: Texts,
    rows: RowIndex,
    versions: Texts,
}

impl Versions {
    /// Remembers what a reading told of the resource at `kind/id`.
    pub fn was_read(&self, kind: &str, resource: &Value) {
        let (Some(id), Some(version)) = (first(resource, "id"), version(resource)) else { return };
        let path = format!("{kind}/{id}");
        let mut read = self.read();
        let Read { paths, rows, versions } = &mut *read;
        let row = rows.len() as u32;
        if rows.insert(row, &path, |row| paths.get(row)).is_none() {
            paths.put(row, &path);
            versions.put(row, &version);
        }
    }

    /// Remembers the version of the resource at `path`; none where an answer told none, for the
    /// one known before is past.
    pub fn is_now(&self, path: &str, version: Option<String>) {
        self.newer().insert(path.to_owned(), version);
    }

    /// The version of the resource at `path`.
    pub fn of(&self, path: &str) -> Option<String> {
        if let Some(newer) = self.newer().get(path) {
            return newer.clone();
        }
        let read = self.read();
        let row = read.rows.find(path, |row| read.paths.get(row))?;
        Some(read.versions.get(row).to_owned())
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn newer(&self) -> MutexGuard<'_, HashMap<String, Option<String>>> {
        self.newer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The version that a resource carries.
pub(super) fn version(resource: &Value) -> Option<String> {
    let path = AttrPath::new("meta").with_sub("version");
    let version = get(resource, &path).first()?.as_str()?;
    Some(version.to_owned()).filter(|version| !version.is_empty())
}
