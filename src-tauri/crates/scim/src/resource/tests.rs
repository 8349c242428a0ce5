//! Reading, building and filtering resources.

use serde_json::json;

use super::*;
use crate::{Dialect, Filter};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn path(text: &str) -> AttrPath {
    AttrPath::parse(text, Dialect::Rfc).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn person() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "id": "Ab1",
        "UserName": "Bjensen@example.com",
        "name": {"familyName": "Jensen", "givenName": ""},
        "active": true,
        "emails": [
            {"type": "work", "value": "bjensen@example.com", "primary": true},
            {"type": "home", "value": "babs@jensen.org"}
        ],
        "tags": ["red", "Straße"],
        "logins": 9007199254740993_u64,
        "nothing": null,
        "empty": [],
        "meta": {"lastModified": "2026-05-13T04:42:34.5+02:00"},
        ENTERPRISE: {"department": "Sales", "manager": {"value": "26118915"}}
    })
}

fn read(text: &str) -> Value {
    let person = person();
    Value::Array(get(&person, &path(text)).into_iter().cloned().collect())
}

#[test]
fn reads_by_path_without_case() {
    assert_eq!(read("username"), json!(["Bjensen@example.com"]));
    assert_eq!(read("NAME.familyname"), json!(["Jensen"]));
    assert_eq!(read("emails.value"), json!(["bjensen@example.com", "babs@jensen.org"]));
    assert_eq!(read(r#"emails[type eq "WORK"].value"#), json!(["bjensen@example.com"]));
    assert_eq!(read(r#"emails[type eq "other"].value"#), json!([]));
    assert_eq!(read(r#"tags[value sw "r"]"#), json!(["red"]));
    assert_eq!(read("tags.value"), json!(["red", "Straße"]));
    assert_eq!(read("nothing"), json!([]));
    assert_eq!(read("empty"), json!([]));
}

#[test]
fn reads_under_schemas() {
    assert_eq!(read(&format!("{ENTERPRISE}:department")), json!(["Sales"]));
    assert_eq!(read(&format!("{}:Manager.value", ENTERPRISE.to_lowercase())), json!(["26118915"]));
    assert_eq!(read("urn:ietf:params:scim:schemas:core:2.0:User:id"), json!(["Ab1"]));
    assert_eq!(read(ENTERPRISE).pointer("/0/department"), Some(&json!("Sales")));
    assert_eq!(read("department"), json!([]), "an extension's attribute needs its schema");
    assert_eq!(read("urn:example:2.0:Other:department"), json!([]));
}

#[test]
fn builds_what_is_missing() {
    let mut built = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]});
    for (at, value) in [
        ("userName", json!("ada")),
        ("name.givenName", json!("Ada")),
        ("name.familyName", json!("Lovelace")),
        (r#"emails[type eq "work" and primary eq true].value"#, json!("ada@example.com")),
        (r#"emails[type eq "home"].value"#, json!("ada@home.org")),
        (r#"emails[type eq "work"].display"#, json!("Ada L")),
        ("roles.value", json!("admin")),
        (&format!("{ENTERPRISE}:department"), json!("Analysis")),
        (&format!("{ENTERPRISE}:manager.value"), json!("7")),
        ("USERNAME", json!("ada.l")),
    ] {
        set(&mut built, &path(at), value).unwrap_or_else(|error| panic!("{at}: {error}"));
    }
    assert_eq!(
        built,
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
            "userName": "ada.l",
            "name": {"givenName": "Ada", "familyName": "Lovelace"},
            "emails": [
                {"type": "work", "primary": true, "value": "ada@example.com", "display": "Ada L"},
                {"type": "home", "value": "ada@home.org"}
            ],
            "roles": [{"value": "admin"}],
            ENTERPRISE: {"department": "Analysis", "manager": {"value": "7"}}
        })
    );
}

#[test]
fn says_why_a_value_has_no_place() {
    let mut person = person();
    let error = set(&mut person, &path("userName.part"), json!(1)).unwrap_err();
    assert!(matches!(error, SetError::NotAnObject { what: "a text", .. }), "{error}");
    let error = set(&mut person, &path(r#"emails[type co "x"].value"#), json!("y")).unwrap_err();
    assert!(matches!(error, SetError::CannotMake { .. }), "{error}");
    let contradiction = path(r#"emails[type eq "a" and type eq "b"].value"#);
    let error = set(&mut person, &contradiction, json!("y")).unwrap_err();
    assert!(matches!(error, SetError::CannotMake { .. }), "{error}");
    assert!(set(&mut json!([]), &path("a"), json!(1)).is_err());
    let mut fresh = Value::Null;
    set(&mut fresh, &path("a"), json!(1)).unwrap();
    assert_eq!(fresh, json!({"a": 1}));
}

#[test]
fn evaluates_as_the_rfc_says() {
    let person = person();
    for (filter, expected) in [
        (r#"userName eq "bJENSEN@EXAMPLE.COM""#, true),
        (r#"id eq "ab1""#, false),
        (r#"id eq "Ab1""#, true),
        (r#"tags eq "STRASSE""#, true),
        (r#"emails co "jensen.org""#, true),
        (r#"emails[type eq "work"].value eq "Bjensen@example.com""#, true),
        (r#"emails[type eq "home" and value co "example"]"#, false),
        (r#"emails[type eq "home" or value co "example"]"#, true),
        (r#"not (emails[type eq "fax"])"#, true),
        (r#"emails.type ne "work""#, false),
        (r#"emails.type ne "fax""#, true),
        (r#"title ne "x""#, false),
        (r#"not (title eq "x")"#, true),
        ("title eq null", true),
        ("userName ne null", true),
        ("title pr", false),
        ("name.givenName pr", false),
        ("name pr", true),
        ("emails pr", true),
        ("active eq true", true),
        (r#"active eq "True""#, true),
        ("active ne false", true),
        ("logins eq 9007199254740993", true),
        ("logins eq 9007199254740992", false),
        (r#"logins gt "12""#, true),
        (r#"meta.lastModified eq "2026-05-13T02:42:34.500Z""#, true),
        (r#"meta.lastModified gt "2026-05-13T04:00:00Z""#, false),
        (r#"meta.lastModified ge "2026-05-13""#, true),
        (r#"userName sw "bj" and (active eq false or name.familyName ew "SEN")"#, true),
        (
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#,
            true,
        ),
        (r#"userName in ("x", "BJENSEN@example.com")"#, true),
        (r#"userName re "^Bj""#, true),
        (r#"userName re "^bj""#, false),
        ("meta.lastModified lt now", false),
    ] {
        let parsed = Filter::parse(filter, Dialect::Condition).unwrap();
        assert_eq!(evaluate(&parsed, &person), expected, "{filter}");
    }
}

#[test]
fn now_is_passed_in() {
    let person = person();
    let now = "2026-05-14T02:42:34.5Z".parse().unwrap();
    for (filter, expected) in [
        ("meta.lastModified lt now", true),
        ("meta.lastModified eq now - 1d", true),
        ("meta.lastModified gt now - 23h", false),
        ("meta[lastModified lt now]", true),
        ("meta[lastModified lt now].lastModified pr", true),
    ] {
        let parsed = Filter::parse(filter, Dialect::Condition).unwrap();
        assert_eq!(evaluate_at(&parsed, &person, now), expected, "{filter}");
    }
}
