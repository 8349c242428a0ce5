//! `[[rule]]`, `[[exception]]` and `[[rule_test]]`.

use super::condition;
use super::given::{Given, assigns, expectations, withholds};
use super::names::Names;
use super::section::Section;
use super::sources::Attributes;
use rolecall_directory::{Exception, Rule, RuleTest, TargetDefinition};
use rolecall_scim::fold;

/// Reads the rules, #1 first. The id of a rule in a file is its folded name.
pub(super) fn rules(
    root: &Section<'_>,
    targets: &[TargetDefinition],
    attributes: &Attributes,
) -> Vec<Rule> {
    let mut names = Names::new("rule");
    let sections = root.tables("rule", "[[rule]]");
    let given = Given { targets, attributes };
    sections.iter().map(|section| rule(section, &mut names, &given)).collect()
}

fn rule(section: &Section<'_>, names: &mut Names, given: &Given<'_>) -> Rule {
    section.only(&["name", "note", "heading", "enabled", "when", "assign", "withhold"]);
    let name = names.read(section, "\"Sales\"");
    let when = section.required_text("when", "'userName pr'");
    if let Some(when) = &when {
        let of = format!("rule \"{name}\"");
        condition::check(section.report, &of, when, given.attributes);
    }
    Rule {
        id: fold(&name),
        name,
        note: section.text("note").map(|text| text.value).unwrap_or_default(),
        heading: section.text("heading").map(|text| text.value).unwrap_or_default(),
        enabled: section.boolean("enabled", true),
        when: when.map(|text| text.value).unwrap_or_default(),
        assigns: assigns(section, given),
        withholds: withholds(section, given),
    }
}

/// Reads the exceptions.
pub(super) fn exceptions(
    root: &Section<'_>,
    targets: &[TargetDefinition],
    attributes: &Attributes,
) -> Vec<Exception> {
    let given = Given { targets, attributes };
    let sections = root.tables("exception", "[[exception]]");
    sections.iter().map(|section| exception(section, &given)).collect()
}

fn exception(section: &Section<'_>, given: &Given<'_>) -> Exception {
    section.only(&["user", "reason", "until", "assign", "withhold"]);
    let user = section.required_text("user", "\"ann@example.com\"");
    Exception {
        user: user.map(|text| text.value).unwrap_or_default(),
        reason: section.text("reason").map(|text| text.value).unwrap_or_default(),
        until: section.get("until").and_then(|entry| entry.date()),
        assigns: assigns(section, given),
        withholds: withholds(section, given),
    }
}

/// Reads the rule tests.
pub(super) fn tests(root: &Section<'_>, targets: &[TargetDefinition]) -> Vec<RuleTest> {
    let mut tests = Vec::new();
    for section in root.tables("rule_test", "[[rule_test]]") {
        section.only(&["user", "expect"]);
        let user = section.required_text("user", "\"ann@example.com\"");
        tests.push(RuleTest {
            user: user.map(|text| text.value).unwrap_or_default(),
            expect: expectations(&section, targets),
        });
    }
    tests
}
