//! Conditions while they are edited.

use crate::conditions::{condition_of, filter_of, problem_of, wrong};
use crate::types::{Condition, ConditionReading, ConditionText};
use crate::{App, AppError};
use rolecall_rules::{UnknownName, parse_condition, unknown_names};
use rolecall_scim::{Dialect, Filter};

/// How many of the people matched are shown.
const SAMPLE: usize = 8;

/// Reads a condition and counts whom it matches.
pub(crate) fn read(app: &App, request: ConditionText) -> Result<ConditionReading, AppError> {
    let view = app.people()?;
    let text = request.text;
    let filter = match parse_condition(&text, &view.known) {
        Ok(filter) => filter,
        Err(error) => {
            let problem = problem_of(&error, &text);
            // What is well-formed and names something unknown can still be edited in the builder.
            let shape = Filter::parse(&text, Dialect::Condition).ok();
            return Ok(ConditionReading {
                condition: shape.map(|filter| condition_of(&filter, &view.known)),
                error: Some(problem),
                people: 0,
                sample: Vec::new(),
                unknown: Vec::new(),
                text,
            });
        }
    };
    let people = view.matched(&filter, app.now());
    let sample = view.snapshot().by_name().iter().filter(|&&row| people.contains(row)).take(SAMPLE);
    let unknown = unknown_names(&filter, view.snapshot());
    Ok(ConditionReading {
        text: filter.to_string(),
        condition: Some(condition_of(&filter, &view.known)),
        error: None,
        people: people.len(),
        sample: sample.map(|&row| view.item(row)).collect(),
        unknown: unknown.iter().map(UnknownName::name).map(str::to_owned).collect(),
    })
}

/// Writes a condition as text, which reads back as the same condition.
pub(crate) fn write(app: &App, request: &Condition) -> Result<ConditionText, AppError> {
    let view = app.people()?;
    let text = filter_of(request, &view.known)?.to_string();
    // A pattern that is none, say, is found by reading only.
    Filter::parse(&text, Dialect::Condition).map_err(|error| wrong(&error.into(), &text))?;
    Ok(ConditionText { text })
}
