//! Accounts files.

use crate::recording::{Memory, step};
use proptest::prelude::*;
use rolecall_connect::{
    AccountWork, ApplyTarget, ConnectError, CsvTarget, PersonToSend, ReadTarget, StepResult,
    TargetState, ValueWork, WorkStep,
};
use rolecall_directory::{AccountRecord, Cause, NotSent, SlotDefinition, StepKind};
use std::path::{Path, PathBuf};

fn slot(name: &str, many: bool) -> SlotDefinition {
    SlotDefinition {
        name: name.to_owned(),
        many,
        create_values: false,
        grace_days: 0,
        values: Vec::new(),
        administrators: Vec::new(),
        bind: None,
    }
}

fn target(path: &Path) -> CsvTarget {
    CsvTarget::new(path.to_owned(), vec![slot("products", true), slot("role", false)])
}

pub fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accounts.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

pub async fn state(path: &Path) -> Result<TargetState, ConnectError> {
    target(path).read().await
}

pub fn person(user_name: &str, email: &str) -> PersonToSend {
    PersonToSend {
        id: user_name.to_owned(),
        user_name: user_name.to_owned(),
        email: Some(email.to_owned()),
        ..PersonToSend::default()
    }
}

pub fn work(
    account: Option<&AccountRecord>,
    to: Option<PersonToSend>,
    steps: Vec<WorkStep>,
) -> AccountWork {
    AccountWork { person: to, account: account.cloned(), steps, adopts: Vec::new() }
}

pub async fn apply(path: &Path, works: Vec<AccountWork>) -> Memory {
    let journal = Memory::default();
    target(path).apply(Vec::new(), works, &journal).await.unwrap();
    journal
}

pub fn account(state: &TargetState, name: &str) -> AccountRecord {
    state.accounts.records().find(|one| one.user_name == name).unwrap()
}

const FILE: &str = "userName,email,active,managed,unmanaged,products,role,note\n\
    ann,ann@x,true,true,products=Old\\;1;products=Gone,New;Old\\;1,Admin,keep \"me\"\n";

#[tokio::test]
async fn the_form_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let none = state(&folder.path().join("accounts.csv")).await.unwrap();
    assert!(none.accounts.is_empty(), "no file is no accounts");
    let text = FILE.replace("keep \"me\"", "x") + "bob,,FALSE,TRUE,,,,\ncid,c@x,false,,,a,,\n";
    let (_folder, path) = file(&text);
    let read = state(&path).await.unwrap();
    let ann = account(&read, "ann");
    let held: Vec<_> = ann
        .holdings
        .iter()
        .map(|one| (one.slot.as_str(), one.value.as_str(), one.managed))
        .collect();
    assert_eq!(
        held,
        [("products", "New", true), ("products", "Old;1", false), ("role", "Admin", true)],
        "exceptions are unmanaged; one for a value not held means nothing"
    );
    let bob = &account(&read, "bob");
    assert!(!bob.active && bob.suspended_here, "managed and inactive counts as suspended here");
    let cid = &account(&read, "cid");
    assert!(!cid.managed && !cid.suspended_here && !cid.holdings[0].managed, "not managed");
}

#[tokio::test]
async fn a_file_that_is_wrong_is_refused_with_its_place() {
    let cases = [
        ("userName,email\nann,a\nANN,b\n", ":3:1", "also on line 2"),
        ("userName,active\nann,perhaps\n", ":2:5", "write true or false"),
        ("userName,active\nann\n", ":2:4", "1 fields"),
        ("userName,active\nann,\"true\n", ":2:5", "never closed"),
        ("name,active\n", ":1:1", "no column \"userName\""),
        ("userName,role,role\n", ":1:15", "twice"),
    ];
    for (text, place, words) in cases {
        let (_folder, path) = file(text);
        let error = state(&path).await.expect_err("is refused");
        assert!(error.place.ends_with(place), "{text:?} at {}", error.place);
        assert!(error.message.contains(words), "{text:?}: {}", error.message);
    }
}

#[tokio::test]
async fn steps_change_what_they_name_and_nothing_else() {
    let text = FILE.replace("keep \"me\"", "\"keep \"\"me\"\"\"") + "kiosk,,true,,,,,\n";
    let (_folder, path) = file(&text);
    let before = state(&path).await.unwrap();
    let ann = &account(&before, "ann");
    let works = vec![
        work(
            None,
            Some(person("Zoë", "zoe@x")),
            vec![
                step(1, StepKind::Create, "Zoë", None),
                step(2, StepKind::Assign, "Zoë", Some(("products", "a;b=c\\"))),
            ],
        ),
        work(
            Some(ann),
            Some(person("ANN", "new@x")),
            vec![
                step(3, StepKind::Assign, "ann", Some(("role", "Member"))),
                step(4, StepKind::Unassign, "ann", Some(("role", "Admin"))),
                step(5, StepKind::Suspend, "ann", None),
                step(6, StepKind::Unassign, "ann", Some(("products", "New"))),
            ],
        ),
    ];
    let journal = apply(&path, works).await;
    assert!(journal.results().values().all(|result| *result == StepResult::Done), "all are done");
    assert_eq!(journal.outcome(2).account.as_deref(), Some("Zoë"), "a create tells the key");
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "userName,email,active,managed,unmanaged,products,role,note\n\
         Zoë,zoe@x,true,true,,a\\;b\\=c\\\\,,\n\
         ann,ann@x,false,true,products=Old\\;1,Old\\;1,Member,\"keep \"\"me\"\"\"\n\
         kiosk,,true,false,,,,\n",
        "rows by userName, unknown columns kept, names only by update"
    );
    let folder = path.parent().unwrap();
    assert_eq!(folder.read_dir().unwrap().count(), 1, "no temporary file is left");
}

#[tokio::test]
async fn adopting_takes_only_what_is_granted() {
    let (_folder, path) = file("userName,email,active,managed,products\nann,a@x,true,,A;B\n");
    let before = state(&path).await.unwrap();
    let ann = &account(&before, "ann");
    let mut adopting = work(
        Some(ann),
        Some(person("Ann", "ann@x")),
        vec![
            step(1, StepKind::Assign, "ann", Some(("products", "C"))),
            step(2, StepKind::Adopt, "ann", None),
        ],
    );
    adopting.adopts = vec![("products".into(), "A".into())];
    apply(&path, vec![adopting]).await;
    let after = state(&path).await.unwrap();
    let ann = &account(&after, "Ann");
    let held: Vec<_> = ann.holdings.iter().map(|one| (one.value.as_str(), one.managed)).collect();
    assert!(ann.managed && ann.email.as_deref() == Some("ann@x"), "adopted, and names written");
    assert_eq!(
        held,
        [("A", true), ("B", false), ("C", true)],
        "what no rule grants stays unmanaged"
    );
}

#[tokio::test]
async fn names_may_be_swapped_but_not_shared() {
    let (_folder, path) = file("userName,managed\nann,true\nbob,true\ncid,true\neve,\n");
    let before = state(&path).await.unwrap();
    let rename = |id: i64, from: &str, to: &str| {
        let steps = vec![step(id, StepKind::Update, from, None)];
        work(Some(&account(&before, from)), Some(person(to, "x@x")), steps)
    };
    let taken = work(
        None,
        Some(person("Eve", "x@x")),
        vec![
            step(4, StepKind::Create, "Eve", None),
            step(5, StepKind::Assign, "Eve", Some(("role", "Admin"))),
        ],
    );
    let works =
        vec![rename(1, "ann", "bob"), rename(2, "bob", "ann"), rename(3, "cid", "EVE"), taken];
    let journal = apply(&path, works).await;
    assert_eq!(journal.results()[&1], StepResult::Done, "swapped");
    assert_eq!(journal.results()[&2], StepResult::Done, "swapped");
    assert_eq!(journal.results()[&3], StepResult::Failed(Cause::Conflict), "the name is taken");
    assert_eq!(journal.results()[&4], StepResult::Failed(Cause::AccountExists), "so is it here");
    assert_eq!(journal.results()[&5], StepResult::NotSent(NotSent::AccountNotCreated), "follows");
    let names: Vec<_> =
        state(&path).await.unwrap().accounts.records().map(|one| one.user_name).collect();
    assert_eq!(names, ["ann", "bob", "cid", "eve"], "no name twice");
}

#[tokio::test]
async fn what_changed_meanwhile_is_told() {
    let (_folder, path) = file("userName,managed\nann,true\nbob,true\n");
    let before = state(&path).await.unwrap();
    std::fs::write(&path, "userName,managed\nbob,false\n").unwrap();
    let give = |id: i64, name: &str| {
        let steps = vec![step(id, StepKind::Assign, name, Some(("role", "Admin")))];
        work(Some(&account(&before, name)), None, steps)
    };
    let journal = apply(&path, vec![give(1, "ann"), give(2, "bob")]).await;
    assert_eq!(journal.results()[&1], StepResult::Failed(Cause::NotFound), "its row is gone");
    assert_eq!(journal.results()[&2], StepResult::Failed(Cause::Conflict), "it is not managed now");
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "userName,managed\nbob,false\n",
        "a file that nothing changes is not written"
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_written_fails_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("accounts.csv");
    let create =
        work(None, Some(person("ann", "a@x")), vec![step(1, StepKind::Create, "ann", None)]);
    let journal = apply(&path, vec![create]).await;
    assert_eq!(journal.results()[&1], StepResult::Failed(Cause::NotFound), "the folder is missing");
    let words = journal.outcome(1).message;
    assert!(words.contains("could not be written"), "says what failed: {words}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_takes_no_file_is_told_in_the_systems_words() {
    let steps = vec![step(1, StepKind::Create, "ann", None)];
    let create = work(None, Some(person("ann", "a@x")), steps);
    let journal = apply(Path::new("/sys/accounts.csv"), vec![create]).await;
    assert_eq!(journal.results()[&1], StepResult::Failed(Cause::NotPermitted), "nobody may");
    let words = journal.outcome(1).message;
    assert!(words.contains("os error") && words.contains("the right to it"), "{words}");
}

#[tokio::test]
async fn a_stopped_run_writes_nothing() {
    let (_folder, path) = file("userName\n");
    let journal = Memory::default();
    journal.stop.store(true, std::sync::atomic::Ordering::SeqCst);
    let value = ValueWork { step: step(2, StepKind::Value, "", Some(("products", "A"))) };
    let create =
        work(None, Some(person("ann", "a@x")), vec![step(1, StepKind::Create, "ann", None)]);
    target(&path).apply(vec![value], vec![create], &journal).await.unwrap();
    let cancelled = StepResult::NotSent(NotSent::Cancelled);
    assert_eq!(journal.results().values().collect::<Vec<_>>(), [&cancelled, &cancelled], "neither");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "userName\n", "the file is as it was");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is created is read back as it was written, whatever the signs.
    #[test]
    fn accounts_come_back(
        people in proptest::collection::btree_map(
            "[a-z]{1,3}[;=\\\\,\"\r\n ü']{0,4}[a-z]",
            proptest::collection::btree_set("[a-c;=\\\\,\"\n ü]{1,5}", 0..4),
            0..8,
        )
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.csv");
        let mut id = 0;
        let works = people.iter().map(|(name, values)| {
            let mut next = || { id += 1; id };
            let mut steps = vec![step(next(), StepKind::Create, name, None)];
            let assigns = values.iter().map(|value| {
                step(next(), StepKind::Assign, name, Some(("products", value)))
            });
            steps.extend(assigns);
            work(None, Some(person(name, "a,\"b\"@x")), steps)
        });
        let works = works.collect();
        let read = runtime.block_on(async {
            apply(&path, works).await;
            state(&path).await.unwrap()
        });
        let back: Vec<_> = read.accounts.records().map(|one| {
            let values: Vec<_> = one.holdings.iter().map(|held| held.value.clone()).collect();
            (one.user_name.clone(), values, one.email.clone())
        }).collect();
        let meant: Vec<_> = people.iter().map(|(name, values)| {
            (name.clone(), values.iter().cloned().collect::<Vec<_>>(), Some("a,\"b\"@x".to_owned()))
        }).collect();
        prop_assert_eq!(back, meant);
    }
}
