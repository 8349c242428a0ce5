//! What an import would change, in words.

use super::{BASE, read_text};
use rolecall_config::{Action, difference};

fn rules(names: &[&str]) -> String {
    let rule = |name: &&str| format!("[[rule]]\nname = \"{name}\"\nwhen = 'userName pr'\n");
    names.iter().map(rule).collect()
}

fn changes(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (read_text(old).unwrap(), read_text(new).unwrap());
    difference(&old, &new).iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_has_no_changes() {
    let text = format!("{BASE}{}", rules(&["A", "B"]));
    assert_eq!(changes(&text, &text), [""; 0]);
}

#[test]
fn rules_come_go_and_move() {
    let old = format!("{BASE}{}", rules(&["A", "B", "C", "D"]));
    let new = format!("{BASE}{}", rules(&["New", "D", "A", "C"]));
    let found = changes(&old, &new);
    assert_eq!(
        found,
        [
            "added rule \"New\"\n  + name = \"New\"\n  + when = \"userName pr\"",
            "moved rule \"D\" from #4 to #2",
            "removed rule \"B\"\n  - name = \"B\"\n  - when = \"userName pr\"",
        ],
        "only what really moved is said to have"
    );
}

#[test]
fn a_change_shows_its_lines() {
    let new = BASE
        .replace("seats = 500", "seats = 600")
        .replace("users = \"users.csv\"", "users = \"people.csv\"");
    let found = changes(BASE, &new);
    let values = |seats: u32| {
        format!(
            "slot \"products\": values = [{{ name = \"Connect\", seats = {seats} }}, \
             {{ name = \"Webinar\" }}]"
        )
    };
    assert_eq!(
        found,
        [
            "changed directory \"main\"\n  - source: users = \"/org/users.csv\"\n  \
             + source: users = \"/org/people.csv\""
                .to_owned(),
            format!("changed target \"goto\"\n  - {}\n  + {}", values(500), values(600)),
        ]
    );
}

#[test]
fn a_rule_is_known_by_its_name_without_case() {
    let old = format!("{BASE}{}", rules(&["sales"]));
    let new = format!("{BASE}{}", rules(&["Sales"]));
    let (old, new) = (read_text(&old).unwrap(), read_text(&new).unwrap());
    let found = difference(&old, &new);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].action, Action::Changed, "not removed and added");
}
