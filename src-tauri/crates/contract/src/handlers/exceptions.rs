//! Exceptions: values given to or withheld from one person, above all rules.

use crate::events::topic;
use crate::handlers::rule_draft::{given, shown};
use crate::types::{ExceptionDraft, ExceptionItem, ExceptionList, ExceptionRequest, ExceptionSet};
use crate::{App, AppError};
use rolecall_directory::{Configuration, Exception};
use rolecall_rules::instant_seconds;
use serde_json::json;
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

const DAY: i64 = 86_400;

/// All exceptions, the first deciding of several.
pub(crate) fn list(app: &App) -> Result<ExceptionList, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let now = app.now().div_euclid(1000);
    let exceptions = configuration.exceptions.iter().map(|one| {
        let row = view.snapshot().rows_named(&one.user).first().copied();
        let last = one.until.as_deref().and_then(instant_seconds);
        let (assigns, withholds) = shown(&one.assigns, &one.withholds);
        ExceptionItem {
            exception: ExceptionDraft {
                user: one.user.clone(),
                reason: one.reason.clone(),
                until: one.until.clone(),
                assigns,
                withholds,
            },
            person: row.map(|row| view.item(row)),
            is_over: last.is_some_and(|midnight| now >= midnight + DAY),
        }
    });
    let version = version_of(&configuration.exceptions)?;
    Ok(ExceptionList { exceptions: exceptions.collect(), version })
}

/// A number that stands for exactly this list, small enough for every reader of JSON.
fn version_of(exceptions: &[Exception]) -> Result<i64, AppError> {
    let text = serde_json::to_string(exceptions).map_err(AppError::internal)?;
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    Ok((hasher.finish() >> 12).cast_signed())
}

/// Keeps an exception.
///
/// # Errors
/// `exceptions_changed` when the list is another one meanwhile, `exception_incomplete` when it has
/// no user, reason or effect, or no such last day, `assignment_unknown`.
pub(crate) fn set(app: &Arc<App>, request: &ExceptionSet) -> Result<ExceptionList, AppError> {
    let view = app.people()?;
    let mut before = None;
    let mut after = None;
    app.change_configuration(|configuration| {
        check_version(configuration, request.version)?;
        let exception = checked(&request.exception, |draft| {
            given(&draft.assigns, &draft.withholds, configuration, &view)
        })?;
        after = Some(exception.clone());
        let all = &mut configuration.exceptions;
        match request.index {
            None => all.push(exception),
            Some(index) => {
                let one = at(all, index)?;
                before = Some(std::mem::replace(one, exception));
            }
        }
        Ok(before != after)
    })?;
    if let Some(after) = after.filter(|after| before.as_ref() != Some(after)) {
        let detail = json!({"before": before, "after": after});
        app.entry("exception_kept", detail).person(&after.user).write(app)?;
        changed(app);
    }
    list(app)
}

/// Deletes an exception.
///
/// # Errors
/// `exceptions_changed`, `not_found`.
pub(crate) fn delete(
    app: &Arc<App>,
    request: &ExceptionRequest,
) -> Result<ExceptionList, AppError> {
    let mut gone = None;
    app.change_configuration(|configuration| {
        check_version(configuration, request.version)?;
        let all = &mut configuration.exceptions;
        at(all, request.index)?;
        gone = usize::try_from(request.index).ok().map(|index| all.remove(index));
        Ok(true)
    })?;
    if let Some(gone) = gone {
        let detail = json!({"before": gone});
        app.entry("exception_deleted", detail).person(&gone.user).write(app)?;
        changed(app);
    }
    list(app)
}

fn at(all: &mut [Exception], index: u64) -> Result<&mut Exception, AppError> {
    let found = usize::try_from(index).ok().and_then(|index| all.get_mut(index));
    found.ok_or_else(|| AppError::not_found("exception", &index.to_string()))
}

fn check_version(configuration: &Configuration, version: i64) -> Result<(), AppError> {
    if version_of(&configuration.exceptions)? == version {
        return Ok(());
    }
    let message = "Someone else changed the exceptions meanwhile. Look at them as they are now.";
    Err(AppError::new("exceptions_changed", message))
}

type Given = (Vec<rolecall_directory::Assignment>, Vec<rolecall_directory::Withholding>);

fn checked(
    draft: &ExceptionDraft,
    given: impl FnOnce(&ExceptionDraft) -> Result<Given, AppError>,
) -> Result<Exception, AppError> {
    let incomplete = |field: &str, message: &str| {
        Err(AppError::new("exception_incomplete", message).with("field", field))
    };
    let (user, reason) = (draft.user.trim(), draft.reason.trim());
    if user.is_empty() {
        return incomplete("user", "The exception is for nobody. Say for whom it is.");
    }
    if reason.is_empty() {
        return incomplete("reason", "The exception has no reason. Say why it is made.");
    }
    let until = draft.until.as_deref().map(str::trim).filter(|until| !until.is_empty());
    if until.is_some_and(|until| until.parse::<jiff::civil::Date>().is_err()) {
        return incomplete("until", "The last day is no date. Write it as 2027-01-31.");
    }
    let (assigns, withholds) = given(draft)?;
    if assigns.is_empty() && withholds.is_empty() {
        return incomplete("assigns", "The exception gives and withholds nothing. Choose a value.");
    }
    let (user, reason) = (user.to_owned(), reason.to_owned());
    Ok(Exception { user, reason, until: until.map(str::to_owned), assigns, withholds })
}

fn changed(app: &App) {
    let topics = [topic::RULES, topic::DRAFT, topic::PEOPLE, topic::OVERVIEW, topic::ACTIVITY];
    app.events.changed(&topics);
}
