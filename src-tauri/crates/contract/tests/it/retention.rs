//! How long Activity is kept, by a clock that the test sets.

use super::schedule::{Hands, NOON};
use super::{call, refused, run_ends};
use rolecall_contract::types::{ActivityItem, ActivityList, Nothing, Settings};
use rolecall_contract::{App, AppOptions};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn entries(app: &Arc<App>) -> Vec<ActivityItem> {
    let page = json!({"offset": 0, "limit": 200});
    let ask = json!({"from": null, "to": null, "kind": null, "status": null, "text": "",
        "page": page});
    let list: ActivityList = call(app, "activity.list", ask).await;
    list.items
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_older_than_they_are_kept_are_given_up_with_the_next_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = AppOptions {
        workspace: folder.path().to_owned(),
        sample: true,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    let hands = Hands::new(Arc::new(AtomicI64::new(NOON)));
    let app = App::open_by(options, Arc::new(hands.clone())).await.expect("the workspace opens");
    let mut events = app.subscribe();
    let usual: Settings = call(&app, "settings.get", json!({})).await;
    assert_eq!(usual.keep_activity_days, None, "for ever");
    let short = json!({"theme": null, "language": null, "keepActivityDays": 7});
    assert_eq!(refused(&app, "settings.set", short).await.code, "setting_unknown");

    hands.set(NOON + 300 * DAY);
    let keep = json!({"theme": null, "language": null, "keepActivityDays": 90});
    let set: Settings = call(&app, "settings.set", keep).await;
    assert_eq!(set.keep_activity_days, Some(90));
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    // The run may be told to be over before old entries are looked for.
    let trimmed = async {
        while entries(&app).await.iter().any(|one| one.at == NOON) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let patience = Duration::from_secs(120);
    tokio::time::timeout(patience, trimmed).await.expect("old entries are given up");
    let left = entries(&app).await;
    assert!(left.iter().all(|one| one.at >= NOON + 210 * DAY), "young ones stay: {left:?}");
    let told = left.iter().filter(|one| one.kind == "activity_trimmed").count();
    assert_eq!(told, 1, "and it is told once");

    let forever = json!({"theme": null, "language": null, "keepActivityDays": 0});
    let set: Settings = call(&app, "settings.set", forever).await;
    assert_eq!(set.keep_activity_days, None, "for ever again");
    app.close().await;
}
