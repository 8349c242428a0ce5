use crate::{begin, outcome, planned, step};
use rolecall_directory::StepKind;
use rolecall_store::{LeaseAnswer, MarkChange, Page, StepEnding, StepFilter, StepState, Store};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Names the workspace to the child process, which is this test again.
const CHILD: &str = "ROLECALL_STORE_TEST_CHILD";
const STEPS: i64 = 2_000;
const BATCH: i64 = 5;

/// Sends and answers steps batch by batch, saying aloud what is acknowledged, until it is killed.
fn child(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let LeaseAnswer::Granted(lease) = store.acquire("run", "child", 0, i64::MAX).unwrap() else {
        panic!("nobody else asks for the lease");
    };
    let run = begin(&store);
    let new: Vec<_> =
        (0..STEPS).map(|at| planned(step(&format!("user{at}"), StepKind::Create, None))).collect();
    let first = store.add_steps(run, "scim", &new).unwrap();
    for batch in (0..STEPS).step_by(BATCH as usize) {
        let ids: Vec<_> = (batch..batch + BATCH).map(|at| first + at).collect();
        store.mark_sending(run, lease.fence, &ids, 1).unwrap();
        let outcomes: Vec<_> = ids.iter().map(|&id| outcome(id, StepEnding::Done)).collect();
        let marks = (batch..batch + BATCH).flat_map(|at| {
            let key = (first + at).to_string();
            MarkChange::of_done("scim", &new[at as usize].step, &key, None, &[])
        });
        let marks: Vec<_> = marks.collect();
        store.record_outcomes(run, lease.fence, &outcomes, &marks).unwrap();
        println!("acknowledged {}", batch + BATCH);
    }
}

/// Starts the child, lets it acknowledge `count` steps, and kills it in the midst of the next.
fn kill_after(dir: &Path, count: i64) -> i64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::a_killed_process_loses_nothing_acknowledged", "--exact", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut read = || -> Option<i64> {
        lines.find_map(|line| line.unwrap().split_once("acknowledged ")?.1.parse().ok())
    };
    let mut acknowledged = 0;
    while acknowledged < count {
        acknowledged = read().expect("the child ended before it was killed");
    }
    child.kill().unwrap();
    while let Some(more) = read() {
        acknowledged = more;
    }
    child.wait().unwrap();
    acknowledged
}

#[test]
fn a_killed_process_loses_nothing_acknowledged() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return child(Path::new(&dir));
    }
    for after in [BATCH, 35, 150] {
        let dir = tempfile::tempdir().unwrap();
        let acknowledged = kill_after(dir.path(), after);
        assert!(acknowledged < STEPS, "it was killed in the middle");

        let reader = Store::open_read_only(dir.path()).unwrap().unwrap();
        assert!(reader.run(1).unwrap().counts().done as i64 >= acknowledged, "readable as it is");
        drop(reader);

        let store = Store::open(dir.path()).unwrap();
        store.check().unwrap();
        let run = store.interrupted_runs().unwrap().remove(0);
        let counts = run.counts();
        let (done, sending) = (counts.done as i64, counts.sending as i64);
        assert!(done >= acknowledged, "{done} of {acknowledged} acknowledged steps are done");
        assert_eq!(done % BATCH, 0, "a batch is recorded whole or not at all");
        assert!(sending == 0 || sending == BATCH, "one batch at most is in flight: {sending}");
        assert_eq!(store.in_flight(run.id).unwrap().len() as i64, sending, "and is listed");
        assert_eq!(counts.steps as i64, STEPS, "every step is accounted for");

        let filter = StepFilter { state: Some(StepState::Done), ..StepFilter::default() };
        let done = store.steps(run.id, &filter, Page::ALL).unwrap().rows;
        let mut keys: Vec<_> = done.iter().map(|done| done.id.to_string()).collect();
        keys.sort();
        let marks = store.marks("scim").unwrap().into_iter().map(|mark| mark.account);
        assert_eq!(marks.collect::<Vec<_>>(), keys, "marks and outcomes agree");

        let answer = store.acquire("run", "next", 1, 1_000).unwrap();
        assert!(matches!(answer, LeaseAnswer::Granted(_)), "the dead one's lease is free at once");
    }
}
