//! What goes on without anybody asking.

use super::{call, open, overview, run_ends};
use rolecall_contract::types::{AppEvent, RuleList, RunList};
use rolecall_store::Store;
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_change_is_noticed_and_a_run_that_is_due_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let before: RuleList = call(&app, "rules.list", json!({})).await;
    let other = Store::open(folder.path()).expect("a second process's way in");
    // A change before the watch has looked for the first time is none to it: change until told.
    let mut place = 0;
    for turn in 0.. {
        assert!(turn < 10, "another process's change is never told");
        while events.try_recv().is_ok() {}
        place = 8 - turn % 2;
        let mut configuration = other.configuration().expect("a configuration");
        let at = configuration.rules.iter().position(|rule| rule.id == before.rules[0].id);
        let rule = configuration.rules.remove(at.expect("the rule"));
        configuration.rules.insert(place, rule);
        other.replace_configuration(&configuration).expect("it is saved");
        let told = async {
            while !matches!(events.recv().await.expect("an event"),
                AppEvent::Changed { topics } if topics.contains(&"rules".to_owned()))
            {}
        };
        if tokio::time::timeout(Duration::from_secs(3), told).await.is_ok() {
            break;
        }
    }
    let after: RuleList = call(&app, "rules.list", json!({})).await;
    assert_eq!(after.rules[place].id, before.rules[0].id, "the list shows the other's change");

    assert!(overview(&app).await.sync.next_at.is_none(), "nothing is due while it is off");
    other.set_setting("sync.on", &true).expect("switched on elsewhere");
    let begun = async {
        while !matches!(events.recv().await.expect("an event"), AppEvent::Progress { .. }) {}
    };
    tokio::time::timeout(Duration::from_secs(10), begun).await.expect("a run begins");
    run_ends(&app, &mut events).await;
    let page = json!({"offset": 0, "limit": 5});
    let runs: RunList = call(&app, "runs.list", json!({"page": page})).await;
    let run = runs.items.first().expect("a run");
    assert_eq!((run.trigger.as_str(), run.who.as_str()), ("schedule", "schedule"));
    assert_eq!(run.state, "finished");
    let next = overview(&app).await.sync.next_at.expect("the next is due");
    assert_eq!(next, run.started + 40 * 60 * 1000);
    app.close().await;
}
