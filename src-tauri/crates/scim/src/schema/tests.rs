//! Requests of facts about vendors' clients, made to what the schemas say.

use super::{ConformError, Projection, conform, group, project, schema_document, user};
use crate::urn;
use serde_json::{Value, json};

const OWN: &str = "urn:ietf:params:scim:schemas:extension:rolecall:2.0:User";

fn taken(sent: &Value) -> Value {
    conform(sent, &user(OWN, &[("region".to_owned(), false)])).unwrap()
}

#[test]
fn names_and_forms_are_made_the_schemas_own() {
    let made = taken(&json!({
        "schemas": ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
        "ID": null, "meta": {"resourceType": "User"}, "password": "dummy", "groups": [],
        "USERNAME": "ann@example.com", "Active": "False", "externalId": 17,
        "name.givenName": "Ann", "name": {"familyName": "Berg"},
        "emails": {"value": "ann@example.com", "type": "work", "primary": "true"},
        "urn:scim:schemas:extension:enterprise:2.0": {"department": "Sales"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager": "42",
        "urn:ietf:params:scim:schemas:extension:adobe:2.0:user": {"emailAliases": "a@example.com"},
        "favouriteColour": "green",
    }));
    assert_eq!(
        made,
        json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER, super::ADOBE_USER],
            "userName": "ann@example.com",
            "externalId": "17",
            "name": {"familyName": "Berg", "givenName": "Ann"},
            "active": false,
            "password": "dummy",
            "emails": [{"value": "ann@example.com", "type": "work", "primary": true}],
            (urn::ENTERPRISE_USER): {"department": "Sales", "manager": {"value": "42"}},
            (super::ADOBE_USER): {"emailAliases": "a@example.com"},
        }),
        "what is known stays, as the schemas spell it"
    );
    let again = conform(&made, &user(OWN, &[])).unwrap();
    assert_eq!(again, made, "what conforms stays as it is");
}

#[test]
fn a_bare_value_has_the_form_of_what_it_stands_for() {
    let made = taken(&json!({"userName": "ann", "x509Certificates": false, "emails": [7, ""]}));
    assert_eq!(made["x509Certificates"], json!([{"value": "false"}]));
    assert_eq!(made["emails"], json!([{"value": "7"}]), "text that is empty is no address");
    assert_eq!(taken(&made), made, "what conforms stays as it is");
}

#[test]
fn what_cannot_be_read_is_named() {
    let refused = |sent: Value| conform(&sent, &user(OWN, &[])).unwrap_err().to_string();
    assert_eq!(
        conform(&json!([]), &group()).unwrap_err(),
        ConformError::NotAnObject,
        "a list is no resource"
    );
    assert_eq!(refused(json!({})), "userName is missing; a User must have it");
    assert_eq!(
        refused(json!({"userName": "ann", "active": "perhaps"})),
        "active is text, and must be true or false"
    );
    assert_eq!(
        refused(json!({"userName": "ann", "name": 3})),
        "name is a number, and must be an object"
    );
}

#[test]
fn of_several_primary_values_the_last_is_it() {
    let made = taken(&json!({"userName": "ann", "emails": [
        {"value": "a@x", "primary": true}, {"value": "b@x", "primary": true},
    ]}));
    assert_eq!(made["emails"][0]["primary"], json!(false), "the first is not any more");
    assert_eq!(made["emails"][1]["primary"], json!(true), "the last is");
}

#[test]
fn answers_carry_what_is_asked_for() {
    let kind = user(OWN, &[]);
    let mut whole = taken(&json!({
        "userName": "ann", "password": "x", "name": {"givenName": "Ann", "familyName": "Berg"},
        (urn::ENTERPRISE_USER): {"department": "Sales", "division": "EMEA"},
    }));
    whole["id"] = json!("1");
    let shown = |attributes, excluded| {
        let shown = project(&whole, &kind, &Projection::read(attributes, excluded));
        let Value::Object(members) = shown else { unreachable!() };
        let mut names: Vec<String> = members.keys().cloned().collect();
        names.retain(|name| name != "schemas");
        (names, members)
    };
    let (names, _) = shown(None, None);
    assert_eq!(names, ["userName", "name", urn::ENTERPRISE_USER, "id"], "never the password");
    let (names, members) = shown(Some("name.givenName,password"), None);
    assert_eq!(names, ["name", "id"], "only what is asked for");
    assert_eq!(members["name"], json!({"givenName": "Ann"}), "and of it only the part");
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    let (_, members) = shown(None, Some(&department));
    assert_eq!(members[urn::ENTERPRISE_USER], json!({"division": "EMEA"}), "what is excluded goes");
}

#[test]
fn schemas_describe_themselves_wholly() {
    let kind = user(OWN, &[("region".to_owned(), false)]);
    for schema in kind.schemas().chain([&group().core]) {
        let document = schema_document(schema, "https://host/scim/v2/main");
        let attributes = document["attributes"].as_array().unwrap();
        assert_eq!(attributes.len(), schema.attributes.len(), "each attribute of {}", schema.id);
        for attribute in attributes {
            let complex = attribute["type"] == "complex";
            assert_eq!(complex, attribute.get("subAttributes").is_some(), "{attribute}");
            assert!(attribute["mutability"].is_string() && attribute["returned"].is_string());
        }
    }
}
