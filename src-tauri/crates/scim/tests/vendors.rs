//! What the four provisioning clients are known to send, read through the public interface.
#![cfg(test)]

use rolecall_scim::message::{PatchKind, PatchOp};
use rolecall_scim::{AttrPath, Dialect, Filter, evaluate, get, urn};
use serde_json::{Value, json};

fn person() -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "id": "1",
        "userName": "Test.User@Example.com",
        "externalId": "e-1",
        "active": "False",
        "emails": [{"type": "work", "value": "test.user@example.com"}],
    })
}

fn targets(operation: &Value) -> Vec<(String, Option<Value>)> {
    let patch = PatchOp::read(&json!({"Operations": [operation]})).unwrap();
    let targets = patch.operations[0].targets(1).unwrap();
    targets.into_iter().map(|(path, value)| (path.to_string(), value.cloned())).collect()
}

#[test]
fn filters_of_entra_okta_and_onelogin_find_the_person() {
    for filter in [
        r#"userName eq "test.user@example.com""#,
        r#"userName Eq "TEST.USER@EXAMPLE.COM""#,
        r#"externalId eq "e-1""#,
        r#"emails[type eq "work"].value eq "test.user@example.com""#,
        r#"userName eq "test.user@example.com" and active eq false"#,
        r#"(emails[type eq "work" and value eq "test.user@example.com"])"#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "test.user@example.com""#,
    ] {
        let read = Filter::parse(filter, Dialect::Rfc).unwrap_or_else(|e| panic!("{filter}: {e}"));
        assert!(evaluate(&read, &person()), "{filter}");
    }
    let other = Filter::parse(r#"externalId eq "E-1""#, Dialect::Rfc).unwrap();
    assert!(!evaluate(&other, &person()), "an external id is compared with case");
}

#[test]
fn entra_disables_with_a_text_and_a_capital() {
    let read = targets(&json!({"op": "Replace", "path": "active", "value": "False"}));
    assert_eq!(read, [("active".to_owned(), Some(json!("False")))]);
}

#[test]
fn entra_removes_members_by_list_or_by_filter() {
    let list = json!({"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "7"}]});
    let patch = PatchOp::read(&json!({"schemas": [urn::PATCH_OP], "Operations": [list]})).unwrap();
    assert_eq!(patch.operations[0].kind, PatchKind::Remove);
    assert_eq!(patch.operations[0].value.as_ref().unwrap()[0]["value"], "7");
    let group = json!({"members": [{"value": "7"}, {"value": "8"}]});
    let path = AttrPath::parse(r#"members[value eq "8"]"#, Dialect::Rfc).unwrap();
    assert_eq!(get(&group, &path), [&json!({"value": "8"})]);
}

#[test]
fn values_without_a_path_name_their_attributes_in_every_known_way() {
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    let manager = format!("{}:manager", urn::ENTERPRISE_USER);
    let read = targets(&json!({"op": "replace", "value": {
        "schemas": [urn::USER],
        "active": false,
        "name.givenName": "Ada",
        "emails[type eq \"work\"].value": "ada@example.com",
        department.clone(): "Sales",
        manager.clone(): {"value": "9"},
        urn::ENTERPRISE_USER: {"costCenter": "42"},
    }}));
    assert_eq!(
        read,
        [
            ("active".to_owned(), Some(json!(false))),
            ("name.givenName".to_owned(), Some(json!("Ada"))),
            ("emails[type eq \"work\"].value".to_owned(), Some(json!("ada@example.com"))),
            (department, Some(json!("Sales"))),
            (manager, Some(json!({"value": "9"}))),
            (format!("{}:costCenter", urn::ENTERPRISE_USER), Some(json!("42"))),
        ]
    );
}
