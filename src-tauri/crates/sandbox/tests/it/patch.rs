//! PATCH in the forms of RFC 7644 section 3.5.2, and what is refused.

use rolecall_sandbox::provider::{Options, Provider};
use serde_json::{Value, json};

use crate::client::{Client, patch_op};

async fn one() -> (Provider, Client, String) {
    let provider = Provider::start(Options::default()).await.unwrap();
    let client = Client::of(&provider);
    let id = client.add("ann@example.com").await;
    (provider, client, format!("/Users/{id}"))
}

#[tokio::test]
async fn users_change_by_add_replace_and_remove() {
    let (_provider, client, ann) = one().await;
    let extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
    for (operation, pointer, wanted) in [
        (json!({"op": "replace", "path": "active", "value": false}), "/active", json!(false)),
        (json!({"op": "Replace", "value": {"active": true}}), "/active", json!(true)),
        (json!({"op": "add", "path": "title", "value": "Trainer"}), "/title", json!("Trainer")),
        (json!({"op": "remove", "path": "title"}), "/title", Value::Null),
        (
            json!({"op": "replace", "path": "NAME.familyname", "value": "Lee"}),
            "/name/familyName",
            json!("Lee"),
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@example.com"}),
            "/emails/1/value",
            json!("a@example.com"),
        ),
        (
            json!({"op": "remove", "path": "emails[type eq \"home\"]"}),
            "/emails/0/value",
            json!("a@example.com"),
        ),
        (
            json!({"op": "add", "path": extension, "value": {"division": "North"}}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/division",
            json!("North"),
        ),
        (
            json!({"op": "add", "path": department, "value": "Sales"}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("Sales"),
        ),
        (
            json!({"op": "add", "path": "entitlements", "value": [{"value": "A"}, {"value": "B"}]}),
            "/entitlements/1/value",
            json!("B"),
        ),
        (
            json!({"op": "add", "path": "entitlements", "value": [{"value": "B"}, {"value": "C"}]}),
            "/entitlements/2/value",
            json!("C"),
        ),
        (
            json!({"op": "remove", "path": "entitlements[value eq \"A\"]"}),
            "/entitlements/0/value",
            json!("B"),
        ),
        (
            json!({"op": "replace", "path": "roles", "value": [{"value": "Admin"}]}),
            "/roles/0/value",
            json!("Admin"),
        ),
        (
            json!({"op": "add", "value": {"roles": [{"value": "Member"}]}}),
            "/roles/1/value",
            json!("Member"),
        ),
    ] {
        let got = client.patch(&ann, json!([operation])).await;
        assert_eq!(got.status, 200, "{operation}: {}", got.body);
        let seen = client.get(&ann).await.body.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(seen, wanted, "{operation}");
    }
    let version = client.get(&ann).await.etag;
    assert_eq!(version.as_deref(), Some("W/\"15\""), "each of 14 changes is a version");
}

#[tokio::test]
async fn what_the_standard_does_not_allow_is_refused_and_changes_nothing() {
    let (_provider, client, ann) = one().await;
    let before = client.get(&ann).await.body;
    for (operation, scim_type) in [
        (json!({"op": "replace", "path": "active", "value": "False"}), "invalidValue"),
        (json!({"op": "remove", "path": "emails", "value": [{"value": "a"}]}), "invalidSyntax"),
        (json!({"op": "remove"}), "noTarget"),
        (json!({"op": "remove", "path": "entitlements[value eq \"A\"]"}), "noTarget"),
        (json!({"op": "replace", "path": "id", "value": "1"}), "mutability"),
        (json!({"op": "add", "path": "emails[type eq", "value": "1"}), "invalidPath"),
        (json!({"op": "add", "path": "colour", "value": "1"}), "invalidPath"),
        (json!({"op": "add", "path": "urn:example:Other:colour", "value": "1"}), "invalidPath"),
        (json!({"op": "set", "path": "title", "value": "1"}), "invalidSyntax"),
        (json!({"op": "remove", "path": "name.familyName"}), "invalidValue"),
    ] {
        let first = json!({"op": "add", "path": "title", "value": "Trainer"});
        let got = client.patch(&ann, json!([first, operation])).await;
        assert_eq!((got.status, &got.body["scimType"]), (400, &json!(scim_type)), "{operation}");
    }
    assert_eq!(client.get(&ann).await.body, before);
    let stale =
        client.raw("PATCH", &ann, Some(patch_op(&json!([]))), Some("W/\"9\"")).await.unwrap();
    assert_eq!(stale.status().as_u16(), 412);
}

#[tokio::test]
async fn members_come_and_go_one_by_one() {
    let (_provider, client, _) = one().await;
    let (bob, cy) = (client.add("bob@example.com").await, client.add("cy@example.com").await);
    let schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
    let group =
        client.send("POST", "/Groups", json!({"schemas": schemas, "displayName": "Sales"})).await;
    let path = format!("/Groups/{}", group.body["id"].as_str().unwrap());
    let members = |body: &Value| body["members"].as_array().unwrap().len();

    let both = json!([{"value": bob}, {"value": cy}]);
    let got = client.patch(&path, json!([{"op": "add", "path": "members", "value": both}])).await;
    assert_eq!(members(&got.body), 2);
    let got = client
        .patch(&path, json!([{"op": "add", "path": "members", "value": [{"value": cy}]}]))
        .await;
    assert_eq!(members(&got.body), 2);
    let out = format!("members[value eq \"{bob}\"]");
    let got = client.patch(&path, json!([{"op": "remove", "path": out}])).await;
    assert_eq!((members(&got.body), &got.body["members"][0]["value"]), (1, &json!(cy)));
    let got =
        client.patch(&path, json!([{"op": "replace", "value": {"displayName": "Sellers"}}])).await;
    assert_eq!(got.body["displayName"], "Sellers");
    let wrong = json!([{"value": bob}, {"value": "nobody"}]);
    let got = client.patch(&path, json!([{"op": "add", "path": "members", "value": wrong}])).await;
    assert_eq!((got.status, &got.body["scimType"]), (400, &json!("invalidValue")));
    assert_eq!(members(&client.get(&path).await.body), 1);
    let got = client
        .patch(&path, json!([{"op": "replace", "path": "members", "value": [{"value": bob}]}]))
        .await;
    assert_eq!(got.body["members"][0]["value"], json!(bob));
    let got = client.patch(&path, json!([{"op": "remove", "path": "members"}])).await;
    assert_eq!(members(&got.body), 0);
}

#[tokio::test]
async fn a_large_group_answers_a_patch_without_a_body() {
    let (provider, client, _) = one().await;
    let schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
    let group =
        client.send("POST", "/Groups", json!({"schemas": schemas, "displayName": "All"})).await;
    let path = format!("/Groups/{}", group.body["id"].as_str().unwrap());
    for number in 0..200 {
        client.add(&format!("u{number}@example.com")).await;
    }
    let all: Vec<Value> =
        provider.users().iter().map(|user| json!({"value": user["id"]})).collect();
    let got = client.patch(&path, json!([{"op": "add", "path": "members", "value": all}])).await;
    assert_eq!((got.status, got.body), (204, Value::Null));
    let members = client.get(&path).await.body["members"].as_array().unwrap().len();
    assert_eq!(members, 201);
}
