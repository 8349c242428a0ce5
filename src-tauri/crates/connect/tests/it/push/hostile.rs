//! Whatever is sent: an answer that is no fault of ours, and no panic.

use super::{Ask, World};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((word(), inner), 0..5).prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

/// Words that lead far into the provider.
fn word() -> impl Strategy<Value = String> {
    let known = vec![
        "schemas",
        "id",
        "ID",
        "meta",
        "userName",
        "USERNAME",
        "externalId",
        "active",
        "name",
        "givenName",
        "emails",
        "value",
        "type",
        "primary",
        "members",
        "$ref",
        "display",
        "groups",
        "displayName",
        "password",
        "manager",
        "Operations",
        "op",
        "path",
        "add",
        "Replace",
        "remove",
        "data",
        "bulkId",
        "bulkId:a",
        "method",
        "POST",
        "/Users",
        "/Groups",
        "true",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "False",
        "urn:scim:schemas:core:2.0",
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "name.givenName",
        "emails[type eq \"work\"].value",
        "members[value eq \"x\"]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        "x509Certificates",
    ];
    prop_oneof![
        6 => proptest::sample::select(known).prop_map(str::to_owned),
        1 => ".{0,10}".prop_map(|text| text),
    ]
}

fn path() -> impl Strategy<Value = String> {
    let pieces = vec![
        "emails",
        "members",
        "userName",
        "name",
        ".",
        "value",
        "[",
        "]",
        "type eq \"work\"",
        "value eq \"x\"",
        "not (",
        ")",
        " and ",
        "urn:x:2.0:",
        "User",
        ":",
        "pr",
        "\"",
        "é",
        " ",
        "active",
        "groups",
        "id",
        "$ref",
        "primary eq true",
        "schemas",
        "meta.created",
    ];
    vec(proptest::sample::select(pieces), 0..7).prop_map(|pieces| pieces.concat())
}

fn settled(world: &World, method: &str, place: &str, body: Vec<u8>) {
    let ask = Ask { method, place, body: body.clone(), ..Ask::default() };
    let answer = world.ask(ask);
    let shown = String::from_utf8_lossy(&body);
    assert!(answer.status < 500 || answer.status == 501, "{method} {place} {shown}: {answer:?}");
    if answer.status >= 400 {
        let told = answer.body.unwrap_or_default();
        assert_eq!(told["status"], answer.status.to_string(), "{method} {place} {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn bodies_are_taken_or_refused(bodies in vec((json_value(), 0..7_usize), 1..12)) {
        let world = World::new();
        let user = world.made("Users", &json!({"userName": "ann"}));
        let group = world.made("Groups", &json!({"displayName": "g", "members": [user]}));
        let (one, other) = (format!("Users/{user}"), format!("Groups/{group}"));
        for (body, which) in bodies {
            let (method, place) = [
                ("POST", "Users"), ("POST", "Groups"), ("PUT", &*one), ("PUT", &*other),
                ("POST", "Bulk"), ("POST", ".search"), ("PATCH", &*one),
            ][which];
            settled(&world, method, place, body.to_string().into_bytes());
        }
        // Whatever came of it, what is there can be read, and read again as it was written.
        for place in ["Users?count=1000", "Groups?count=1000"] {
            for resource in world.read(place)["Resources"].as_array().unwrap() {
                let place = format!("{}/{}", &place[..place.find('?').unwrap()], resource["id"].as_str().unwrap());
                let put = world.send("PUT", &place, resource);
                prop_assert_eq!(put.status, 200, "{:?}", put);
                prop_assert!(!put.changed, "what is read can be written back: {}", resource);
            }
        }
    }

    #[test]
    fn patches_are_taken_or_refused(
        operations in vec((word(), path(), json_value()), 1..5), of_group in any::<bool>()
    ) {
        let world = World::new();
        let user = world.made("Users", &json!({
            "userName": "ann", "emails": [{"value": "a@x", "type": "work"}], "name": {"givenName": "A"},
        }));
        let group = world.made("Groups", &json!({"displayName": "g", "members": [user]}));
        let place = if of_group { format!("Groups/{group}") } else { format!("Users/{user}") };
        let kinds = ["add", "Replace", "REMOVE"];
        let operations: Vec<Value> = operations
            .into_iter()
            .zip(kinds.iter().cycle())
            .map(|((word, path, value), op)| {
                let path = if path.is_empty() { word } else { path };
                json!({"op": op, "path": path, "value": value})
            })
            .collect();
        let body = json!({"Operations": operations}).to_string().into_bytes();
        settled(&world, "PATCH", &place, body);
        let after = world.read(&place);
        prop_assert!(after["userName"].is_string() || after["displayName"].is_string());
    }

    #[test]
    fn queries_are_taken_or_refused(filter in path(), sort in path(), noise in ".{0,30}") {
        let world = World::new();
        world.made("Users", &json!({"userName": "ann", "emails": [{"value": "a@x"}]}));
        let encode = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
        };
        for filter in [&filter, &noise] {
            let (filter, sort) = (encode(filter), encode(&sort));
            let place = format!("Users?filter={filter}&sortBy={sort}&attributes={filter}");
            settled(&world, "GET", &place, Vec::new());
        }
        settled(&world, "GET", &format!("Users?{noise}"), Vec::new());
    }

    #[test]
    fn bytes_are_taken_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let world = World::new();
        settled(&world, "POST", "Users", bytes.clone());
        settled(&world, "POST", "Bulk", bytes);
    }
}

#[test]
fn nothing_that_is_sent_is_too_deep_or_too_long() {
    let world = World::new();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    settled(&world, "POST", "Users", deep.into_bytes());
    let filter = "(".repeat(4000);
    settled(&world, "GET", &format!("Users?filter={filter}"), Vec::new());
    let filter = "a".repeat(9000);
    let answer = world.get(&format!("Users?filter={filter} pr"));
    assert_eq!((answer.status, &*answer.scim_type), (400, "invalidFilter"));
}
