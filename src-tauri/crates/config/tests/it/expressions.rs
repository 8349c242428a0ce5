//! Computed attributes and what is sent, right and wrong.

use super::{BASE, problems, read_text};
use rolecall_config::{difference, read, write};
use std::path::Path;

const HIRED: &str = "name = \"hired\"\ntype = \"date\"\n";

/// [`BASE`] with `attribute` after the first one, and `send` in the target.
fn with(attribute: &str, send: &str) -> String {
    let accounts = "accounts = \"accounts.csv\"\n";
    BASE.replacen(HIRED, &format!("{HIRED}\n[[attribute]]\n{attribute}\n"), 1).replacen(
        accounts,
        &format!("{accounts}{send}\n"),
        1,
    )
}

#[test]
fn expressions_are_kept_to_the_letter() {
    let text = with(
        "name = \"place\"\nexpression = 'user.department + \"-\" + user.region'",
        "send = { title = \"title\", displayName = 'user.email + \" \" + user.place' }",
    );
    let found = read_text(&text).unwrap();
    let place = found.attributes.iter().find(|one| one.name == "place").unwrap();
    assert_eq!(place.expression.as_deref(), Some("user.department + \"-\" + user.region"));
    assert_eq!(found.targets[0].send["title"], "title");
    assert_eq!(found.targets[0].send["displayName"], "user.email + \" \" + user.place");
    let written = write(&found, Some(Path::new("/org")));
    assert_eq!(read(&written, Path::new("/org"), &super::header).unwrap(), found);
    assert_eq!(write(&read_text(&written).unwrap(), Some(Path::new("/org"))), written);
}

#[test]
fn a_changed_expression_is_a_difference() {
    let old = with("name = \"place\"\nexpression = 'user.region'", "");
    let new = old.replace("'user.region'", "'user.department'");
    let changes = difference(&read_text(&old).unwrap(), &read_text(&new).unwrap());
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["changed attribute \"place\"\n  - expression = \"user.region\"\n  + expression = \
          \"user.department\""]
    );
}

#[test]
fn what_is_wrong_with_an_expression_has_its_place() {
    for (attribute, expected) in [
        (
            "name = \"place\"\nexpression = 'user.departmnt + user.regin'",
            vec![
                "config.toml:17:20: expression of the attribute \"place\": unknown attribute \
                 \"departmnt\"; did you mean user.department?",
                "config.toml:17:37: expression of the attribute \"place\": unknown attribute \
                 \"regin\"; did you mean user.region?",
            ],
        ),
        (
            "name = \"place\"\nexpression = \"user.region + \\\"\u{e9}\\\" +\"",
            vec![
                "config.toml:17:36: expression of the attribute \"place\": expected a value, such \
                 as user.department, \"text\", 12 or (, found the end",
            ],
        ),
        (
            "name = \"place\"\nexpression = 'user.place'",
            vec![
                "config.toml:17:20: expression of the attribute \"place\": place is computed \
                 itself; an expression names attributes that sources deliver",
            ],
        ),
        (
            "name = \"place\"\nfrom = \"region\"\nexpression = 'user.region'",
            vec![
                "config.toml:18:1: the attribute \"place\" has both from and expression; keep the \
                 one it comes by",
            ],
        ),
        (
            "name = \"email\"\nexpression = 'user.userName'",
            vec![
                "config.toml:15:1: email tells people apart, so it cannot be computed; fill it by \
                 map in [directory.source]",
            ],
        ),
        (
            "name = \"place\"\nexpression = 7",
            vec!["config.toml:17:14: expression: expected a string, found an integer"],
        ),
    ] {
        assert_eq!(problems(&with(attribute, "")), expected, "{attribute}");
    }
}

#[test]
fn what_is_sent_is_checked_like_it() {
    let send = "send = { a = \"titel\", b = 'user.titel', c = \"groups.display\", d = \
                'user.region +', e = 'upper(user.region)' }";
    assert_eq!(
        problems(&with("name = \"x\"", send)),
        [
            "config.toml:22:14: unknown attribute \"titel\"; did you mean title?",
            "config.toml:22:33: send b: unknown attribute \"titel\"; did you mean user.title?",
            "config.toml:22:45: \"groups.display\" has no value of its own; did you mean \
             groups.display?",
            "config.toml:22:81: send d: expected a value, such as user.department, \"text\", 12 \
             or (, found the end",
            "config.toml:22:94: send e: unknown function \"upper\"",
        ]
    );
}

#[test]
fn a_source_that_cannot_be_asked_may_have_any_column() {
    let text = with("name = \"place\"\nexpression = 'user.room + user.floor'", "");
    assert!(read(&text, Path::new("/org"), &|_| None).is_ok());
    assert_eq!(problems(&text).len(), 2, "but one that was asked has what it says");
}
