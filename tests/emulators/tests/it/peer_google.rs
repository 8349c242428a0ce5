//! Google's own client drives the emulator of the Directory API, unmodified.

use crate::dialogue::{Dialogue, python};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::google::{AUDIT, Console, Customer, open};
use serde_json::json;
use std::sync::Arc;

/// How many people there are: several pages of them.
const PEOPLE: usize = 23;

#[tokio::test(flavor = "multi_thread")]
async fn googles_own_client_reads_the_directory() {
    let Some(python) = python("googleapiclient") else { return };
    let mut customer = Customer::default();
    let ids: Vec<String> = (0..PEOPLE)
        .map(|number| {
            let fields =
                json!({"orgUnitPath": "/Sales", "customSchemas": {"Desk": {"floor": "4"}}});
            customer.user(&format!("p{number}@example.com"), fields)
        })
        .collect();
    customer.set(&ids[1], json!({"suspended": true}));
    customer.delete_user(&ids[2]);
    let all = customer.group("All", "all@example.com");
    let outer = customer.group("Outer", "outer@example.com");
    customer.join(&all, &ids[0], "USER");
    customer.join(&all, &ids[1], "USER");
    customer.join(&outer, &all, "GROUP");
    let mut console = Console::new(customer);
    console.page_most = 10;
    let console = Arc::new(console);
    let place = open(console.clone()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.json");
    std::fs::write(&key, console.key_file(&place)).unwrap();
    console.front.fault("/users", 1, 1, FaultKind::Status(503));

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/drive_google.py");
    let mut driven = tokio::process::Command::new(python);
    driven.args([script, &place, &console.admin]).arg(&key);
    let mut dialogue = Dialogue::start(driven);

    let first = dialogue.hear().await;
    let users = first["users"].as_object().unwrap();
    assert_eq!(users.len(), PEOPLE - 1, "three pages were put together, over a 503");
    assert_eq!(first["pages"], 3, "{first}");
    let one = json!(["/Sales", true, {"Desk": {"floor": "4"}}]);
    assert_eq!(users["p1@example.com"], one, "the whole projection");
    assert_eq!(first["counts"], json!({"All": "2", "Outer": "1"}), "counts are texts");
    assert_eq!(first["members"]["Outer"], json!([["GROUP", all]]), "a group is a member as such");
    assert_eq!(first["deleted"], json!(["p2@example.com"]));
    assert_eq!(first["suspended"], json!(["p1@example.com"]), "the query is taken");
    assert_eq!(console.front.count("/users", 503), 1, "the fault struck");

    console.delegate(AUDIT);
    {
        let mut customer = console.customer();
        customer.set(&ids[0], json!({"primaryEmail": "q0@example.com"}));
        customer.leave(&all, &ids[1]);
        customer.log.hold();
        customer.set(&ids[3], json!({"suspended": true}));
        customer.log.later(1);
        customer.log.write("ORG_SETTINGS", "CREATE_ORG_UNIT", &[("ORG_UNIT_NAME", "/New")]);
        customer.log.release();
    }
    console.front.fault("/applications/admin", 1, 1, FaultKind::Status(503));
    let log = dialogue.answer("read the log").await;
    let renamed = json!({"USER_EMAIL": "p0@example.com", "NEW_VALUE": "q0@example.com"});
    let left = json!({"USER_EMAIL": "p1@example.com", "GROUP_EMAIL": "all@example.com"});
    let suspended = json!({"USER_EMAIL": "p3@example.com", "NEW_VALUE": ""});
    let deeds = json!([
        ["ORG_SETTINGS", "CREATE_ORG_UNIT", {"ORG_UNIT_NAME": "/New"}],
        ["USER_SETTINGS", "SUSPEND_USER", suspended],
        ["GROUP_SETTINGS", "REMOVE_GROUP_MEMBER", left],
        ["USER_SETTINGS", "RENAME_USER", renamed],
    ]);
    assert_eq!(log["deeds"], deeds, "the newest first, over a 503");
    assert_eq!((&log["pages"], &log["ids"]), (&json!(2), &json!(4)), "{log}");
    assert_eq!(log["renamed"], json!(["RENAME_USER"]), "by the event's name");
    assert_eq!(log["late"], 1, "from a moment on");
    assert_eq!(log["one"], json!([ids[0], {"Desk": {"floor": "4"}}]), "by a former address");
    assert_eq!(log["group"], "All");
    let refused = dialogue.answer("what is wrong").await;
    let none = json!([403, "insufficientPermissions"]);
    let wrong = json!({"start": 400, "most": 400, "of": 400, "audit": none, "deleted": 404});
    assert_eq!(refused, wrong);

    console.revoke("group.readonly");
    let second = dialogue.answer("go on").await;
    assert_eq!(second["customer"], json!([400, "invalid"]), "{second}");
    assert_eq!(second["scope"], "unauthorized_client", "{second}");
    dialogue.end().await;
}
