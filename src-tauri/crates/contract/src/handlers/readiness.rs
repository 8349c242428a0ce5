//! Readiness: what must be so before the switch makes sense.

use crate::types::ReadinessItem;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_engine::{source_health, target_health};

/// A verified domain, a source read once, a target that answered, a rule that matches someone
/// (`matching` of them do), the switch.
pub(crate) fn list(
    app: &App,
    configuration: &Configuration,
    matching: u64,
) -> Result<Vec<ReadinessItem>, AppError> {
    Ok(vec![
        domain(configuration),
        source(app, configuration)?,
        target(app, configuration)?,
        rule(matching),
        item("switch", app.is_on()?, String::new()),
    ])
}

fn item(name: &str, done: bool, found: String) -> ReadinessItem {
    ReadinessItem { item: name.to_owned(), done, found }
}

fn domain(configuration: &Configuration) -> ReadinessItem {
    let directories = &configuration.directories;
    let domains = directories.iter().flat_map(|directory| &directory.domains);
    let verified: Vec<&str> =
        domains.filter(|domain| domain.is_verified()).map(|domain| domain.name.as_str()).collect();
    let unchecked = directories.iter().any(|directory| !directory.check_domains);
    item("domain", !verified.is_empty() || unchecked, verified.join(", "))
}

fn source(app: &App, configuration: &Configuration) -> Result<ReadinessItem, AppError> {
    let (mut people, mut error) = (None, None);
    for directory in &configuration.directories {
        if let Some(reading) = app.store.reading(&directory.name)? {
            people = Some(people.unwrap_or(0) + reading.people);
        }
        let health = source_health(&app.store, &directory.name)?;
        error = error.or(health.and_then(|health| health.error));
    }
    let found = people.map(|people| people.to_string()).or(error).unwrap_or_default();
    Ok(item("source", people.is_some(), found))
}

fn target(app: &App, configuration: &Configuration) -> Result<ReadinessItem, AppError> {
    let (mut good, mut error) = (Vec::new(), None);
    for target in &configuration.targets {
        match target_health(&app.store, &target.name)? {
            Some(health) if health.error.is_none() => good.push(target.name.clone()),
            Some(health) => error = error.or(health.error),
            None => {}
        }
    }
    let done = !good.is_empty();
    let found = if done { good.join(", ") } else { error.unwrap_or_default() };
    Ok(item("target", done, found))
}

fn rule(matching: u64) -> ReadinessItem {
    let found = if matching > 0 { matching.to_string() } else { String::new() };
    item("rule", matching > 0, found)
}
