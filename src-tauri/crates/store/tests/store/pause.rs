//! Targets that are left out, and when each was last taken in.

use crate::{begin, workspace};
use rolecall_store::Pause;

fn pause(target: &str, since: i64, run: Option<i64>) -> Pause {
    Pause { target: target.into(), who: "ann@desk".into(), since, run }
}

#[test]
fn a_target_is_left_out_until_it_is_resumed() {
    let (dir, store) = workspace();
    assert!(store.paused().unwrap().is_empty(), "none at first");
    store.pause(&[pause("goto", 5, None), pause("adobe", 6, None)]).unwrap();
    let run = begin(&store);
    store.pause(&[pause("goto", 9, Some(run))]).unwrap();
    store.pause(&[pause("goto", 10, None)]).unwrap();
    drop(store);
    let store = rolecall_store::Store::open(dir.path()).unwrap();
    let expected = [pause("adobe", 6, None), pause("goto", 5, Some(run))];
    assert_eq!(store.paused().unwrap(), expected, "by name; since the first time; of the undo");
    assert!(store.resume("goto").unwrap(), "it was left out");
    assert!(!store.resume("goto").unwrap(), "and is not any more");
    assert_eq!(store.paused().unwrap(), expected[..1]);
}

#[test]
fn the_last_start_of_each_target_is_kept() {
    let (_dir, store) = workspace();
    assert!(store.starts().unwrap().is_empty());
    store.note_start(&["goto", "adobe"], 5).unwrap();
    store.note_start(&["goto"], 3).unwrap();
    let starts = store.starts().unwrap();
    assert_eq!((starts["goto"], starts["adobe"]), (3, 5), "the clock may have gone back");
}
