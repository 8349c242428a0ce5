//! The sample organization from first start to a bought seat.

use super::{call, open, overview, refused, run_ends};
use rolecall_contract::types::{
    ActivityList, Connections, ExportedFile, FailureList, Nothing, Overview, PersonDetails,
    PersonList, PlanSteps, PlanView, RunDetails, RunList, RunSteps,
};
use rolecall_sandbox::organization::{FIRST_SYNC, SHORT_PRODUCT, TARGET};
use serde_json::json;

fn people_of(overview: &Overview, cause: &str) -> Option<u64> {
    let banner = overview.banners.iter().find(|banner| banner.cause == cause)?;
    assert_eq!(banner.target, TARGET);
    Some(banner.people)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_sync_shows_what_the_organization_promises() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = overview(&app).await;
    assert!(before.workspace.sample && before.workspace.configured && !before.sync.ever_on);
    assert_eq!(before.workspace.people, FIRST_SYNC.people as u64);
    assert_eq!(before.in_sync.people, 434);
    assert_eq!(before.in_sync.in_sync, 0, "nobody is in sync before the first run");
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    assert_eq!(plan.people, FIRST_SYNC.people as u64);
    let created = plan.targets[0].changes.iter().find(|change| change.kind == "create");
    assert_eq!(created.map(|change| change.count), Some(FIRST_SYNC.created as u64));
    let webinar = plan.targets[0].seats.iter().find(|seats| seats.value == SHORT_PRODUCT);
    assert_eq!(webinar.map(|seats| seats.short), Some(FIRST_SYNC.no_licences as u64));
    let page = json!({"offset": 0, "limit": 5});
    let args = json!({"id": plan.id, "target": TARGET, "kind": "create", "slot": null,
        "value": null, "page": page});
    let steps: PlanSteps = call(&app, "plan.steps", args).await;
    assert_eq!((steps.total, steps.items.len()), (FIRST_SYNC.created as u64, 5));

    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.switch", json!({"on": true})).await;
    let busy = refused(&app, "sync.now", json!({})).await;
    assert_eq!(busy.code, "run_under_way");
    let phases = run_ends(&app, &mut events).await;
    assert!(phases.contains(&"apply".to_owned()), "progress was told: {phases:?}");
    let after = overview(&app).await;
    assert!(after.sync.on && after.sync.next_at.is_some());
    assert_eq!(people_of(&after, "no_licences"), Some(FIRST_SYNC.no_licences as u64));
    assert_eq!(people_of(&after, "account_exists"), Some(FIRST_SYNC.account_exists as u64));
    assert_eq!(
        people_of(&after, "domain_not_verified"),
        Some(FIRST_SYNC.domain_not_verified as u64)
    );
    assert_eq!(people_of(&after, "attribute_missing"), Some(FIRST_SYNC.attribute_missing as u64));
    assert_eq!(after.banners.len(), 4, "{:?}", after.banners);
    let failing = (FIRST_SYNC.no_licences
        + FIRST_SYNC.account_exists
        + FIRST_SYNC.domain_not_verified
        + FIRST_SYNC.attribute_missing) as u64;
    assert_eq!(after.in_sync.attention, failing);
    assert_eq!(after.in_sync.in_sync, 434 - failing);
    assert!(after.readiness.iter().all(|item| item.done), "{:?}", after.readiness);
    let licence = &after.licences[0];
    assert_eq!(licence.value, SHORT_PRODUCT, "what is short comes first");
    assert_eq!((licence.seats, licence.used, licence.coming, licence.short), (60, 60, 0, 14));
    seats_are_bought(&app, &mut events, &after).await;
    accounts_are_adopted(&app, &mut events).await;
    screens_agree(&app).await;
    app.close().await;
}

async fn seats_are_bought(
    app: &std::sync::Arc<rolecall_contract::App>,
    events: &mut tokio::sync::broadcast::Receiver<rolecall_contract::types::AppEvent>,
    after: &Overview,
) {
    let banner = after.banners.iter().find(|banner| banner.cause == "no_licences");
    let banner = banner.expect("the banner");
    let value = &banner.values[0];
    assert_eq!((value.seats, value.used, value.without_rule), (60, 60, 4));
    assert_eq!(banner.rules, ["Webinar hosts"]);
    assert!(banner.actions.contains(&"buy_seats".to_owned()));
    let page = json!({"offset": 0, "limit": 200});
    let args = json!({"cause": "no_licences", "target": TARGET, "text": "", "sort": "user",
        "descending": false, "page": page});
    let list: FailureList = call(app, "failures.list", args).await;
    assert_eq!((list.total, list.items.len()), (14, 14));
    assert!(list.items.iter().all(|item| item.email.is_some() && item.name != item.user));
    let file: ExportedFile = call(
        app,
        "failures.export",
        json!({"cause": "no_licences", "target": TARGET, "text": "",
            "sort": "user", "descending": false, "page": {"offset": 0, "limit": 1}}),
    )
    .await;
    assert_eq!(file.text.lines().count(), 15);

    let seats = json!({"target": TARGET, "slot": "products", "value": SHORT_PRODUCT, "count": 14});
    let _: Nothing = call(app, "sample.buy_seats", seats).await;
    let retry = json!({"cause": "no_licences", "target": TARGET, "users": []});
    let _: Nothing = call(app, "failures.retry", retry).await;
    run_ends(app, events).await;
    let now = overview(app).await;
    assert_eq!(people_of(&now, "no_licences"), None, "the cause is gone with its banner");
    assert_eq!(people_of(&now, "account_exists"), Some(3), "others stay");
    let webinar = now.licences.iter().find(|licence| licence.value == SHORT_PRODUCT);
    let webinar = webinar.expect("the product");
    assert_eq!((webinar.seats, webinar.used, webinar.short), (74, 74, 0));
}

async fn accounts_are_adopted(
    app: &std::sync::Arc<rolecall_contract::App>,
    events: &mut tokio::sync::broadcast::Receiver<rolecall_contract::types::AppEvent>,
) {
    let adopt = json!({"cause": "account_exists", "target": TARGET, "users": []});
    let _: Nothing = call(app, "failures.adopt", adopt).await;
    run_ends(app, events).await;
    let now = overview(app).await;
    assert_eq!(people_of(&now, "account_exists"), None);
    let connections: Connections = call(app, "connections.list", json!({})).await;
    assert_eq!(connections.targets[0].accounts, FIRST_SYNC.accounts_after as u64);
    let _: Nothing = call(app, "sync.now", json!({})).await;
    run_ends(app, events).await;
    let connections: Connections = call(app, "connections.list", json!({})).await;
    assert_eq!(connections.targets[0].managed, (FIRST_SYNC.created + 3) as u64);
    let calm = overview(app).await;
    assert_eq!(calm.banners.len(), 2, "a further run brings nothing back: {:?}", calm.banners);
}

async fn screens_agree(app: &std::sync::Arc<rolecall_contract::App>) {
    let page = json!({"offset": 0, "limit": 50});
    let runs: RunList = call(app, "runs.list", json!({"page": page})).await;
    assert_eq!(runs.total, 4);
    let first = runs.items.last().expect("the first run");
    assert_eq!((first.trigger.as_str(), first.state.as_str()), ("manual", "finished"));
    let shown: RunDetails = call(app, "runs.show", json!({"run": first.id})).await;
    let done: u64 = shown.counts.iter().map(|count| count.done).sum();
    assert_eq!(done, first.done);
    let args = json!({"run": first.id, "state": "done", "target": null, "text": "", "page": page});
    let steps: RunSteps = call(app, "runs.steps", args).await;
    assert_eq!(steps.total, first.done);
    let people: PersonList = call(app, "people.list", json!({"text": "", "page": page})).await;
    assert_eq!(people.total, 500);
    let somebody = &steps.items[0].user;
    let found: PersonList = call(app, "people.list", json!({"text": somebody, "page": page})).await;
    assert_eq!(found.total, 1);
    let person: PersonDetails = call(app, "people.show", json!({"user": somebody})).await;
    assert!(person.targets[0].values.iter().any(|value| value.state == "granted"));
    let args = json!({"from": null, "to": null, "kind": "accounts_adopted", "status": null,
        "text": "", "page": page});
    let activity: ActivityList = call(app, "activity.list", args).await;
    assert_eq!(activity.total, 1);
    assert_eq!(activity.items[0].detail["people"], 3);
}
