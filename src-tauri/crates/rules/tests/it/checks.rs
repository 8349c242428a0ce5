//! What is wrong with a condition, and where.

use crate::office::known;
use rolecall_rules::parse_condition;

fn told(condition: &str) -> String {
    parse_condition(condition, &known()).expect_err(condition).to_string()
}

#[test]
fn unknown_attributes_are_named_with_their_place_and_a_suggestion() {
    assert_eq!(
        told("userName pr and\n  departmnt eq \"x\""),
        "line 2, column 3: unknown attribute \"departmnt\"; did you mean department?",
        "line and column in the text"
    );
    for condition in [
        "groups.displai eq \"x\"",
        "emails[kind eq \"work\"].value pr",
        "emails[type eq \"work\" and valu eq \"x\"]",
        "groups[dispaly eq \"x\"]",
        "region[type eq \"x\"] pr",
    ] {
        assert!(told(condition).contains("unknown attribute"), "{condition}: {}", told(condition));
    }
}

#[test]
fn order_needs_numbers_or_dates() {
    for condition in [
        "department gt \"a\"",
        "remote le true",
        "active ge false",
        "groups.display lt \"x\"",
        "orgUnit gt \"/\"",
        "emails[type eq \"work\"].value gt \"a\"",
        "emails[value lt \"a\"]",
        "skills ge \"a\"",
    ] {
        let told = told(condition);
        assert!(told.contains("compares numbers and dates"), "{condition}: {told}");
    }
}

#[test]
fn values_must_be_readable_as_the_attributes_type() {
    for condition in [
        "level eq \"many\"",
        "level in (1, \"two\")",
        "remote eq \"perhaps\"",
        "start gt \"soon\"",
        "start gt 7",
        "department eq now",
        "groups.display eq now",
    ] {
        let told = told(condition);
        assert!(told.contains("cannot be read as one"), "{condition}: {told}");
    }
}

#[test]
fn what_is_right_passes() {
    for condition in [
        "OFFICE eq \"Delft\"",
        "externalId eq \"1\"",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"x\"",
        "level eq null",
        "addresses[type eq \"work\" and country eq \"SE\"].locality pr",
        "start ge now - 1d",
    ] {
        assert!(parse_condition(condition, &known()).is_ok(), "{condition}");
    }
}
