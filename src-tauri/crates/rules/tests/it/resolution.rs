//! The sentences of product.md, section 2, as tables.

use crate::office::{NOW, office};
use rolecall_directory::{
    Assignment, Configuration, Exception, Gives, Rule, SlotDefinition, TargetDefinition,
    TargetKind, UnmanagedPolicy, ValueDefinition, ValueSource, Withholding,
};
use rolecall_rules::RuleSet;

pub fn slot(name: &str, many: bool, values: &[&str]) -> SlotDefinition {
    let value = |name: &&str| ValueDefinition { name: (*name).to_owned(), seats: None };
    SlotDefinition {
        name: name.to_owned(),
        many,
        create_values: false,
        grace_days: 0,
        values: values.iter().map(value).collect(),
        administrators: Vec::new(),
        bind: None,
    }
}

pub fn target(slots: Vec<SlotDefinition>) -> TargetDefinition {
    TargetDefinition {
        name: "t".into(),
        kind: TargetKind::Csv { accounts: "accounts.csv".into() },
        unmanaged: UnmanagedPolicy::Leave,
        every_seconds: 2400,
        at: None,
        removals: <_>::default(),
        quarantine: <_>::default(),
        limit: None,
        protect: None,
        send: <_>::default(),
        slots,
    }
}

fn sources(texts: &[&str]) -> Vec<ValueSource> {
    texts.iter().map(|text| ValueSource::parse(text).unwrap()).collect()
}

pub fn assign(slot: &str, values: &[&str]) -> Assignment {
    let gives = if values == [""] { Gives::Nothing } else { Gives::Values(sources(values)) };
    Assignment { target: "t".into(), slot: slot.into(), gives }
}

pub fn withhold(slot: &str, values: &[&str]) -> Withholding {
    Withholding { target: "t".into(), slot: slot.into(), values: sources(values) }
}

/// A rule; its name is its condition's.
pub fn rule(when: &str, assigns: Vec<Assignment>, withholds: Vec<Withholding>) -> Rule {
    Rule {
        id: when.into(),
        name: when.into(),
        note: String::new(),
        heading: String::new(),
        enabled: true,
        when: when.into(),
        assigns,
        withholds,
    }
}

const ALL: &str = "userName pr";
const ANN: &str = "userName eq \"ann\"";

/// What ann is given in `slot`: each value with the rules behind it, or `none by` who decided so.
fn ann(configuration: &Configuration, slot: &str) -> Vec<String> {
    let snapshot = office();
    let rules = RuleSet::evaluate(configuration, &snapshot, snapshot.active(), NOW).unwrap();
    let target = &configuration.targets[0];
    let at = target.slots.iter().position(|one| one.name == slot).unwrap();
    let resolution = rules.resolve(target, &snapshot);
    let here = &resolution.slots[at];
    let given = here.values.keys().filter(|value| here.people(value).contains(0));
    let mut found: Vec<String> = given
        .map(|value| {
            let rules = rules.granting_rules(target, at, value, 0, &snapshot, here);
            format!("{value} by {}", rules.join(", "))
        })
        .collect();
    let none = here.nothing.iter().filter(|grant| grant.people.contains(0));
    found.extend(
        none.map(|grant| format!("none by {}", rules.rule_name(grant.speaker).unwrap_or("-"))),
    );
    assert_eq!(
        here.decided().contains(0),
        !found.is_empty(),
        "decided is whoever has a value or none"
    );
    found
}

fn one(rules: Vec<Rule>) -> Vec<String> {
    let targets = vec![target(vec![slot("role", false, &["A", "B", "C"])])];
    ann(&Configuration { targets, rules, ..<_>::default() }, "role")
}

fn many(rules: Vec<Rule>) -> Vec<String> {
    let targets = vec![target(vec![slot("products", true, &["A", "B", "C"])])];
    ann(&Configuration { targets, rules, ..<_>::default() }, "products")
}

fn role(when: &str, value: &str) -> Rule {
    rule(when, vec![assign("role", &[value])], vec![])
}

fn no_role(when: &str, value: &str) -> Rule {
    rule(when, vec![], vec![withhold("role", &[value])])
}

#[test]
fn in_a_slot_of_one_the_first_speaker_decides() {
    assert_eq!(one(vec![role(ANN, "A"), role(ALL, "B")]), [format!("A by {ANN}")], "the highest");
    assert_eq!(
        one(vec![role(ANN, "A"), role(ALL, "A")]),
        [format!("A by {ANN}")],
        "same value: suppressed, not named"
    );
    assert_eq!(one(vec![role(ANN, ""), role(ALL, "A")]), [format!("none by {ANN}")], "none speaks");
    assert_eq!(
        one(vec![role("userName eq \"bob\"", "B"), role(ALL, "A")]),
        [format!("A by {ALL}")],
        "who does not match is silent"
    );
    assert!(one(vec![]).is_empty(), "no rule, no decision");
}

#[test]
fn in_a_slot_of_one_withholding_passes_over() {
    let both = rule(ANN, vec![assign("role", &["A"])], vec![withhold("role", &["A"])]);
    assert_eq!(
        one(vec![both.clone(), role(ALL, "B")]),
        [format!("B by {ALL}")],
        "withheld by itself"
    );
    assert!(one(vec![both, role(ALL, "A")]).is_empty(), "and for all below it");
    assert_eq!(
        one(vec![no_role(ANN, "A"), role(ANN, "A"), role(ALL, "B")]),
        [format!("B by {ALL}")],
        "withheld above"
    );
    assert_eq!(
        one(vec![role(ANN, "A"), no_role(ALL, "A")]),
        [format!("A by {ANN}")],
        "withheld below: too late"
    );
    assert!(one(vec![no_role(ANN, "A")]).is_empty(), "withholding is not speaking");
    assert_eq!(
        one(vec![no_role(ALL, "A"), role(ALL, "")]),
        [format!("none by {ALL}")],
        "none cannot be withheld"
    );
}

#[test]
fn in_a_slot_of_many_the_highest_that_names_the_value_counts() {
    let give = |when: &str, values: &[&str]| rule(when, vec![assign("products", values)], vec![]);
    let deny = |when: &str, values: &[&str]| rule(when, vec![], vec![withhold("products", values)]);
    assert_eq!(
        many(vec![give(ANN, &["A", "B"]), give(ALL, &["B", "C"])]),
        [format!("A by {ANN}"), format!("B by {ANN}, {ALL}"), format!("C by {ALL}")],
        "values add up, and all who give are named, highest first"
    );
    assert_eq!(
        many(vec![give(ANN, &["A"]), deny(ALL, &["A", "B"]), give(ALL, &["A", "B"])]),
        [format!("A by {ANN}")],
        "given above a withhold stays; below it nothing is given or named"
    );
    let both = rule(ANN, vec![assign("products", &["A", "B"])], vec![withhold("products", &["A"])]);
    assert_eq!(
        many(vec![both, give(ALL, &["A"])]),
        [format!("B by {ANN}")],
        "withholding wins within a rule"
    );
}

#[test]
fn disabled_rules_and_inactive_people_take_no_part() {
    let off = Rule { enabled: false, ..role(ANN, "A") };
    assert_eq!(
        one(vec![off, role(ALL, "B")]),
        [format!("B by {ALL}")],
        "a disabled rule is silent"
    );
    let snapshot = office();
    let targets = vec![target(vec![slot("role", false, &[])])];
    let configuration = Configuration { targets, rules: vec![role(ALL, "A")], ..<_>::default() };
    let rules = RuleSet::evaluate(&configuration, &snapshot, snapshot.active(), NOW).unwrap();
    let resolution = rules.resolve(&configuration.targets[0], &snapshot);
    assert_eq!(resolution.wanted().iter().collect::<Vec<_>>(), [0, 1, 2, 3], "not ida");
}

fn exception(until: Option<&str>, values: &[&str], withheld: &[&str]) -> Exception {
    let assigns = if values.is_empty() { vec![] } else { vec![assign("role", values)] };
    Exception {
        user: "ANN".into(),
        reason: "cover".into(),
        until: until.map(str::to_owned),
        assigns,
        withholds: vec![withhold("role", withheld)],
    }
}

#[test]
fn exceptions_rank_above_rules_until_their_last_day() {
    let decide = |exceptions: Vec<Exception>| {
        let targets = vec![target(vec![slot("role", false, &["A", "B", "C"])])];
        let rules = vec![role(ANN, "A"), role(ALL, "B")];
        ann(&Configuration { targets, rules, exceptions, ..<_>::default() }, "role")
    };
    assert_eq!(decide(vec![exception(None, &["C"], &[])]), ["C by "], "no rule is named");
    assert_eq!(decide(vec![exception(None, &[], &["A"])]), [format!("B by {ALL}")], "withheld");
    assert_eq!(decide(vec![exception(None, &[""], &[])]), ["none by -"], "it may say none");
    assert_eq!(
        decide(vec![exception(None, &["C"], &[]), exception(None, &["B"], &[])]),
        ["C by "],
        "the first decides"
    );
    assert_eq!(decide(vec![exception(Some("2026-11-22"), &["C"], &[])]), ["C by "], "its last day");
    assert_eq!(
        decide(vec![exception(Some("2026-11-21"), &["C"], &[])]),
        [format!("A by {ANN}")],
        "over"
    );
}

#[test]
fn a_condition_that_cannot_be_read_is_an_error_of_its_rule() {
    let rules = vec![role("userName eq", "A")];
    let configuration = Configuration { rules, ..<_>::default() };
    let snapshot = office();
    let error = RuleSet::evaluate(&configuration, &snapshot, snapshot.active(), NOW).unwrap_err();
    assert_eq!(error.0, "userName eq", "named, not passed over in silence");
}
