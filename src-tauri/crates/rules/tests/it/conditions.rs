//! Whom conditions match.

use crate::office::{NOW, office, who};
use rolecall_rules::{matches, unknown_names};
use rolecall_scim::{Dialect, Filter};

#[track_caller]
fn table(rows: &[(&str, &str)]) {
    for (condition, expected) in rows {
        assert_eq!(who(condition), *expected, "{condition}");
    }
}

#[test]
fn text_compares_without_case_after_nfc() {
    table(&[
        (r#"department eq "SALES""#, "ann ida"),
        (r#"department ne "sales""#, "bob eve kim"),
        (r#"department co "LEGAL""#, "bob"),
        (r#"department sw "sal""#, "ann bob ida"),
        (r#"department ew "es""#, "ann ida"),
        (r#"department eq "STRASSE""#, "eve"),
        ("department eq \"CAFE\u{301}\"", "kim"),
        (r#"department in ("legal", "SALES")"#, "ann ida"),
        ("department pr", "ann bob eve kim ida"),
        ("region pr", ""),
        (r#"region ne "x""#, ""),
        (r#"not (region eq "x")"#, "ann bob eve kim ida"),
        ("region eq null", "ann bob eve kim ida"),
        ("email ne null", "ann bob"),
    ]);
}

#[test]
fn patterns_keep_case_and_see_composed_text() {
    table(&[
        (r#"department re "^S""#, "ann eve ida"),
        (r#"department re "(?i)^s""#, "ann bob eve ida"),
        ("department re \"caf.$\"", "kim"),
        ("department re \"e\u{301}$\"", "kim"),
        (r#"skills re "^Go$""#, "ann"),
    ]);
}

#[test]
fn numbers_compare_as_numbers() {
    table(&[
        ("level gt 7", "bob"),
        ("level ge \"7\"", "ann bob"),
        ("level lt 0", "kim"),
        ("level le 7.0", "ann kim"),
        ("level eq 10", "bob"),
        ("level in (\"7\", -2)", "ann kim"),
        ("level ne 7", "bob kim"),
        ("level pr", "ann bob kim"),
        ("level co \"1\"", "bob"),
        ("level re \"[a-z]\"", ""),
        ("level sw \"m\"", ""),
    ]);
}

#[test]
fn yes_and_no_are_read_without_case() {
    table(&[
        ("remote eq true", "ann"),
        ("remote eq \"True\"", "ann"),
        ("remote ne true", "bob"),
        ("remote pr", "ann bob"),
        ("active eq false", "ida"),
        ("active eq \"TRUE\"", "ann bob eve kim"),
    ]);
}

#[test]
fn dates_compare_as_instants_and_follow_now() {
    table(&[
        ("start le now", "ann"),
        ("start gt now", "bob"),
        ("start le now + 30d", "ann bob"),
        ("start gt now - 22d", "ann bob"),
        ("start ge now - 21d", "ann bob"),
        ("start gt now - 21d", "bob"),
        (r#"start eq "2026-11-01T00:00:00+00:00""#, "ann"),
        (r#"start lt "2026-12-15T09:00:00+01:00""#, "ann"),
        (r#"start le "2026-12-15T09:00:00+01:00""#, "ann bob"),
        ("start pr", "ann bob"),
    ]);
}

#[test]
fn lists_hold_when_any_element_does_but_ne_means_none() {
    table(&[
        (r#"skills eq "GO""#, "ann bob"),
        (r#"skills ne "go""#, ""),
        (r#"skills ne "rust""#, "bob"),
        (r#"skills co "us""#, "ann"),
        (r#"skills in ("c", "rust")"#, "ann"),
        ("skills pr", "ann bob"),
    ]);
}

#[test]
fn groups_count_direct_inherited_and_of_org_units() {
    table(&[
        (r#"groups.display eq "emea""#, "ann bob eve ida"),
        (r#"groups eq "EMEA""#, "ann bob eve ida"),
        (r#"groups[type eq "direct"].display eq "EMEA""#, "eve ida"),
        (r#"groups[type eq "indirect"].display eq "EMEA""#, "ann bob"),
        (r#"groups[type eq "Direct" and display eq "EMEA"]"#, "eve ida"),
        (r#"groups[not (type eq "direct") and display sw "emea"]"#, "ann bob"),
        (r#"groups[display sw "EMEA" and display ew "Sales"]"#, "ann bob"),
        (r#"groups[type eq "direct"].display ne "Nordics""#, "bob eve ida"),
        (r#"groups.display eq "OU-/Sales""#, "ann bob ida"),
        (r#"groups[type eq "direct"].display eq "OU-/Sales""#, "bob ida"),
        (r#"groups.display ne "EMEA""#, ""),
        (r#"not (groups.display eq "EMEA")"#, "kim"),
        (r#"groups.display in ("Nordics", "OU-/Legal")"#, "ann eve"),
        (r#"groups.display re "^Nor""#, "ann"),
        ("groups pr", "ann bob eve ida"),
    ]);
}

#[test]
fn org_units_compare_on_whole_segments() {
    table(&[
        (r#"orgUnit eq "/sales""#, "bob ida"),
        (r#"orgUnit eq "sales/""#, "bob ida"),
        (r#"orgUnit sw "/Sales""#, "ann bob ida"),
        (r#"orgUnit sw "/Sal""#, ""),
        (r#"orgUnit sw "/""#, "ann bob eve ida"),
        (r#"orgUnit ne "/Sales""#, "ann eve"),
        (r#"orgUnit in ("/Legal", "/Sales/North")"#, "ann eve"),
        (r#"orgUnit co "nor""#, "ann"),
        ("orgUnit pr", "ann bob eve ida"),
    ]);
}

#[test]
fn the_one_email_is_primary_and_of_type_work() {
    table(&[
        (r#"emails[type eq "work"].value eq "ann@example.com""#, "ann"),
        (r#"emails[type eq "home"].value pr"#, ""),
        (r#"emails[primary eq true]"#, "ann bob"),
        (r#"emails[type eq "work" and primary eq true].value sw "bob""#, "bob"),
        (r#"emails[type eq "work" and value co "ANN"]"#, "ann"),
        (r#"emails[type eq "home" or value sw "bob"]"#, "bob"),
        (r#"emails[not (type eq "home")].value ne "bob@example.com""#, "ann"),
        (r#"emails[type in ("home", "work")].value pr"#, "ann bob"),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:emails.value ew ".com""#, "ann bob"),
    ]);
}

#[test]
fn and_or_and_not_are_set_algebra() {
    table(&[
        (r#"department eq "Sales" and not (userName eq "ida")"#, "ann"),
        (r#"userName eq "ANN" or userName eq "kim" and level gt 0"#, "ann"),
        (r#"(userName eq "ann" or userName eq "kim") and level lt 0"#, "kim"),
        ("userName pr", "ann bob eve kim ida"),
    ]);
}

#[test]
fn now_never_overflows() {
    let filter = Filter::parse("start lt now + 300000d", Dialect::Condition).unwrap();
    for now in [i64::MIN, -1, NOW, i64::MAX] {
        let rows = matches(&filter, &office(), now);
        assert!(rows.len() <= 2, "answers at {now}, whatever it is");
    }
}

#[test]
fn names_the_source_lacks_are_found_wherever_they_stand() {
    let snapshot = office();
    let condition = r#"groups.display eq "Gone" and not (groups.display ne "emea")
        or groups.display in ("Nordics", "Lost") or groups[type eq "direct" and display in ("Away")]
        or groups[type eq "direct"].display eq "Off" or orgUnit sw "/Nowhere" or orgUnit eq "/sales"
        or groups.display co "No such" or orgUnit ne "/Never""#;
    let filter = Filter::parse(condition, Dialect::Condition).unwrap();
    let found = unknown_names(&filter, &snapshot);
    let names: Vec<&str> = found.iter().map(rolecall_rules::UnknownName::name).collect();
    assert_eq!(names, ["Gone", "Lost", "Away", "Off", "/Nowhere"], "eq, ne, in; eq and sw");
}
