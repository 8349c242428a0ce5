//! The requests of Entra ID, Okta, OneLogin and Google, each as it is sent.

use super::{Ask, World, body_of, refused};
use serde_json::{Value, json};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn ann() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "externalId": "ann-1",
        "userName": "Ann.Berg@Example.com",
        "active": true,
        "displayName": "Ann Berg",
        "emails": [{"primary": true, "type": "work", "value": "Ann.Berg@Example.com"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "Ann Berg", "familyName": "Berg", "givenName": "Ann"},
        "roles": [],
    })
}

fn patch(operations: &Value) -> Value {
    json!({"schemas": [PATCH], "Operations": operations})
}

fn patched(world: &World, place: &str, operations: Value) -> Value {
    let answer = world.send("PATCH", place, &patch(&operations));
    assert!([200, 204].contains(&answer.status), "{answer:?}");
    world.read(place)
}

fn member_ids(group: &Value) -> Vec<String> {
    let members = group.get("members").and_then(Value::as_array).cloned().unwrap_or_default();
    members.iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn entra_tests_its_connection_with_somebody_who_is_not_there() {
    let world = World::new();
    let list = world.read("Users?filter=userName+eq+%22non-existing-0e1a%22");
    assert_eq!(list["totalResults"], 0, "none, and no error");
    assert_eq!(list["Resources"], json!([]));
    assert!(list["itemsPerPage"].is_number() && list["startIndex"].is_number(), "{list}");
}

#[test]
fn entra_disables_with_a_text_and_a_capital() {
    let world = World::new();
    let id = world.made("Users", &ann());
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([{"op": "Replace", "path": "active", "value": "False"}]),
    );
    assert_eq!(after["active"], json!(false), "false, not a text");
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([{"op": "replace", "path": "active", "value": true}]),
    );
    assert_eq!(after["active"], json!(true), "with its compatibility flag");
    let list = world.read("Users?filter=active eq true");
    assert_eq!(list["totalResults"], 1);
}

#[test]
fn entra_patches_one_attribute_an_operation() {
    let world = World::new();
    let id = world.made("Users", &ann());
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([
            {"op": "Add", "path": "title", "value": "Lead"},
            {"op": "Replace", "path": "name.givenName", "value": "Anna"},
            {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "anna@example.com"},
            {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+46 1"},
            {"op": "Add", "path": format!("{ENTERPRISE}:department"), "value": "Sales"},
            {"op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "m-7"},
            {"op": "Remove", "path": "displayName"},
        ]),
    );
    assert_eq!(after["title"], "Lead");
    assert_eq!(after["name"]["givenName"], "Anna");
    assert_eq!(after["emails"][0]["value"], "anna@example.com");
    assert_eq!(after["emails"].as_array().map(Vec::len), Some(1), "the work one was changed");
    assert_eq!(after["phoneNumbers"], json!([{"value": "+46 1", "type": "mobile"}]));
    assert_eq!(after[ENTERPRISE], json!({"department": "Sales", "manager": {"value": "m-7"}}));
    assert_eq!(after.get("displayName"), None);
}

#[test]
fn entra_replaces_without_a_path_by_dotted_keys_and_urns() {
    let world = World::new();
    let id = world.made("Users", &ann());
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([{"op": "replace", "value": {
            "displayName": "A. Berg",
            "name.givenName": "A.",
            "name.familyName": "Berg-Ek",
            "active": "True",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Legal",
            "urn:ietf:params:scim:schemas:core:2.0:User:title": "Counsel",
            (ENTERPRISE): {"costCenter": "77"},
        }}]),
    );
    assert_eq!(after["name"]["givenName"], "A.");
    assert_eq!(after["name"]["familyName"], "Berg-Ek");
    assert_eq!(after["displayName"], "A. Berg");
    assert_eq!(after["title"], "Counsel");
    assert_eq!(after[ENTERPRISE], json!({"department": "Legal", "costCenter": "77"}));
    assert_eq!(after.get("name.givenName"), None, "dotted keys are no attributes");
}

#[test]
fn entra_removes_only_the_members_it_lists() {
    let world = World::new();
    let ids: Vec<String> =
        ["a", "b", "c", "d"].map(|name| world.made("Users", &json!({"userName": name}))).to_vec();
    let group = world.made(
        "Groups",
        &json!({
            "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:Group",
                "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
            ],
            "externalId": "g-1", "displayName": "Sales", "meta": {"resourceType": "Group"},
        }),
    );
    let place = format!("Groups/{group}");
    let all: Vec<Value> = ids.iter().map(|id| json!({"$ref": null, "value": id})).collect();
    let after = patched(&world, &place, json!([{"op": "Add", "path": "members", "value": all}]));
    assert_eq!(member_ids(&after), ids);
    assert_eq!(after["members"][0]["type"], "User");
    assert_eq!(after["schemas"], json!(["urn:ietf:params:scim:schemas:core:2.0:Group"]));
    let after = patched(
        &world,
        &place,
        json!([{"op": "Remove", "path": "members",
                "value": [{"$ref": null, "value": ids[1]}]}]),
    );
    assert_eq!(member_ids(&after), [&*ids[0], &*ids[2], &*ids[3]], "one, not all");
    let path = format!("members[value eq \"{}\"]", ids[0]);
    let after = patched(&world, &place, json!([{"op": "remove", "path": path}]));
    assert_eq!(member_ids(&after), [&*ids[2], &*ids[3]], "with its compatibility flag");
    let after = patched(
        &world,
        &place,
        json!([
            {"op": "Add", "path": "members", "value": [{"value": ids[0]}]},
            {"op": "Add", "path": "members", "value": [{"value": ids[1]}]},
            {"op": "Remove", "path": "members", "value": [{"value": ids[3]}]},
        ]),
    );
    assert_eq!(member_ids(&after), [&*ids[2], &*ids[0], &*ids[1]], "several in one patch");
    let after = patched(&world, &place, json!([{"op": "remove", "path": "members"}]));
    assert_eq!(member_ids(&after), [""; 0], "without a value all of them leave");
}

#[test]
fn entra_looks_people_and_groups_up() {
    let world = World::new();
    let ann = world.made("Users", &ann());
    world
        .made("Users", &json!({"userName": "bob", "emails": [{"value": "bob@x", "type": "home"}]}));
    let group = world.made(
        "Groups",
        &json!({
            "displayName": "Sales", "members": [{"value": ann}],
        }),
    );
    for filter in [
        "userName eq \"ANN.BERG@example.COM\"",
        "externalId eq \"ann-1\"",
        "emails[type eq \"work\"].value eq \"ann.berg@example.com\"",
        "emails[type eq \"work\" and value eq \"ann.berg@example.com\"]",
        "userName eq \"ann.berg@example.com\" and active eq true",
        "id eq \"ID\" and externalId eq \"ann-1\"",
    ] {
        let filter = filter.replace("ID", &ann);
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        assert_eq!(world.found(&format!("Users?filter={query}")), [&*ann], "{filter}");
    }
    assert!(world.found("Users?filter=emails[type eq \"work\"].value eq \"bob@x\"").is_empty());
    assert!(world.found("Users?filter=externalId eq \"ANN-1\"").is_empty(), "with case");
    let list = world.read("Groups?excludedAttributes=members&filter=displayName eq \"sales\"");
    assert_eq!(list["Resources"][0]["id"], json!(group));
    assert_eq!(list["Resources"][0].get("members"), None, "no members");
    let alone = world.read(&format!("Groups/{group}?excludedAttributes=members"));
    assert_eq!(alone.get("members"), None);
    let query = format!("Groups?filter=id eq \"{group}\" and members eq \"{ann}\"");
    assert_eq!(world.found(&query), [&*group], "whether somebody is a member");
}

#[test]
fn okta_creates_after_looking_and_pushes_whole_users() {
    let world = World::new();
    let list =
        world.read("Users?filter=userName%20eq%20%22isaac%40example.com%22&startIndex=1&count=100");
    assert_eq!(list["totalResults"], 0);
    let sent = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "isaac@example.com",
        "name": {"givenName": "Isaac", "familyName": "Brock"},
        "emails": [{"primary": true, "value": "isaac@example.com", "type": "work"}],
        "displayName": "Isaac Brock", "locale": "en-US", "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [], "password": "1mz050nq", "active": true,
    });
    let made = world.send("POST", "Users", &sent);
    assert_eq!(made.status, 201);
    let made = body_of(&made);
    assert_eq!(made.get("password"), None, "never told, never kept");
    assert!(!format!("{:?}", world.read("Users")).contains("1mz050nq"));
    for (pointer, value) in [
        ("/userName", json!("isaac@example.com")),
        ("/name/givenName", json!("Isaac")),
        ("/name/familyName", json!("Brock")),
        ("/active", json!(true)),
        ("/emails/0/value", json!("isaac@example.com")),
    ] {
        assert_eq!(made.pointer(pointer), Some(&value), "{pointer}");
    }
    let id = made["id"].as_str().unwrap();
    assert!(!id.contains("bulkId"));
    refused(&world.send("POST", "Users", &sent), 409, "uniqueness");
    let mut whole = sent.clone();
    whole["id"] = json!(id);
    whole["active"] = json!(false);
    whole["name"] = json!({"givenName": "Isaac", "familyName": "Newton"});
    whole.as_object_mut().unwrap().remove("displayName");
    let put = world.send("PUT", &format!("Users/{id}"), &whole);
    assert_eq!(put.status, 200, "{put:?}");
    let after = world.read(&format!("Users/{id}"));
    assert_eq!(after["active"], json!(false));
    assert_eq!(after["name"]["familyName"], "Newton");
    assert_eq!(after.get("displayName"), None, "what is not sent is not there");
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([{"op": "replace", "value": {"active": false}}]),
    );
    assert_eq!(after["active"], json!(false), "still listed, though inactive");
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([{"op": "replace", "value": {"password": "x1", "active": true}}]),
    );
    assert_eq!(after["active"], json!(true));
    refused(&world.get("Users/23a35c27-23d3-4c03-b4c5-6443c09e7173"), 404, "");
    let empty = world.ask(Ask { method: "POST", place: "Users", ..Ask::default() });
    refused(&empty, 400, "invalidSyntax");
}

#[test]
fn okta_pushes_groups_in_each_of_its_ways() {
    let world = World::new();
    let ids: Vec<String> =
        ["a", "b", "c"].map(|name| world.made("Users", &json!({"userName": name}))).to_vec();
    let group = world.made(
        "Groups",
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "Test SCIMv2", "members": [],
        }),
    );
    let place = format!("Groups/{group}");
    let path = format!("members[value eq \"{}\"]", ids[0]);
    let after = patched(
        &world,
        &place,
        json!([
            {"op": "remove", "path": path},
            {"op": "add", "path": "members", "value": [{"value": ids[1], "display": "b@x"}]},
        ]),
    );
    assert_eq!(member_ids(&after), [&*ids[1]], "who is not in it leaves all the same");
    let after = patched(
        &world,
        &place,
        json!([
            {"op": "replace", "value": {"id": group, "displayName": "Renamed"}},
            {"op": "replace", "path": "members", "value": [{"value": ids[0]}, {"value": ids[2]}]},
        ]),
    );
    assert_eq!(member_ids(&after), [&*ids[0], &*ids[2]], "all of them");
    assert_eq!(after["displayName"], "Renamed");
    assert_eq!(after["id"], json!(group));
    let put = world.send(
        "PUT",
        &place,
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": group,
            "displayName": "Renamed", "members": [{"value": ids[1], "display": "b"}],
        }),
    );
    assert_eq!(put.status, 200, "{put:?}");
    assert_eq!(member_ids(&world.read(&place)), [&*ids[1]]);
    let user = world.read(&format!("Users/{}", ids[1]));
    assert_eq!(user["groups"][0]["value"], json!(group), "the user tells too");
    assert_eq!(
        world.found("Groups?filter=displayName eq \"renamed\"&startIndex=1&count=100"),
        [&*group]
    );
    assert_eq!(world.delete(&place).status, 204, "unlinked");
    refused(&world.get(&place), 404, "");
}

#[test]
fn okta_imports_in_pages_of_a_stable_order() {
    let world = World::new();
    let made: Vec<String> = (0..25)
        .map(|number| world.made("Users", &json!({"userName": format!("u{number}")})))
        .collect();
    let mut read = Vec::new();
    for start in [1, 11, 21] {
        let page = world.read(&format!("Users?startIndex={start}&count=10"));
        assert_eq!(page["totalResults"], 25);
        assert_eq!(page["startIndex"], start);
        let listed = page["Resources"].as_array().unwrap();
        assert_eq!(page["itemsPerPage"], listed.len());
        read.extend(listed.iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        // What is changed between two pages keeps its place.
        let name = format!("Users/{}", made[start]);
        patched(&world, &name, json!([{"op": "replace", "path": "title", "value": "x"}]));
    }
    assert_eq!(read, made);
}

#[test]
fn onelogin_sends_old_urns_and_odd_queries() {
    let world = World::new();
    let list = world.read("Users?filter=userName+eq+%22jo%40example.com%22&");
    assert_eq!(list["totalResults"], 0, "plus signs, and nothing after the last &");
    let id = world.made(
        "Users",
        &json!({
            "schemas": ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
            "id": null, "userName": "jo@example.com", "active": "true",
            "name": {"givenName": "Jo", "familyName": "Ek"},
            "urn:scim:schemas:extension:enterprise:2.0": {"department": "Sales"},
        }),
    );
    let put = world.send(
        "PUT",
        &format!("Users/{id}?"),
        &json!({
            "schemas": ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
            "id": id, "userName": "jo@example.com", "active": "False",
            "name": {"givenName": "Jo", "familyName": "Ek"},
            "urn:scim:schemas:extension:enterprise:2.0": {"department": "Legal"},
        }),
    );
    assert_eq!(put.status, 200, "{put:?}");
    let after = world.read(&format!("Users/{id}"));
    assert_eq!(after["active"], json!(false));
    assert_eq!(after[ENTERPRISE]["department"], "Legal");
    let group = world.made("Groups", &json!({"displayName": "Sales"}));
    let after = patched(
        &world,
        &format!("Groups/{group}?"),
        json!([
            {"op": "add", "path": "members", "value": [{"value": id}]},
        ]),
    );
    assert_eq!(member_ids(&after), [&*id]);
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([
            {"op": "replace", "value": {"urn:scim:schemas:extension:enterprise:2.0": {"division": "EU"}}},
            {"op": "remove", "path": "urn:scim:schemas:extension:enterprise:2.0:department"},
        ]),
    );
    assert_eq!(after[ENTERPRISE], json!({"division": "EU"}), "old URNs in patches too");
}

#[test]
fn google_and_adobe_send_the_org_unit_and_addresses() {
    let world = World::new();
    let adobe = "urn:ietf:params:scim:schemas:extension:Adobe:2.0:User";
    let id = world.made("Users", &json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", adobe],
        "userName": "eva@example.com", "externalId": "104", "name": {"givenName": "Eva"},
        (adobe): {"organizationalUnit": "/Försäljning/Tyskland", "emailAliases": "e@example.com",
                  "eduRole": "Teacher"},
    }));
    let after = world.read(&format!("Users/{id}"));
    assert_eq!(after[adobe]["organizationalUnit"], "/Försäljning/Tyskland", "as it was sent");
    assert_eq!(after[adobe]["emailAliases"], "e@example.com");
    assert_eq!(after[adobe]["eduRole"], "Teacher");
    let after = patched(
        &world,
        &format!("Users/{id}"),
        json!([
            {"op": "add", "path": format!("{adobe}:emailAliases"), "value": ["f@example.com"]},
            {"op": "replace", "path": format!("{adobe}:organizationalUnit"), "value": "/Försäljning"},
        ]),
    );
    assert_eq!(after[adobe]["emailAliases"], "f@example.com");
    assert_eq!(after[adobe]["organizationalUnit"], "/Försäljning");
}

#[test]
fn attributes_of_the_organizations_own_are_kept() {
    let world = World::new();
    let own = "urn:ietf:params:scim:schemas:extension:rolecall:2.0:User";
    let id = world.made(
        "Users",
        &json!({
            "userName": "kim", "urn:acme:2.0:User": {"badge": "B-9", "shoe": "44"},
            (own): {"skills": ["rust", "scim"]}, "favouriteColour": "green",
        }),
    );
    let after = world.read(&format!("Users/{id}"));
    assert_eq!(after["urn:acme:2.0:User"], json!({"badge": "B-9"}), "what the file reads");
    assert_eq!(after[own]["skills"], json!(["rust", "scim"]));
    assert_eq!(after.get("favouriteColour"), None, "what is unknown is passed over");
}

#[test]
fn values_are_kept_as_they_were_sent() {
    let world = World::new();
    let names = ["Ünïcode@Example.COM", "O\"Neill", "財務", "‎שלום", "a+b@example.com"];
    for name in names {
        let id =
            world.made("Users", &json!({"userName": name, "displayName": format!(" {name} ")}));
        let after = world.read(&format!("Users/{id}"));
        assert_eq!(after["userName"], name);
        assert_eq!(after["displayName"], format!(" {name} "));
        let literal = serde_json::to_string(name).unwrap();
        let filter = format!("userName eq {literal}");
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        assert_eq!(world.found(&format!("Users?filter={query}")), [&*id], "{filter}");
    }
}
