//! Rule tests: people pinned with the assignments they must end up with.

use crate::events::topic;
use crate::types::{
    PersonRequest, RuleTestExpectation, RuleTestItem, RuleTestList, RuleTestSet, RuleTestSlot,
};
use crate::{App, AppError};
use rolecall_directory::{Configuration, Expectation, Expected, Folded, RuleTest, Snapshot};
use rolecall_plan::{broken_expectations, expectations_of};
use rolecall_rules::RuleSet;
use serde_json::json;
use std::sync::Arc;

/// All rule tests, each with how it stands under the draft.
pub(crate) fn list(app: &Arc<App>) -> Result<RuleTestList, AppError> {
    let view = app.people()?;
    under_draft(app, |configuration, snapshot, rules| {
        let tests = configuration.rule_tests.iter().map(|test| {
            let row = view.snapshot().rows_named(&test.user).first().copied();
            RuleTestItem {
                user: test.user.clone(),
                person: row.map(|row| view.item(row)),
                expect: test.expect.iter().map(shown).collect(),
                broken: broken_expectations(test, configuration, snapshot, rules),
            }
        });
        RuleTestList { tests: tests.collect() }
    })
}

/// Runs `work` on the configuration with the draft's rules, and the people they are asked about.
fn under_draft<T>(
    app: &Arc<App>,
    work: impl FnOnce(&Configuration, &Snapshot, &RuleSet) -> T,
) -> Result<T, AppError> {
    let view = app.people()?;
    app.with_draft(|state, present| {
        state.try_out(app, present, &view)?;
        if let Some(tried) = &state.tried {
            return Ok(work(tried.configuration(), tried.base().snapshot, tried.rules()));
        }
        let rules = state.usable_rules();
        let configuration = Configuration { rules, ..(*present.configuration).clone() };
        let rules = evaluated(app, &configuration)?;
        Ok(work(&configuration, view.snapshot(), &rules))
    })
}

fn evaluated(app: &App, configuration: &Configuration) -> Result<RuleSet, AppError> {
    let view = app.people()?;
    let in_scope = &view.reading.population.in_scope;
    let now = app.now().div_euclid(1000);
    RuleSet::evaluate(configuration, view.snapshot(), in_scope, now).map_err(|(rule, error)| {
        let message = format!("The condition of the rule \"{rule}\" cannot be read: {error}.");
        AppError::new("condition_wrong", message).with("rule", rule)
    })
}

/// Keeps a person's rule test. Without expectations it pins what saved rules give now.
///
/// # Errors
/// `not_found` when nobody is called so and nothing is expected, `assignment_unknown` for a
/// target, slot or value that is not there.
pub(crate) fn set(app: &Arc<App>, request: &RuleTestSet) -> Result<RuleTestList, AppError> {
    let user = request.user.trim();
    let view = app.people()?;
    let row = view.snapshot().rows_named(user).first().copied();
    let (_, configuration) = app.configuration()?;
    let expect = match (request.expect.as_slice(), row) {
        ([], None) => return Err(AppError::not_found("person", user)),
        ([], Some(row)) => {
            let rules = evaluated(app, &configuration)?;
            expectations_of(&configuration, view.snapshot(), &rules, row)
        }
        (expect, _) => expect
            .iter()
            .map(|one| checked(one, &configuration))
            .collect::<Result<Vec<_>, AppError>>()?,
    };
    let user = row.map_or(user, |row| view.snapshot().person(row).user_name()).to_owned();
    let test = RuleTest { user, expect };
    let mut before = None;
    app.change_configuration(|configuration| {
        let tests = &mut configuration.rule_tests;
        match tests.iter_mut().find(|one| is_of(one, &test.user)) {
            Some(one) => before = Some(std::mem::replace(one, test.clone())),
            None => tests.push(test.clone()),
        }
        Ok(before.as_ref() != Some(&test))
    })?;
    if before.as_ref() != Some(&test) {
        let detail = json!({"before": before, "after": test});
        app.entry("rule_test_kept", detail).person(&test.user).write(app)?;
        changed(app);
    }
    list(app)
}

/// Deletes a person's rule test.
pub(crate) fn delete(app: &Arc<App>, request: &PersonRequest) -> Result<RuleTestList, AppError> {
    let mut gone = Vec::new();
    app.change_configuration(|configuration| {
        let tests = std::mem::take(&mut configuration.rule_tests);
        (gone, configuration.rule_tests) =
            tests.into_iter().partition(|one| is_of(one, &request.user));
        if gone.is_empty() {
            return Err(AppError::not_found("rule test", &request.user));
        }
        Ok(true)
    })?;
    let detail = json!({"before": gone});
    app.entry("rule_test_deleted", detail).person(&request.user).write(app)?;
    changed(app);
    list(app)
}

fn is_of(test: &RuleTest, user: &str) -> bool {
    Folded::new(&test.user) == Folded::new(user)
}

fn changed(app: &App) {
    app.events.changed(&[topic::RULES, topic::DRAFT, topic::OVERVIEW, topic::ACTIVITY]);
}

fn shown(expectation: &Expectation) -> RuleTestExpectation {
    let slots = match &expectation.expected {
        Expected::NoAccount => Vec::new(),
        Expected::Slots(slots) => slots
            .iter()
            .map(|(slot, values)| RuleTestSlot { slot: slot.clone(), values: values.clone() })
            .collect(),
    };
    RuleTestExpectation {
        target: expectation.target.clone(),
        no_account: matches!(expectation.expected, Expected::NoAccount),
        slots,
    }
}

fn checked(
    expectation: &RuleTestExpectation,
    configuration: &Configuration,
) -> Result<Expectation, AppError> {
    let target = configuration.target(&expectation.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &expectation.target))?;
    if expectation.no_account {
        let expected = Expected::NoAccount;
        return Ok(Expectation { target: target.name.clone(), expected });
    }
    let slots = expectation.slots.iter().map(|one| {
        let slot = target.slot(&one.slot).ok_or_else(|| AppError::not_found("slot", &one.slot))?;
        let wrong = |value: &&String| slot.is_fixed() && slot.value(value).is_none();
        if let Some(value) = one.values.iter().find(wrong) {
            return Err(AppError::not_found("value", value));
        }
        if !slot.many && one.values.len() > 1 {
            let message = format!("The slot \"{}\" takes one value only.", slot.name);
            return Err(AppError::new("assignment_unknown", message).with("slot", &*slot.name));
        }
        Ok((slot.name.clone(), one.values.clone()))
    });
    let expected = Expected::Slots(slots.collect::<Result<_, _>>()?);
    Ok(Expectation { target: target.name.clone(), expected })
}
