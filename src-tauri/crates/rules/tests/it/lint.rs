//! What lint finds, sentence by sentence.

use crate::office::{NOW, known, office};
use crate::resolution::{assign, rule, slot, target, withhold};
use rolecall_directory::{Configuration, Exception, Rule, SlotDefinition};
use rolecall_rules::{Finding, LintInput, Remark, RuleSet, lint};

const ALL: &str = "userName pr";
const ANN: &str = "userName eq \"ann\"";
const BOB: &str = "userName eq \"bob\"";
const BOTH: &str = "userName in (\"ann\", \"bob\")";

fn slots() -> Vec<SlotDefinition> {
    let mut products = slot("products", true, &["A", "B", "C"]);
    products.values[1].seats = Some(2);
    vec![products, slot("role", false, &["Admin", "Member"])]
}

fn found(configuration: &Configuration) -> Vec<Finding> {
    let snapshot = office();
    let rules = RuleSet::evaluate(configuration, &snapshot, snapshot.active(), NOW).unwrap();
    let resolutions: Vec<_> =
        configuration.targets.iter().map(|target| rules.resolve(target, &snapshot)).collect();
    let resolutions: Vec<_> = resolutions.iter().collect();
    let known = known();
    lint(&LintInput {
        configuration,
        snapshot: &snapshot,
        known: &known,
        rules: &rules,
        resolutions: &resolutions,
    })
}

fn over(rules: Vec<Rule>) -> Configuration {
    Configuration { targets: vec![target(slots())], rules, ..<_>::default() }
}

/// `#rule code (other rules)` of each finding.
fn told(rules: Vec<Rule>) -> Vec<String> {
    let each = found(&over(rules)).into_iter().map(|finding| {
        let others: Vec<String> =
            finding.what.rules().iter().map(|at| (at + 1).to_string()).collect();
        let others =
            if others.is_empty() { String::new() } else { format!(" ({})", others.join(" ")) };
        format!("#{} {}{others}", finding.rule + 1, finding.what.code())
    });
    each.collect()
}

fn gives(when: &str, slot: &str, values: &[&str]) -> Rule {
    rule(when, vec![assign(slot, values)], vec![])
}

fn denies(when: &str, slot: &str, values: &[&str]) -> Rule {
    rule(when, vec![], vec![withhold(slot, values)])
}

#[test]
fn a_rule_that_matches_nobody_is_told() {
    assert_eq!(told(vec![gives("title eq \"x\"", "products", &["A"])]), ["#1 matches_nobody"]);
    assert_eq!(told(vec![gives("userName eq \"ida\"", "products", &["A"])]), ["#1 matches_nobody"]);
    assert!(told(vec![gives(ALL, "products", &["A"])]).is_empty());
}

#[test]
fn names_the_source_lacks_come_with_what_was_meant() {
    let text = "groups.display in (\"EMEA\", \"EMEA Slaes\") and not (orgUnit sw \"/Sales/Nort\")";
    let findings = found(&over(vec![gives(text, "products", &["A"])]));
    let Remark::UnknownGroup { name, suggestion, .. } = &findings[0].what else {
        panic!("{findings:?}")
    };
    assert_eq!((name.as_str(), suggestion.as_deref()), ("EMEA Slaes", Some("EMEA Sales")));
    let Remark::UnknownOrgUnit { suggestion, .. } = &findings[1].what else {
        panic!("{findings:?}")
    };
    assert_eq!(suggestion.as_deref(), Some("/Sales/North"));
    assert_eq!(findings.len(), 2, "eve matches through EMEA");
    let words = findings[0].message(&Configuration::default());
    assert!(words.contains("did you mean \"EMEA Sales\"?"), "{words}");
}

#[test]
fn the_same_said_twice_is_told_at_the_lower_rule() {
    let twice = vec![gives(BOTH, "products", &["A", "C"]), gives(BOTH, "products", &["C", "A"])];
    assert_eq!(told(twice), ["#2 same_as (1)"], "in whatever order");
    let same_people = "userName eq \"bob\" or userName eq \"ann\"";
    let twice = vec![gives(BOTH, "role", &["Admin"]), gives(same_people, "role", &["Admin"])];
    assert_eq!(told(twice), ["#2 same_as (1)"], "of the same people");
    let other = vec![gives(BOTH, "products", &["A"]), gives(BOTH, "products", &["C"])];
    assert!(told(other).is_empty(), "another value");
}

#[test]
fn a_rule_that_decides_nothing_is_told_with_those_above() {
    let role = |when, value| gives(when, "role", &[value]);
    assert_eq!(
        told(vec![role(ANN, "Admin"), role(BOB, ""), role(BOTH, "Member")]),
        ["#3 wholly_shadowed (1 2)"],
        "each person by another"
    );
    assert!(told(vec![role(ANN, "Admin"), role(BOTH, "Member")]).is_empty(), "bob is left");
    assert_eq!(
        told(vec![denies(ALL, "role", &["Admin"]), role(ANN, "Admin")]),
        ["#2 wholly_shadowed (1)"],
        "what it gives is withheld"
    );
    assert_eq!(
        told(vec![gives(ALL, "products", &["A", "C"]), gives(ANN, "products", &["C"])]),
        ["#2 wholly_shadowed (1)"],
        "its value is given"
    );
    assert_eq!(
        told(vec![gives(ALL, "products", &["A"]), denies(ANN, "products", &["A"])]),
        ["#2 wholly_shadowed (1)"],
        "withholding comes too late"
    );
    assert!(
        told(vec![gives(ALL, "products", &["A"]), denies(ANN, "products", &["C"])]).is_empty(),
        "it may still withhold from rules below"
    );
    let mut two = gives(ANN, "products", &["A"]);
    two.assigns.push(assign("role", &["Admin"]));
    assert!(told(vec![gives(ALL, "products", &["A"]), two]).is_empty(), "a slot is left to it");
}

#[test]
fn exceptions_shadow_no_rule() {
    let exception = |assigns, withholds| Exception {
        user: "ann".into(),
        reason: "for now".into(),
        until: None,
        assigns,
        withholds,
    };
    let mut configuration = over(vec![gives(ANN, "role", &["Admin"])]);
    configuration.exceptions = vec![exception(vec![assign("role", &["Member"])], vec![])];
    assert!(found(&configuration).is_empty(), "an exception ends");
    let mut configuration =
        over(vec![gives(ANN, "role", &["Admin"]), gives(BOTH, "role", &["Member"])]);
    configuration.rules[1].when = "userName eq \"ANN\"".into();
    assert_eq!(found(&configuration)[0].what, Remark::WhollyShadowed { by: vec![0] });
    configuration.exceptions = vec![exception(vec![], vec![withhold("role", &["Admin"])])];
    assert!(found(&configuration).is_empty(), "the rule above is passed over for her");
}

#[test]
fn templates_outside_the_list_are_counted_with_examples() {
    let findings = found(&over(vec![gives(ALL, "products", &["{groups.display:EMEA}", "A"])]));
    let Remark::OutsideList { people, examples, .. } = &findings[0].what else {
        panic!("{findings:?}")
    };
    assert_eq!(*people, 3, "ann, bob and eve");
    assert_eq!(examples, &["EMEA Sales", "EMEA"], "in the order of groups");
    let findings = found(&over(vec![gives(ALL, "products", &["{skills}"])]));
    let Remark::OutsideList { people, examples, .. } = &findings[0].what else {
        panic!("{findings:?}")
    };
    assert_eq!((*people, examples.as_slice()), (2, &["Rust".to_owned(), "go".to_owned()][..]));
}

#[test]
fn missing_seats_are_told_at_the_rule_that_passes_them() {
    let rules = vec![
        gives(ANN, "products", &["B"]),
        gives(BOTH, "products", &["B", "A"]),
        gives(ALL, "products", &["B"]),
    ];
    let findings = found(&over(rules));
    assert_eq!(findings.len(), 1, "{findings:?}");
    let Remark::MoreThanSeats { missing, rules, .. } = &findings[0].what else {
        panic!("{findings:?}")
    };
    assert_eq!((findings[0].rule, *missing, rules.as_slice()), (2, 2, &[0, 1, 2][..]));
}

#[test]
fn of_disabled_rules_only_what_is_wrong_in_itself_is_told() {
    let mut rules = vec![
        gives("groups.display eq \"Gone\"", "products", &["A"]),
        rule(ALL, vec![assign("role", &["Admin"])], vec![withhold("role", &["Admin"])]),
        gives("departmnt eq \"x\"", "products", &["A"]),
    ];
    rules.iter_mut().for_each(|rule| rule.enabled = false);
    let expected = ["#1 unknown_group", "#2 gives_what_it_withholds", "#3 broken_condition"];
    assert_eq!(told(rules.clone()), expected);
    rules[0].enabled = true;
    assert_eq!(told(rules)[..2], ["#1 unknown_group", "#1 matches_nobody"]);
}
