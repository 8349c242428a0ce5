//! When runs start by themselves, by a clock that the test sets.

use super::{call, overview, refused};
use rolecall_contract::types::{Nothing, RunList, Schedule};
use rolecall_contract::{App, AppOptions};
use rolecall_engine::Clock;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// 2026-06-01, noon UTC, a Monday.
pub(crate) const NOON: i64 = 1_780_315_200_000;

/// A clock that goes only when it is set, in the zone UTC.
#[derive(Debug, Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(crate) fn new(at: Arc<AtomicI64>) -> Self {
        Self(at)
    }

    pub(crate) fn set(&self, at: i64) {
        self.0.store(at, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

async fn open_at(workspace: &Path, at: i64) -> (Arc<App>, Hands) {
    let options = AppOptions {
        workspace: workspace.to_owned(),
        sample: true,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    let hands = Hands(Arc::new(AtomicI64::new(at)));
    let app = App::open_by(options, Arc::new(hands.clone())).await.expect("the workspace opens");
    (app, hands)
}

pub(crate) async fn runs(app: &Arc<App>) -> Vec<(String, i64)> {
    let page = json!({"offset": 0, "limit": 20});
    let list: RunList = call(app, "runs.list", json!({"page": page})).await;
    list.items.into_iter().map(|run| (run.trigger, run.started)).collect()
}

async fn switch_on(app: &Arc<App>) {
    let _: Nothing = call(app, "sync.switch", json!({"on": true})).await;
    ended(app, 1).await;
}

/// Waits until `count` runs have come to their end.
async fn ended(app: &Arc<App>, count: usize) {
    let waiting = async {
        while runs(app).await.len() < count || overview(app).await.sync.running.is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the run ends");
}

/// Lets the watch look a few times.
async fn looks() {
    tokio::time::sleep(Duration::from_millis(2500)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_that_slept_runs_once_and_a_clock_set_back_does_not_stall() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, hands) = open_at(folder.path(), NOON).await;
    switch_on(&app).await;
    assert_eq!(overview(&app).await.sync.next_at, Some(NOON + 40 * MINUTE));
    looks().await;
    assert_eq!(runs(&app).await.len(), 1, "the one by hand: nothing is due");

    let woken = NOON + 9 * HOUR;
    hands.set(woken);
    ended(&app, 2).await;
    looks().await;
    let after = runs(&app).await;
    assert_eq!(after.len(), 2, "nine hours of sleep are one run: {after:?}");
    assert_eq!(after[0], ("schedule".to_owned(), woken));
    assert_eq!(overview(&app).await.sync.next_at, Some(woken + 40 * MINUTE));

    let back = NOON - 365 * 24 * HOUR;
    hands.set(back);
    assert_eq!(overview(&app).await.sync.next_at, Some(back + 40 * MINUTE), "counted from then");
    looks().await;
    assert_eq!(runs(&app).await.len(), 2);
    hands.set(back + 41 * MINUTE);
    ended(&app, 3).await;
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_and_quiet_hours_are_kept_and_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, hands) = open_at(folder.path(), NOON).await;
    switch_on(&app).await;
    let before: Schedule = call(&app, "schedule.get", json!({})).await;
    assert_eq!(before.targets[0].every.as_deref(), Some("40m"));
    assert_eq!((before.quiet.len(), before.zone.as_str()), (0, "UTC"));
    assert_eq!(before.targets[0].next.len(), 5, "the next five runs");

    let change = json!({
        "targets": [{"target": "console", "every": null, "at": "0 21,23 * * mon", "next": []}],
        "quiet": ["22:00-6:00"],
    });
    let set: Schedule = call(&app, "schedule.set", change).await;
    assert_eq!(set.targets[0].at.as_deref(), Some("0 21,23 * * mon"));
    assert_eq!(
        (set.targets[0].every.as_deref(), set.quiet),
        (None, vec!["22:00-06:00".to_owned()])
    );
    let next: Vec<i64> = set.targets[0].next.iter().map(|at| (at - NOON) / HOUR).collect();
    assert_eq!(
        next[..3],
        [9, 18, 7 * 24 + 9],
        "nine in the evening, and six where eleven is quiet"
    );
    hands.set(NOON + 10 * HOUR + 30 * MINUTE);
    looks().await;
    assert_eq!(runs(&app).await.len(), 1, "due since nine, but it is quiet now");
    let at_six = NOON + 18 * HOUR;
    assert_eq!(overview(&app).await.sync.next_at, Some(at_six));
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    ended(&app, 2).await;

    for (change, field) in [
        (json!({"quiet": ["0:00-12:00", "12:00-24:00"]}), "quiet"),
        (json!({"quiet": ["late"]}), "quiet"),
        (
            json!({"targets": [{"target": "console", "every": "0m", "at": null, "next": []}]}),
            "every",
        ),
        (json!({"targets": [{"target": "console", "every": null, "at": "* *", "next": []}]}), "at"),
        (
            json!({"targets": [{"target": "console", "every": "1h", "at": "* * * * *", "next": []}]}),
            "every",
        ),
    ] {
        let whole = json!({"targets": change.get("targets"), "quiet": change.get("quiet")});
        let error = refused(&app, "schedule.set", whole).await;
        assert_eq!(error.code, "schedule_wrong", "{change}: {error:?}");
        assert_eq!(error.details["field"], field, "{change}");
    }
    let back = json!({
        "targets": [{"target": "console", "every": "2h", "at": null, "next": []}],
        "quiet": [],
    });
    let set: Schedule = call(&app, "schedule.set", back).await;
    assert_eq!((set.targets[0].every.as_deref(), set.targets[0].at.as_deref()), (Some("2h"), None));
    app.close().await;
}
