use crate::workspace;
use rolecall_store::{Store, StoreError};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a folder with their bytes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    entries.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn reading_only_needs_no_workspace_and_makes_none() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Store::open_read_only(dir.path()).unwrap().is_none(), "there is none");
    let missing = dir.path().join("missing");
    assert!(Store::open_read_only(&missing).unwrap().is_none(), "nor a folder");
    assert!(!missing.exists(), "and none is made");
    std::fs::write(dir.path().join("workspace.db"), "").unwrap();
    assert!(Store::open_read_only(dir.path()).unwrap().is_none(), "an empty file holds nothing");
    assert_eq!(files(dir.path()).len(), 1, "nothing was added");
}

#[test]
fn reading_only_writes_no_byte() {
    let (dir, store) = workspace();
    store.set_setting("a", &1).unwrap();
    drop(store);
    let before = files(dir.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), ["workspace.db"], "closed: one file");
    let reader = Store::open_read_only(dir.path()).unwrap().unwrap();
    assert_eq!(reader.setting("a").unwrap(), Some(1), "it can be read");
    assert_eq!(reader.configuration().unwrap().rules.len(), 0, "all of it");
    reader.check().unwrap();
    assert_eq!(files(dir.path()), before, "while it is open");
    assert_eq!(reader.set_setting("a", &2).unwrap_err().code(), "workspace_read_only", "refused");
    drop(reader);
    assert_eq!(files(dir.path()), before, "and after");
}

#[test]
fn reading_only_sees_what_a_living_writer_commits() {
    let (dir, store) = workspace();
    store.set_setting("a", &1).unwrap();
    let reader = Store::open_read_only(dir.path()).unwrap().unwrap();
    store.set_setting("a", &2).unwrap();
    assert_eq!(reader.setting("a").unwrap(), Some(2), "the latest commit");
    let names: Vec<_> = files(dir.path()).into_keys().collect();
    assert_eq!(names, ["workspace.db", "workspace.db-shm", "workspace.db-wal"], "no file more");
}

#[test]
fn a_folder_with_an_odd_name_is_no_obstacle() {
    let dir = tempfile::tempdir().unwrap();
    let odd = dir.path().join("a?b#c%20d é");
    Store::open(&odd).unwrap().set_setting("a", &1).unwrap();
    let reader = Store::open_read_only(&odd).unwrap().unwrap();
    assert_eq!(reader.setting("a").unwrap(), Some(1), "the name is a path, not an address");
}

#[test]
fn a_newer_workspace_is_refused_and_left_alone() {
    let (dir, store) = workspace();
    drop(store);
    let raw = Connection::open(dir.path().join("workspace.db")).unwrap();
    raw.pragma_update(None, "user_version", 1_000).unwrap();
    drop(raw);
    let before = files(dir.path());
    for error in [
        Store::open(dir.path()).map(drop).unwrap_err(),
        Store::open_read_only(dir.path()).map(drop).unwrap_err(),
    ] {
        assert_eq!(error.code(), "workspace_newer", "by code");
        assert!(error.to_string().contains("update Rolecall"), "with a remedy: {error}");
    }
    assert_eq!(files(dir.path()), before, "not a byte of it changed");
}

#[test]
fn a_truncated_workspace_offers_its_backup() {
    let (dir, store) = workspace();
    store.set_setting("long", &"x".repeat(50_000)).unwrap();
    let backup = store.back_up().unwrap();
    drop(store);
    let path = dir.path().join("workspace.db");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = Store::open(dir.path()).map(drop).unwrap_err();
    assert_eq!(error.code(), "workspace_damaged", "{error}");
    assert!(error.to_string().contains(&*backup.to_string_lossy()), "which to use: {error}");
    std::fs::copy(&backup, &path).unwrap();
    let restored = Store::open(dir.path()).unwrap();
    assert_eq!(restored.setting::<String>("long").unwrap().map(|x| x.len()), Some(50_000), "back");
}

#[test]
fn what_is_no_database_is_called_damaged() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("workspace.db"), "not a database ".repeat(1_000)).unwrap();
    let error = Store::open(dir.path()).map(drop).unwrap_err();
    let StoreError::Damaged { backup: None, .. } = &error else { panic!("{error:?}") };
    assert!(error.to_string().contains("move it away"), "the remedy without a backup: {error}");
}

#[test]
fn a_damaged_page_is_found() {
    let (dir, store) = workspace();
    for at in 0..200 {
        store.set_setting(&format!("key {at}"), &"x".repeat(1_000)).unwrap();
    }
    drop(store);
    let path = dir.path().join("workspace.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[end - 40_000..end - 8_000].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let error = store.check().unwrap_err();
    assert_eq!(error.code(), "workspace_damaged", "{error}");
}

#[test]
fn backups_are_numbered_and_the_oldest_go() {
    let (dir, store) = workspace();
    for _ in 0..12 {
        store.back_up().unwrap();
    }
    let names: Vec<_> = files(&dir.path().join("backups")).into_keys().collect();
    assert_eq!(names.len(), 10, "ten are kept: {names:?}");
    assert!(names.contains(&"workspace-7-12.db".into()), "the newest among them");
    assert!(!names.contains(&"workspace-7-2.db".into()), "the oldest not");
}
