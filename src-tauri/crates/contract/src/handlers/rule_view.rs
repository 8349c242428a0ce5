//! Rules with what they come to: whom they match, what is remarkable.

use super::rule_draft::draft_of;
use crate::conditions::condition_of;
use crate::people_view::PeopleView;
use crate::types::{RuleList, RuleRemark, RuleView};
use crate::{App, AppError};
use rolecall_directory::{Gives, Rule};
use rolecall_rules::{UnknownName, parse_condition, unknown_names};
use rolecall_scim::{Dialect, Filter};

/// The rules, #1 first.
pub(crate) fn list(app: &App) -> Result<RuleList, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let now = app.now();
    let rules = configuration.rules.iter().map(|rule| view_of(rule, &view, now)).collect();
    Ok(RuleList { rules, people: u64::from(view.snapshot().people()) })
}

/// A rule with what it comes to.
fn view_of(rule: &Rule, view: &PeopleView, now: i64) -> RuleView {
    let mut remarks = Vec::new();
    let mut people = 0;
    match parse_condition(&rule.when, &view.known) {
        Ok(filter) => {
            people = view.matched(&filter, now).len();
            for unknown in unknown_names(&filter, view.snapshot()) {
                let code = match unknown {
                    UnknownName::Group { .. } => "unknown_group",
                    UnknownName::OrgUnit { .. } => "unknown_org_unit",
                };
                remarks.push(remark(code, unknown.name()));
            }
            if people == 0 {
                remarks.push(remark("matches_nobody", &rule.name));
            }
        }
        Err(error) => remarks.push(remark("broken_condition", &error.to_string())),
    }
    remarks.extend(contradictions(rule));
    let shape = Filter::parse(&rule.when, Dialect::Condition).ok();
    RuleView {
        id: rule.id.clone(),
        rule: draft_of(rule),
        condition: shape.map(|filter| condition_of(&filter, &view.known)),
        people,
        remarks,
    }
}

fn remark(code: &str, name: &str) -> RuleRemark {
    RuleRemark {
        code: code.to_owned(),
        name: name.to_owned(),
        rules: Vec::new(),
        count: 0,
        fixes: Vec::new(),
    }
}

/// Values that the rule gives and withholds at once: withholding wins.
fn contradictions(rule: &Rule) -> Vec<RuleRemark> {
    let mut found = Vec::new();
    for assignment in &rule.assigns {
        let Gives::Values(values) = &assignment.gives else { continue };
        for withholding in &rule.withholds {
            if withholding.target != assignment.target || withholding.slot != assignment.slot {
                continue;
            }
            let both = values.iter().filter(|value| withholding.values.contains(value));
            found.extend(both.map(|value| remark("gives_what_it_withholds", &value.text())));
        }
    }
    found
}
