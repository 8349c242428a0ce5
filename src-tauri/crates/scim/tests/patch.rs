//! Patches carried out on resources (RFC 7644 section 3.5.2), as the RFC says and as the four
//! provisioning clients write them.
#![cfg(test)]

use proptest::prelude::*;
use rolecall_scim::message::{PatchKind, PatchOp, PatchOperation, ScimType};
use rolecall_scim::{AttrPath, PatchError, apply, urn};
use serde_json::{Value, json};

fn person() -> Value {
    json!({
        "schemas": [urn::USER],
        "id": "1",
        "userName": "babs@example.com",
        "name": {"givenName": "Barbara", "familyName": "Jensen"},
        "active": true,
        "emails": [
            {"type": "work", "value": "babs@example.com", "primary": true},
            {"type": "home", "value": "babs@jensen.org"}
        ],
    })
}

fn team() -> Value {
    let members = ["a", "b", "c"].map(|id| json!({"value": id, "display": id.to_uppercase()}));
    json!({"schemas": [urn::GROUP], "id": "g", "displayName": "Team", "members": members})
}

fn patched(mut resource: Value, operations: &Value) -> Value {
    let patch = PatchOp::read(&json!({"Operations": operations})).unwrap();
    apply(&mut resource, &patch).unwrap_or_else(|error| panic!("{error}"));
    resource
}

fn refused(mut resource: Value, operations: &Value) -> PatchError {
    let before = resource.clone();
    let patch = PatchOp::read(&json!({"Operations": operations})).unwrap();
    let error = apply(&mut resource, &patch).expect_err("it is refused");
    assert_eq!(resource, before, "a refused patch changes nothing");
    error
}

fn members(team: &Value) -> Vec<&str> {
    let members = team["members"].as_array().map(Vec::as_slice).unwrap_or_default();
    members.iter().map(|member| member["value"].as_str().unwrap()).collect()
}

#[test]
fn entra_disables_with_and_without_its_compatibility_flag() {
    let old = patched(person(), &json!([{"op": "Replace", "path": "active", "value": "False"}]));
    assert_eq!(old["active"], "False", "what it means is for the reader of the resource");
    let new = patched(person(), &json!([{"op": "replace", "path": "active", "value": false}]));
    assert_eq!(new["active"], false);
    let okta = patched(person(), &json!([{"op": "replace", "value": {"active": false}}]));
    assert_eq!(okta, new, "without a path it is the same");
}

#[test]
fn keys_may_be_dotted_and_carry_a_urn() {
    let urn = urn::ENTERPRISE_USER;
    let value = json!({
        "name.givenName": "Babs",
        format!("{urn}:department"): "Legal",
        urn: {"costCenter": "7"},
        "id": "2", "meta": {"version": "x"},
    });
    let found = patched(person(), &json!([{"op": "replace", "value": value}]));
    assert_eq!(found["name"], json!({"givenName": "Babs", "familyName": "Jensen"}));
    assert_eq!(found[urn], json!({"department": "Legal", "costCenter": "7"}));
    assert_eq!(found["schemas"], json!([urn::USER, urn]), "the extension is listed");
    assert_eq!(found["id"], "1", "what the provider sets is left aside");
    assert_eq!(found.get("meta"), None);
}

#[test]
fn an_entra_removal_with_a_list_removes_only_those() {
    let value = json!([{"value": "b"}, {"value": "stranger", "$ref": null}]);
    let found = patched(team(), &json!([{"op": "Remove", "path": "members", "value": value}]));
    assert_eq!(members(&found), ["a", "c"]);
    let found = patched(team(), &json!([{"op": "remove", "path": "members[value eq \"c\"]"}]));
    assert_eq!(members(&found), ["a", "b"]);
    let found = patched(team(), &json!([{"op": "remove", "path": "members[value eq \"z\"]"}]));
    assert_eq!(members(&found), ["a", "b", "c"], "who is not there need not be removed");
    let found = patched(team(), &json!([{"op": "remove", "path": "members"}]));
    assert_eq!(found.get("members"), None, "without a list all go");
}

#[test]
fn members_are_added_once_and_replaced_as_a_whole() {
    let value = json!([{"value": "b", "display": "Bea"}, {"value": "d"}]);
    let found = patched(team(), &json!([{"op": "add", "path": "members", "value": value}]));
    assert_eq!(members(&found), ["a", "b", "c", "d"]);
    assert_eq!(found["members"][1]["display"], "Bea", "the newest word on a member stands");
    let value = json!([{"value": "x"}]);
    let found = patched(team(), &json!([{"op": "replace", "path": "members", "value": value}]));
    assert_eq!(members(&found), ["x"]);
    let single = json!({"value": "y"});
    let found = patched(team(), &json!([{"op": "add", "path": "members", "value": single}]));
    assert_eq!(members(&found), ["a", "b", "c", "y"]);
}

#[test]
fn okta_renames_and_changes_members_in_one_patch() {
    let found = patched(
        team(),
        &json!([
            {"op": "replace", "value": {"id": "g", "displayName": "Crew"}},
            {"op": "remove", "path": "members[value eq \"a\"]"},
            {"op": "add", "path": "members", "value": [{"value": "d", "display": "D"}]},
        ]),
    );
    assert_eq!(found["displayName"], "Crew");
    assert_eq!(members(&found), ["b", "c", "d"]);
}

#[test]
fn one_value_at_most_is_primary() {
    let value = json!([{"type": "other", "value": "b@other.org", "primary": true}]);
    let found = patched(person(), &json!([{"op": "add", "path": "emails", "value": value}]));
    let primary = |at: usize| found["emails"][at]["primary"].clone();
    assert_eq!([primary(0), primary(1), primary(2)], [json!(false), Value::Null, json!(true)]);
}

#[test]
fn a_filtered_replacement_needs_its_value_and_an_addition_makes_it() {
    let path = "emails[type eq \"work\"].value";
    let found = patched(person(), &json!([{"op": "replace", "path": path, "value": "b@e.com"}]));
    assert_eq!(found["emails"][0]["value"], "b@e.com");
    let path = "phoneNumbers[type eq \"work\"].value";
    let error = refused(person(), &json!([{"op": "replace", "path": path, "value": "1"}]));
    assert_eq!(error.scim_type(), ScimType::NoTarget, "{error}");
    let found = patched(person(), &json!([{"op": "add", "path": path, "value": "1"}]));
    assert_eq!(found["phoneNumbers"], json!([{"type": "work", "value": "1"}]));
}

#[test]
fn a_patch_that_fails_in_its_middle_changes_nothing() {
    let error = refused(
        person(),
        &json!([
            {"op": "replace", "path": "title", "value": "Boss"},
            {"op": "replace", "path": "id", "value": "7"},
        ]),
    );
    assert_eq!(error, PatchError::ReadOnly { number: 2, path: "id".into() });
    let mut operation = PatchOperation::remove(AttrPath::new("title"));
    operation.kind = PatchKind::Add;
    let error = apply(&mut person(), &PatchOp { operations: vec![operation] }).unwrap_err();
    assert_eq!(error.scim_type(), ScimType::InvalidValue, "{error}");
}

#[test]
fn null_takes_away() {
    let found =
        patched(person(), &json!([{"op": "replace", "path": "name.givenName", "value": null}]));
    assert_eq!(found["name"], json!({"familyName": "Jensen"}));
    let found =
        patched(person(), &json!([{"op": "replace", "value": {"name": {"givenName": null}}}]));
    assert_eq!(found["name"], json!({"familyName": "Jensen"}));
    let found = patched(person(), &json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]));
    assert_eq!(found["emails"].as_array().unwrap().len(), 1);
}

#[test]
fn telling_whether_anything_changed() {
    let mut resource = person();
    let same = json!({"Operations": [{"op": "replace", "path": "active", "value": true}]});
    assert_eq!(apply(&mut resource, &PatchOp::read(&same).unwrap()), Ok(false));
    let other = json!({"Operations": [{"op": "replace", "path": "active", "value": false}]});
    assert_eq!(apply(&mut resource, &PatchOp::read(&other).unwrap()), Ok(true));
}

proptest! {
    /// Adding and removing members one by one is set algebra on their ids.
    #[test]
    fn members_are_a_set(changes in prop::collection::vec((any::<bool>(), 0u8..12), 0..40)) {
        let mut team = json!({"displayName": "Team"});
        let mut expected = std::collections::BTreeSet::new();
        for (adds, number) in changes {
            let id = number.to_string();
            let operation = if adds {
                expected.insert(id.clone());
                json!({"op": "add", "path": "members", "value": [{"value": id}]})
            } else {
                expected.remove(&id);
                json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")})
            };
            let patch = PatchOp::read(&json!({"Operations": [operation]})).unwrap();
            apply(&mut team, &patch).unwrap();
        }
        let mut found = members(&team);
        found.sort_unstable();
        let mut expected: Vec<_> = expected.iter().map(String::as_str).collect();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    /// Whatever a client sends, nothing panics, and a refused patch changes nothing.
    #[test]
    fn no_patch_panics(
        op in "add|replace|remove|Remove",
        path in prop::option::of("(name|emails|members|userName|x)(\\[value eq \"a\"\\])?(\\.value|\\.type)?"),
        value in prop::option::of(prop_oneof![
            Just(json!("a")), Just(json!(null)), Just(json!([{"value": "a"}, 7, null])),
            Just(json!({"value": "a", "members": [1]})), Just(json!([])), Just(json!({})),
        ]),
    ) {
        let mut operation = json!({"op": op});
        if let Some(path) = path {
            operation["path"] = json!(path);
        }
        if let Some(value) = value {
            operation["value"] = value;
        }
        if let Ok(patch) = PatchOp::read(&json!({"Operations": [operation]})) {
            for before in [person(), team(), json!({}), json!("x")] {
                let mut resource = before.clone();
                if apply(&mut resource, &patch).is_err() {
                    prop_assert_eq!(resource, before);
                }
            }
        }
    }
}
