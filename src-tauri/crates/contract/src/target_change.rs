//! Adding, changing and removing targets in a configuration: what may be done, whichever host asks.

use crate::AppError;
use rolecall_config::{read, write};
use rolecall_directory::{Configuration, TargetDefinition, TargetKind};
use rolecall_engine::ConnectionKey;
use rolecall_store::{QuarantineRecord, Store};
use std::path::Path;

/// The word for a kind of target, as the configuration file has it.
#[must_use]
pub fn target_kind_word(kind: &TargetKind) -> &'static str {
    match kind {
        TargetKind::Csv { .. } => "csv",
        TargetKind::Scim { .. } => "scim",
        TargetKind::Umapi { .. } => "umapi",
        TargetKind::Goto { .. } => "goto",
    }
}

/// How many rules, exceptions and rule tests name `target`.
#[must_use]
pub fn target_uses(configuration: &Configuration, target: &str) -> u64 {
    let rules = configuration.rules.iter().map(|one| (&one.assigns, &one.withholds));
    let exceptions = configuration.exceptions.iter().map(|one| (&one.assigns, &one.withholds));
    let speaking = rules.chain(exceptions).filter(|(assigns, withholds)| {
        assigns.iter().any(|one| one.target == target)
            || withholds.iter().any(|one| one.target == target)
    });
    let tests = configuration.rule_tests.iter();
    let tests = tests.filter(|test| test.expect.iter().any(|one| one.target == target));
    (speaking.count() + tests.count()) as u64
}

/// Adds `target`, or changes what is said of the one of its name; whether anything changed.
///
/// # Errors
/// `target_in_use` when rules, exceptions or rule tests speak of what would go.
pub fn put_target(
    configuration: &mut Configuration,
    target: &TargetDefinition,
) -> Result<bool, AppError> {
    let before = configuration.clone();
    match configuration.targets.iter_mut().find(|one| one.name == target.name) {
        Some(present) => present.clone_from(target),
        None => configuration.targets.push(target.clone()),
    }
    still_sound(&before, configuration)?;
    Ok(*configuration != before)
}

/// Refuses a change that takes away what rules, exceptions or rule tests speak of.
fn still_sound(before: &Configuration, after: &Configuration) -> Result<(), AppError> {
    let wrong = |configuration: &Configuration| -> Vec<String> {
        let read = read(&write(configuration, None), Path::new("/"), &|_| None);
        let errors = read.err().map(|wrong| wrong.errors).unwrap_or_default();
        errors.into_iter().map(|error| error.message).collect()
    };
    let known = wrong(before);
    let fresh: Vec<String> = wrong(after).into_iter().filter(|one| !known.contains(one)).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let message = format!(
        "Rules, exceptions or rule tests speak of what would go: {}. Change them first.",
        fresh.join("; ")
    );
    Err(AppError::new("target_in_use", message).with("uses", fresh))
}

/// Takes a target out that nothing names. Its accounts stay as they are there.
///
/// # Errors
/// `not_found` without such a target; `target_in_use` while something names it.
pub fn take_target(configuration: &mut Configuration, name: &str) -> Result<(), AppError> {
    if configuration.target(name).is_none() {
        return Err(AppError::not_found("target", name));
    }
    let uses = target_uses(configuration, name);
    if uses > 0 {
        let message = format!(
            "{uses} rules, exceptions or rule tests name the target \"{name}\". Take it out of \
             them first."
        );
        return Err(AppError::new("target_in_use", message).with("count", uses));
    }
    configuration.targets.retain(|target| target.name != name);
    Ok(())
}

/// Forgets what a workspace knows of a target that was taken out at `now`, in milliseconds since
/// 1970 (UTC).
///
/// # Errors
/// When the workspace cannot be written.
pub fn forget_target(store: &Store, name: &str, now: i64) -> Result<(), AppError> {
    store.replace_failures(name, 0, &[], now, |_| true)?;
    store.forget_accounts(name)?;
    store.resume(name)?;
    let key = ConnectionKey::Target(name.to_owned()).to_string();
    store.change_quarantine(&key, |record| *record = QuarantineRecord::default())?;
    store.remove_setting(&format!("health.target.{name}"))?;
    Ok(())
}
