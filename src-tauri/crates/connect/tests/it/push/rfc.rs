//! What RFC 7643 and RFC 7644 ask of a service provider.

use super::{Ask, BASE, World, body_of, refused};
use serde_json::{Value, json};

#[test]
fn what_is_made_tells_where_it_is_and_its_version() {
    let world = World::new();
    let made = world.send("POST", "Users", &json!({"userName": "ann"}));
    let body = body_of(&made);
    let place = format!("{BASE}/Users/{}", body["id"].as_str().unwrap());
    assert_eq!(made.location.as_deref(), Some(place.as_str()));
    assert_eq!(made.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(body["meta"]["location"], json!(place));
    assert_eq!(body["meta"]["version"], "W/\"1\"");
    assert_eq!(body["meta"]["resourceType"], "User");
    assert_eq!(body["meta"]["created"], "2023-11-14T22:13:21.000Z");
}

#[test]
fn versions_guard_against_what_happened_meanwhile() {
    let world = World::new();
    let id = world.made("Users", &json!({"userName": "ann"}));
    let place = format!("Users/{id}");
    let put = |tags: &str| {
        let body = json!({"userName": "ann", "title": tags}).to_string().into_bytes();
        let ask =
            Ask { method: "PUT", place: &place, body, if_match: Some(tags), ..Ask::default() };
        world.ask(ask)
    };
    assert_eq!(put("W/\"1\"").etag.as_deref(), Some("W/\"2\""));
    refused(&put("W/\"1\""), 412, "");
    assert_eq!(put("\"9\", \"2\"").status, 200, "one of several");
    assert_eq!(put("*").status, 200);
    let look = |tags| {
        let ask = Ask { method: "GET", place: &place, if_none_match: Some(tags), ..Ask::default() };
        world.ask(ask)
    };
    assert_eq!(look("W/\"4\"").status, 304);
    assert_eq!(look("W/\"3\"").status, 200);
    let same = world.send("PUT", &place, &json!({"userName": "ann", "title": "*"}));
    assert_eq!(same.etag.as_deref(), Some("W/\"4\""), "nothing changed");
    assert!(!same.changed);
    let gone = Ask { method: "DELETE", place: &place, if_match: Some("W/\"1\""), ..Ask::default() };
    refused(&world.ask(gone), 412, "");
    assert_eq!(world.delete(&place).status, 204);
    refused(&world.delete(&place), 404, "");
    refused(&world.send("PUT", &place, &json!({"userName": "ann"})), 404, "");
    refused(
        &world.send("PATCH", &place, &json!({"Operations": [{"op": "remove", "path": "title"}]})),
        404,
        "",
    );
}

#[test]
fn names_are_unique_without_case_within_a_kind() {
    let world = World::new();
    let ann = world.made("Users", &json!({"userName": "Straße"}));
    let bob = world.made("Users", &json!({"userName": "bob", "externalId": "1"}));
    refused(&world.send("POST", "Users", &json!({"userName": "STRASSE"})), 409, "uniqueness");
    refused(
        &world.send("PUT", &format!("Users/{bob}"), &json!({"userName": "strasse"})),
        409,
        "uniqueness",
    );
    let rename = json!({"Operations": [{"op": "replace", "path": "userName", "value": "straße"}]});
    refused(&world.send("PATCH", &format!("Users/{bob}"), &rename), 409, "uniqueness");
    assert_eq!(world.send("PATCH", &format!("Users/{ann}"), &rename).status, 200, "its own name");
    assert_eq!(world.send("POST", "Groups", &json!({"displayName": "bob"})).status, 201);
    refused(&world.send("POST", "Groups", &json!({"displayName": "BOB"})), 409, "uniqueness");
    world.made("Users", &json!({"userName": "carl", "externalId": "1"}));
    assert_eq!(world.delete(&format!("Users/{ann}")).status, 204);
    world.made("Users", &json!({"userName": "STRASSE"}));
}

#[test]
fn what_is_wrong_is_said_in_the_form_of_the_rfc() {
    let world = World::new();
    let id = world.made("Users", &json!({"userName": "ann"}));
    let group = world.made("Groups", &json!({"displayName": "g"}));
    let (user, group) = (format!("Users/{id}"), format!("Groups/{group}"));
    for (method, place, body, status, scim_type) in [
        ("POST", "Users", json!([]), 400, "invalidSyntax"),
        ("POST", "Users", json!({"displayName": "x"}), 400, "invalidValue"),
        ("POST", "Users", json!({"userName": "x", "active": "perhaps"}), 400, "invalidValue"),
        ("POST", "Users", json!({"userName": "x", "name": [1, 2]}), 400, "invalidValue"),
        ("POST", "Groups", json!({}), 400, "invalidValue"),
        (
            "POST",
            "Groups",
            json!({"displayName": "x", "members": [{"type": "User"}]}),
            400,
            "invalidValue",
        ),
        ("PATCH", &user, json!({}), 400, "invalidSyntax"),
        ("PATCH", &user, json!({"Operations": [{"op": "move"}]}), 400, "invalidSyntax"),
        ("PATCH", &user, json!({"Operations": [{"op": "remove"}]}), 400, "noTarget"),
        (
            "PATCH",
            &user,
            json!({"Operations": [{"op": "add", "path": "a b", "value": 1}]}),
            400,
            "invalidPath",
        ),
        (
            "PATCH",
            &user,
            json!({"Operations": [{"op": "replace", "path": "id", "value": "x"}]}),
            400,
            "mutability",
        ),
        (
            "PATCH",
            &user,
            json!({"Operations": [{"op": "replace", "path": "emails[type eq \"home\"].value", "value": "x"}]}),
            400,
            "noTarget",
        ),
        (
            "PATCH",
            &user,
            json!({"Operations": [{"op": "remove", "path": "userName"}]}),
            400,
            "invalidValue",
        ),
        (
            "PATCH",
            &group,
            json!({"Operations": [{"op": "replace", "path": "members[value eq \"x\"]", "value": {"value": "y"}}]}),
            400,
            "noTarget",
        ),
        ("POST", ".search", json!({"filter": "userName zz 1"}), 400, "invalidFilter"),
        ("POST", ".search", json!({"count": "many"}), 400, "invalidValue"),
        ("POST", "ServiceProviderConfig", json!({}), 405, ""),
        ("DELETE", "Users", json!({}), 405, ""),
        ("PUT", "Nothing", json!({}), 404, ""),
        ("GET", "Me", json!({}), 501, ""),
    ] {
        let answer = world.send(method, place, &body);
        println!("{method} {place} {body}");
        refused(&answer, status, scim_type);
    }
    refused(&world.get("Users?filter=userName eq"), 400, "invalidFilter");
    refused(&world.get("Users?filter=userName re \"x\""), 400, "invalidFilter");
    refused(&world.get("Users?startIndex=one"), 400, "invalidValue");
    refused(&world.get("Schemas?filter=id pr"), 403, "");
    assert_eq!(world.read("Users")["totalResults"], 1, "nothing of it was carried out");
}

#[test]
fn a_refused_patch_leaves_everything_as_it_was() {
    let world = World::new();
    let id = world.made("Users", &json!({"userName": "ann"}));
    let group = world.made("Groups", &json!({"displayName": "g", "members": [id]}));
    let before = world.read(&format!("Groups/{group}"));
    let patch = json!({"Operations": [
        {"op": "remove", "path": "members"},
        {"op": "replace", "path": "displayName", "value": "h"},
        {"op": "replace", "path": "externalId[x eq 1]", "value": "h"},
    ]});
    let answer = world.send("PATCH", &format!("Groups/{group}"), &patch);
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(world.read(&format!("Groups/{group}")), before);
}

#[test]
fn filters_say_all_that_the_rfc_lets_them() {
    let world = World::new();
    let ann = world.made("Users", &json!({
        "userName": "ann", "title": "Lead", "name": {"familyName": "Åberg"}, "active": true,
        "emails": [{"value": "ann@work.org", "type": "work"}, {"value": "ann@home.org", "type": "home"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales"},
    }));
    let bob = world.made("Users", &json!({"userName": "bob", "active": false}));
    let cid = world.made(
        "Users",
        &json!({"userName": "cid", "title": "Clerk", "name": {"familyName": "Zorn"}}),
    );
    let group = world.made("Groups", &json!({"displayName": "Sales", "members": [ann, bob]}));
    let all = [&*ann, &*bob, &*cid];
    for (filter, found) in [
        ("title pr", vec![&*ann, &*cid]),
        ("not (title pr)", vec![&*bob]),
        ("title co \"lea\" or userName sw \"B\"", vec![&*ann, &*bob]),
        ("userName ew \"d\"", vec![&*cid]),
        ("name.familyName gt \"b\"", vec![&*ann, &*cid]),
        ("name.familyName ge \"zorn\" and title ne \"Lead\"", vec![&*cid]),
        ("userName lt \"b\"", vec![&*ann]),
        ("emails.value co \"home\"", vec![&*ann]),
        ("emails[type eq \"home\" and value co \"home\"]", vec![&*ann]),
        ("emails[type eq \"home\" and value co \"work\"]", vec![]),
        ("emails co \"work.org\"", vec![&*ann]),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"sales\"",
            vec![&*ann],
        ),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"BOB\"", vec![&*bob]),
        ("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", vec![&*ann]),
        ("active eq false", vec![&*bob]),
        ("userName eq \"ann\" or userName eq \"cid\"", vec![&*ann, &*cid]),
        ("groups.display eq \"Sales\"", vec![&*ann, &*bob]),
        ("groups[value eq \"GROUP\"]", vec![&*ann, &*bob]),
        (
            "meta.resourceType eq \"User\" and meta.created ge \"2023-11-14T22:13:22Z\"",
            vec![&*bob, &*cid],
        ),
        ("displayName eq null", all.to_vec()),
        ("USERNAME EQ \"ann\" AND TITLE PR", vec![&*ann]),
    ] {
        let filter = filter.replace("GROUP", &group);
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        assert_eq!(world.found(&format!("Users?filter={query}")), found, "{filter}");
    }
    for filter in
        ["members.value eq \"ID\"", "members[value eq \"ID\" and type eq \"User\"]", "members pr"]
    {
        let place = format!("Groups?filter={}", filter.replace("ID", &ann));
        assert_eq!(world.found(&place), [&*group], "{filter}");
    }
    let search = world.send("POST", ".search", &json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "displayName eq \"Sales\" or userName eq \"ann\"", "attributes": ["displayName"],
    }));
    let found = body_of(&search);
    assert_eq!(found["totalResults"], 2, "users and groups: {found}");
    assert_eq!(found["Resources"][1]["displayName"], "Sales");
    assert_eq!(found["Resources"][0].get("userName"), None, "what is not asked for");
    assert_eq!(world.read("?count=2")["totalResults"], 4, "of the whole directory");
}

#[test]
fn lists_are_sorted_and_cut_as_asked() {
    let world = World::new();
    for (name, title) in [("b", Some("x")), ("C", None), ("a", Some("Y"))] {
        let mut user = json!({"userName": name});
        if let Some(title) = title {
            user["title"] = json!(title);
        }
        world.made("Users", &user);
    }
    let names = |query: &str| -> String {
        let list = world.read(&format!("Users?{query}"));
        let all = list["Resources"].as_array().unwrap().iter();
        all.map(|one| one["userName"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("sortBy=userName"), "abC");
    assert_eq!(names("sortBy=userName&sortOrder=descending"), "Cba");
    assert_eq!(names("sortBy=title"), "baC", "what has none is last");
    assert_eq!(names("sortBy=title&sortOrder=descending"), "Cab", "or first");
    assert_eq!(names("sortBy=userName&startIndex=2&count=1"), "b");
    assert_eq!(names("sortBy=userName&filter=title pr"), "ab");
    assert_eq!(names("startIndex=0&count=2"), "bC", "less than one is one");
    assert_eq!(names("startIndex=4"), "");
    assert_eq!(names("count=-1"), "", "less than none is none");
    let list = world.read("Users?count=0");
    assert_eq!((list["totalResults"].clone(), list["itemsPerPage"].clone()), (json!(3), json!(0)));
}

#[test]
fn bulk_requests_may_refer_to_what_they_make() {
    let world = World::new();
    let bob = world.made("Users", &json!({"userName": "bob"}));
    let answer = world.send("POST", "Bulk", &json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "POST", "path": "/Groups", "bulkId": "g",
             "data": {"displayName": "Sales", "members": [{"type": "User", "value": "bulkId:ann"}]}},
            {"method": "POST", "path": "/Users", "bulkId": "ann", "data": {"userName": "ann"}},
            {"method": "post", "path": "/Users", "bulkId": "dup", "data": {"userName": "BOB"}},
            {"method": "PATCH", "path": "/Groups/bulkId:g", "data": {"Operations": [
                {"op": "add", "path": "members", "value": [{"value": bob}]},
            ]}},
            {"method": "DELETE", "path": format!("/Users/{bob}"), "version": "W/\"7\""},
        ],
    }));
    let body = body_of(&answer);
    assert_eq!(answer.status, 200, "{body}");
    let statuses: Vec<&str> = body["Operations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["201", "201", "409", "200", "412"], "{body}");
    assert_eq!(body["Operations"][2]["response"]["scimType"], "uniqueness");
    let place = body["Operations"][0]["location"].as_str().unwrap().strip_prefix(BASE).unwrap();
    let members = world.read(place)["members"].clone();
    assert_eq!(members.as_array().map(Vec::len), Some(2), "{members}");
    assert_eq!(members[0]["display"], "ann");

    let circle = |name: &str, other: &str| {
        json!({
            "method": "POST", "path": "/Groups", "bulkId": name,
            "data": {"displayName": name, "members": [{"value": format!("bulkId:{other}")}]},
        })
    };
    let answer =
        world.send("POST", "Bulk", &json!({"Operations": [circle("x", "y"), circle("y", "x")]}));
    assert_eq!(body_of(&answer)["Operations"][0]["status"], "409", "{answer:?}");
    let bad = json!({"method": "DELETE", "path": "/Users/none"});
    let answer = world.send(
        "POST",
        "Bulk",
        &json!({
            "failOnErrors": 2, "Operations": [bad, bad, bad],
        }),
    );
    assert_eq!(
        body_of(&answer)["Operations"].as_array().map(Vec::len),
        Some(2),
        "the rest is left"
    );
    let many: Vec<Value> = vec![bad; 1001];
    refused(&world.send("POST", "Bulk", &json!({"Operations": many})), 413, "");
}

#[test]
fn the_provider_describes_itself() {
    let world = World::new();
    let config = world.read("ServiceProviderConfig");
    for feature in ["patch", "bulk", "filter", "sort", "etag"] {
        assert_eq!(config[feature]["supported"], true, "{feature}");
    }
    assert_eq!(config["changePassword"]["supported"], false);
    let schemas = world.read("Schemas");
    let ids: Vec<&str> = schemas["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 6, "{ids:?}");
    assert!(!schemas.to_string().contains("null"), "Entra refuses schemas with null");
    for id in ids {
        assert_eq!(world.read(&format!("Schemas/{id}"))["id"], id);
    }
    assert_eq!(world.read("ResourceTypes")["totalResults"], 2);
    assert_eq!(world.read("ResourceTypes/User")["endpoint"], "/Users");
}

#[test]
fn groups_may_hold_groups_and_those_who_are_still_to_come() {
    let world = World::new();
    let inner = world.made("Groups", &json!({"displayName": "inner"}));
    let outer = world.made(
        "Groups",
        &json!({
            "displayName": "outer", "members": [{"value": inner}, {"value": "still-to-come"}],
        }),
    );
    let members = world.read(&format!("Groups/{outer}"))["members"].clone();
    assert_eq!(members[0]["type"], "Group");
    assert_eq!(members[0]["$ref"], format!("{BASE}/Groups/{inner}"));
    assert_eq!(members[1], json!({"value": "still-to-come"}));
    let back =
        json!({"Operations": [{"op": "add", "path": "members", "value": [{"value": outer}]}]});
    assert_eq!(world.send("PATCH", &format!("Groups/{inner}"), &back).status, 200, "circles too");
    assert_eq!(world.delete(&format!("Groups/{inner}")).status, 204);
    let members = world.read(&format!("Groups/{outer}"))["members"].clone();
    assert_eq!(members, json!([{"value": "still-to-come"}]), "who is deleted is nobody's member");
}

#[test]
fn a_large_group_is_patched_without_being_told_again() {
    let world = World::new();
    let members: Vec<Value> =
        (0..1001).map(|number| json!({"value": format!("m{number}")})).collect();
    let group = world.made("Groups", &json!({"displayName": "all", "members": members}));
    let place = format!("Groups/{group}");
    let patch = json!({"Operations": [{"op": "remove", "path": "members[value eq \"m7\"]"}]});
    assert_eq!(world.send("PATCH", &place, &patch).status, 200, "1000 are told");
    let patch = json!({"Operations": [{"op": "add", "path": "members", "value": ["m7", "m2000"]}]});
    let answer = world.send("PATCH", &place, &patch);
    assert_eq!((answer.status, answer.body), (204, None), "more are not");
    let answer = world.send("PATCH", &format!("{place}?excludedAttributes=members"), &patch);
    assert_eq!(answer.status, 200, "but for those who ask");
    assert_eq!(world.read(&place)["members"].as_array().map(Vec::len), Some(1002));
}
