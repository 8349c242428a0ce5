//! Values filled from the person.

use crate::office::{NOW, office};
use crate::resolution::{assign, rule, slot, target, withhold};
use rolecall_directory::{Configuration, Rule, SlotDefinition, ValueSource};
use rolecall_rules::{RuleSet, values_for};

/// `value: names` for each value given in `slot`.
fn given(slot: SlotDefinition, rules: Vec<Rule>) -> Vec<String> {
    let snapshot = office();
    let configuration =
        Configuration { targets: vec![target(vec![slot])], rules, ..<_>::default() };
    let rules = RuleSet::evaluate(&configuration, &snapshot, snapshot.active(), NOW).unwrap();
    let target = &configuration.targets[0];
    let resolution = rules.resolve(target, &snapshot);
    let slot = &resolution.slots[0];
    let values = slot.values.keys().map(|value| {
        let names = slot.people(value).into_iter().map(|row| {
            let behind = rules.granting_rules(target, 0, value, row, &snapshot, slot);
            assert_eq!(behind, ["userName pr"], "the one rule is behind {value}");
            snapshot.person(row).user_name()
        });
        format!("{value}: {}", names.collect::<Vec<_>>().join(" "))
    });
    values.collect()
}

fn everybody(values: &[&str]) -> Rule {
    rule("userName pr", vec![assign("g", values)], vec![])
}

#[test]
fn one_value_per_group_with_a_prefix() {
    assert_eq!(
        given(slot("g", true, &[]), vec![everybody(&["{groups.display:OU-/S}"])]),
        ["OU-/Sales: ann bob", "OU-/Sales/North: ann"],
        "direct and inherited, active people only"
    );
    assert_eq!(
        given(slot("g", true, &["EMEA", "Nordics"]), vec![everybody(&["{groups.display}"])]),
        ["EMEA: ann bob eve", "Nordics: ann"],
        "nothing outside a fixed list"
    );
}

#[test]
fn an_attribute_gives_its_value_and_a_list_each_element() {
    assert_eq!(
        given(slot("g", true, &[]), vec![everybody(&["{skills}", "{region}"])]),
        ["Go: ann", "Rust: ann", "go: bob"],
        "as it stands; none when absent"
    );
    assert_eq!(
        given(slot("g", true, &[]), vec![everybody(&["{emails.value}"])]),
        ["Ann@Example.com: ann", "bob@example.com: bob"],
        "by its SCIM path too"
    );
}

#[test]
fn templates_can_be_withheld() {
    let denied =
        rule("userName eq \"ann\"", vec![], vec![withhold("g", &["{groups.display:OU-}"])]);
    assert_eq!(
        given(slot("g", true, &[]), vec![denied, everybody(&["{groups.display:OU-/S}"])]),
        ["OU-/Sales: bob"],
        "from her alone"
    );
}

#[test]
fn values_for_one_person_are_those_resolution_gives() {
    let snapshot = office();
    let values = |text: &str, row| values_for(&ValueSource::parse(text).unwrap(), &snapshot, row);
    assert_eq!(values("Connect", 3), ["Connect"], "fixed is itself");
    assert_eq!(values("{skills}", 0), ["Rust", "Go"], "each element");
    assert_eq!(values("{emails.value}", 1), ["bob@example.com"], "by SCIM path");
    assert_eq!(values("{groups.display:OU-/S}", 1), ["OU-/Sales"], "his groups");
    assert!(values("{region}", 0).is_empty(), "absent gives none");
}
