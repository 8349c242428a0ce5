//! How a directory's source stands: its last reading, how long ago that was, and the next one.

use crate::types::LastReading;
use crate::{App, AppError};
use rolecall_directory::DirectoryDefinition;
use rolecall_engine::SourceReading;

/// When the source of `directory` is read next: with the next run, and by its own cycle not before
/// it is due.
pub(super) fn next_reading(
    app: &App,
    directory: &DirectoryDefinition,
    read_at: Option<i64>,
) -> Result<Option<i64>, AppError> {
    let Some(source) = &directory.source else { return Ok(None) };
    let Some(run) = app.next_run()? else { return Ok(None) };
    let due = source.every_seconds.zip(read_at).map(|(every, at)| at.saturating_add(ms(every)));
    Ok(Some(due.map_or(run, |due| due.max(run))))
}

/// Seconds as milliseconds.
fn ms(seconds: u64) -> i64 {
    i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX)
}

/// What the last reading of the source of `directory` came to, seen from now.
pub(super) fn last_reading(
    app: &App,
    directory: &DirectoryDefinition,
    last: &SourceReading,
) -> Result<LastReading, AppError> {
    let (_, configuration) = app.configuration()?;
    let source = directory.source.as_ref();
    let own = source.and_then(|source| source.every_seconds).map(ms);
    let runs = configuration.targets.iter().map(|target| ms(target.every_seconds)).min();
    let cycle = own.into_iter().chain(runs).max();
    // A clock that was set back knows of nothing that was not read yet.
    let lag = app.now().saturating_sub(last.at).max(0);
    let is_late = app.is_on()? && cycle.is_some_and(|cycle| lag > cycle.saturating_mul(2));
    Ok(LastReading {
        as_of: last.at,
        lag_ms: lag.unsigned_abs(),
        is_late,
        took_ms: last.took_ms,
        calls: last.calls,
        added: last.added,
        changed: last.changed,
        gone: last.gone,
    })
}
