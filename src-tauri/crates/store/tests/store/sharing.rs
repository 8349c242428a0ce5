use crate::{begin, planned, step, workspace};
use rolecall_directory::StepKind;
use rolecall_store::Store;

#[test]
fn two_stores_on_one_folder_see_each_other() {
    let (dir, one) = workspace();
    let two = Store::open(dir.path()).unwrap();
    let before = two.data_version().unwrap();
    assert_eq!(two.data_version().unwrap(), before, "nothing happened");
    one.set_setting("a", &1).unwrap();
    assert_ne!(two.data_version().unwrap(), before, "the other changed something");
    assert_eq!(two.setting("a").unwrap(), Some(1), "and here it is");
    let mine = one.data_version().unwrap();
    one.set_setting("a", &2).unwrap();
    assert_eq!(one.data_version().unwrap(), mine, "one's own changes are no news");
}

#[test]
fn many_open_and_write_a_new_workspace_at_once() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for at in 0..8 {
            let path = dir.path();
            scope.spawn(move || {
                let store = Store::open(path).unwrap();
                let run = begin(&store);
                for _ in 0..10 {
                    let new = planned(step(&format!("user{at}"), StepKind::Create, None));
                    store.add_steps(run, "goto", &[new]).unwrap();
                }
            });
        }
    });
    let store = Store::open(dir.path()).unwrap();
    let runs = store.runs(rolecall_store::Page::ALL).unwrap().rows;
    assert_eq!(runs.len(), 8, "every run is there");
    assert!(runs.iter().all(|run| run.counts().planned == 10), "with every step");
}

#[test]
fn a_store_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Store>();
}
