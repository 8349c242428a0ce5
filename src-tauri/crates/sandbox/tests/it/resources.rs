//! Users and groups: create, read, replace, delete, filters, paging, versions, discovery.

use rolecall_sandbox::provider::{Options, Provider};
use serde_json::{Value, json};

use crate::client::{Client, read, user};

async fn empty() -> (Provider, Client) {
    let provider = Provider::start(Options::default()).await.unwrap();
    let client = Client::of(&provider);
    (provider, client)
}

#[tokio::test]
async fn without_the_token_nothing_is_answered() {
    let (provider, _) = empty().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for request in [
        http.get(format!("{}/Users", provider.url())),
        http.get(format!("{}/Users", provider.url())).bearer_auth("wrong"),
    ] {
        let got = read(request.send().await.unwrap()).await;
        assert_eq!(got.status, 401);
        assert_eq!(got.body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
        assert_eq!(got.body["status"], "401");
    }
}

#[tokio::test]
async fn a_user_is_created_once_read_replaced_and_deleted() {
    let (provider, client) = empty().await;
    let got = client.send("POST", "/Users", user("ann@example.com")).await;
    assert_eq!(got.status, 201);
    assert_eq!(got.etag.as_deref(), Some("W/\"1\""));
    let id = got.body["id"].as_str().unwrap();
    let location = got.body["meta"]["location"].as_str().unwrap();
    assert_eq!(location, format!("{}/Users/{id}", provider.url()));

    let again = client.send("POST", "/Users", user("ANN@example.com")).await;
    assert_eq!((again.status, &again.body["scimType"]), (409, &json!("uniqueness")));
    assert_eq!(provider.creates(), [("ann@example.com".to_owned(), 1)].into());

    let mut other = user("ann@example.com");
    other["title"] = json!("Trainer");
    let put = client.send("PUT", &format!("/Users/{id}"), other).await;
    assert_eq!((put.status, &put.body["meta"]["version"]), (200, &json!("W/\"2\"")));
    assert_eq!(client.get(&format!("/Users/{id}")).await.body["title"], "Trainer");

    let path = format!("/Users/{id}");
    let stale = client.raw("DELETE", &path, None, Some("W/\"1\"")).await.unwrap();
    assert_eq!(stale.status().as_u16(), 412);
    let fresh = client.raw("DELETE", &path, None, Some("W/\"2\"")).await.unwrap();
    assert_eq!(fresh.status().as_u16(), 204);
    assert_eq!(client.get(&path).await.status, 404);
    let last = provider.calls().pop().unwrap();
    assert_eq!((last.method.as_str(), last.status), ("GET", Some(404)));
}

#[tokio::test]
async fn a_user_that_lacks_something_is_refused_by_name() {
    let (_provider, client) = empty().await;
    for (path, name) in [
        ("/userName", "userName"),
        ("/name/familyName", "name.familyName"),
        ("/name/givenName", "name.givenName"),
    ] {
        let mut body = user("ann@example.com");
        *body.pointer_mut(path).unwrap() = json!("");
        let got = client.send("POST", "/Users", body).await;
        assert_eq!((got.status, &got.body["scimType"]), (400, &json!("invalidValue")));
        assert_eq!(got.body["detail"], format!("Attribute {name} is required"));
    }
    let mut body = user("ann@example.com");
    body["active"] = json!("True");
    assert_eq!(client.send("POST", "/Users", body).await.body["scimType"], "invalidValue");
    let mut body = user("ann@example.com");
    body["favouriteColour"] = json!("green");
    assert_eq!(client.send("POST", "/Users", body).await.status, 400);
}

#[tokio::test]
async fn filters_find_whom_they_name() {
    let (_provider, client) = empty().await;
    for name in ["ann@example.com", "bob@example.com", "cy@example.net"] {
        client.add(name).await;
    }
    let all = ["ann@example.com", "bob@example.com", "cy@example.net"];
    for (filter, wanted) in [
        (r#"userName eq "ANN@example.com""#, &all[..1]),
        (r#"externalId eq "x-bob""#, &all[1..2]),
        (r#"emails.value eq "bob@home.example""#, &all[1..2]),
        (r#"emails[type eq "work"].value eq "cy@example.net""#, &all[2..]),
        (r#"emails[type eq "work"].value eq "bob@home.example""#, &[]),
        (r#"userName co "example.com" and externalId eq "x-ann""#, &all[..1]),
        (r#"userName eq "bob@example.com" or userName eq "cy@example.net""#, &all[1..]),
        ("active eq true", &all),
    ] {
        assert_eq!(client.found(filter).await, wanted, "{filter}");
    }
    let broken = client.get("/Users?filter=userName%20is%201").await;
    assert_eq!((broken.status, &broken.body["scimType"]), (400, &json!("invalidFilter")));
}

#[tokio::test]
async fn pages_hold_at_most_two_hundred_and_overlap_nowhere() {
    let users = (0..450).map(|n| user(&format!("u{n:03}@example.com"))).collect();
    let options = Options { users, ..Options::default() };
    let provider = Provider::start(options).await.unwrap();
    let client = Client::of(&provider);
    let mut names = Vec::new();
    for (start, on_page) in [(1, 200), (201, 200), (401, 50), (451, 0)] {
        let path = format!("/Users?startIndex={start}&count=1000&attributes=userName");
        let page = client.get(&path).await.body;
        assert_eq!((&page["totalResults"], &page["itemsPerPage"]), (&json!(450), &json!(on_page)));
        for one in page["Resources"].as_array().unwrap() {
            assert!(one.get("emails").is_none() && one.get("id").is_some(), "{one}");
            names.push(one["userName"].as_str().unwrap().to_owned());
        }
    }
    names.dedup();
    assert_eq!(names.len(), 450);
    let none = client.get("/Users?count=0").await.body;
    assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(450), &json!([])));
    let lean = client.get("/Users?count=1&excludedAttributes=emails,name.givenName").await.body;
    assert_eq!(lean["Resources"][0]["name"], json!({"familyName": "Doe"}));
    assert_eq!(lean["Resources"][0].get("emails"), None);
}

#[tokio::test]
async fn groups_hold_users_and_users_show_their_groups() {
    let (_provider, client) = empty().await;
    let ann = client.add("ann@example.com").await;
    let bob = client.add("bob@example.com").await;
    let group = |name: &str, ids: &[&str]| {
        let members: Vec<Value> = ids.iter().map(|id| json!({"value": id})).collect();
        let schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
        json!({"schemas": schemas, "displayName": name, "members": members})
    };
    let got = client.send("POST", "/Groups", group("Sales", &[&ann])).await;
    assert_eq!(got.status, 201, "{}", got.body);
    let id = got.body["id"].as_str().unwrap();
    assert_eq!(client.send("POST", "/Groups", group("sales", &[])).await.status, 409);
    assert_eq!(client.send("POST", "/Groups", group("Other", &["nobody"])).await.status, 400);
    let seen = client.get(&format!("/Users/{ann}")).await.body;
    assert_eq!(
        (&seen["groups"][0]["value"], &seen["groups"][0]["display"]),
        (&json!(id), &json!("Sales"))
    );
    let found = client.get(&format!("/Groups?filter=members.value%20eq%20%22{ann}%22")).await.body;
    assert_eq!(found["totalResults"], 1);
    let lean = client.get("/Groups?excludedAttributes=members").await.body;
    assert_eq!(lean["Resources"][0].get("members"), None);
    let put = client.send("PUT", &format!("/Groups/{id}"), group("Sales team", &[&bob])).await;
    assert_eq!(put.body["members"].as_array().unwrap().len(), 1);
    assert_eq!(client.get(&format!("/Users/{ann}")).await.body.get("groups"), None);
    client.send("DELETE", &format!("/Users/{bob}"), Value::Null).await;
    assert_eq!(client.get(&format!("/Groups/{id}")).await.body["members"], json!([]));
}

#[tokio::test]
async fn the_provider_describes_itself() {
    let (_provider, client) = empty().await;
    let config = client.get("/ServiceProviderConfig").await.body;
    assert_eq!(config["patch"]["supported"], true);
    assert_eq!(config["filter"]["maxResults"], 200);
    assert_eq!(client.get("/ResourceTypes").await.body["totalResults"], 2);
    assert_eq!(client.get("/ResourceTypes/User").await.body["endpoint"], "/Users");
    let schema = client.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").await.body;
    let name = schema["attributes"].as_array().unwrap().iter().find(|one| one["name"] == "name");
    assert_eq!(name.unwrap()["subAttributes"][0]["required"], true);
    assert_eq!(client.send("POST", "/Schemas", json!({})).await.status, 405);
    assert_eq!(client.get("/Nothing").await.status, 404);
}
