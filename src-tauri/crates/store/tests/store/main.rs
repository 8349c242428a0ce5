//! The workspace as its callers meet it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and a child process speaks to its parent on standard output"
)]

mod activity;
mod configuration;
mod crash;
mod directory;
mod failure;
mod files;
mod held;
mod journal;
mod lease;
mod life;
mod links;
mod lists;
mod marks;
mod pause;
mod push_log;
mod sharing;

use rolecall_directory::{Step, StepKind};
use rolecall_store::{NewRun, NewStep, RunId, StepEnding, StepOutcome, Store, Trigger};
use tempfile::TempDir;

/// A new workspace in a folder of its own.
fn workspace() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    (dir, store)
}

/// A run begun by hand under the lease `run`.
fn begin(store: &Store) -> RunId {
    let new = NewRun {
        trigger: Trigger::Hand,
        who: "ann@desk".into(),
        note: String::new(),
        lease: "run".into(),
        dry: false,
        started: 1_000,
    };
    store.begin_run(&new).unwrap()
}

/// A step for a person with that userName.
fn step(user: &str, kind: StepKind, value: Option<(&str, &str)>) -> Step {
    Step {
        user: user.into(),
        kind,
        slot: value.map(|(slot, _)| slot.into()),
        value: value.map(|(_, value)| value.into()),
        rules: vec!["Sales".into()],
        person: Some(format!("id-{user}")),
        account: None,
        of_suspension: false,
    }
}

/// The same, not held, to be journalled.
fn planned(step: Step) -> NewStep {
    NewStep { step, held: None, adopts: Vec::new() }
}

/// An outcome at time 3,000.
fn outcome(id: i64, ending: StepEnding) -> StepOutcome {
    let (message, account) = (String::new(), None);
    StepOutcome { id, ending, message, tries: 1, account, maybe_done: false, at: 3_000 }
}
