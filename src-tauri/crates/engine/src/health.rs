//! What the last reading of a source or target said, for screens.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::Planned;
use crate::reading::Reading;
use rolecall_directory::{SourceWarning, StepKind};
use rolecall_store::{JournalStep, StepState, Store};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The last reading of a directory's source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHealth {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What could not be made sense of; the first hundred.
    #[serde(deserialize_with = "kept_warnings")]
    pub warnings: Vec<SourceWarning>,
    /// Why it failed.
    pub error: Option<String>,
    /// The last reading that did not fail.
    #[serde(default)]
    pub last: Option<SourceReading>,
}

/// What a reading of a source came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReading {
    /// When it began, in milliseconds since 1970 (UTC): up to then what the source said is known.
    pub at: i64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Calls to the source, where they are counted; tokens do not count.
    pub calls: Option<u64>,
    /// People who were not there before.
    pub added: u64,
    /// People of whom something is different.
    pub changed: u64,
    /// People who are not delivered any more.
    pub gone: u64,
}

/// The last reading of a target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetHealth {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Accounts there.
    pub accounts: u64,
    /// Those Rolecall manages.
    pub managed: u64,
    /// The cause's word, when it could not be read.
    pub cause: Option<String>,
    /// Why it could not be read.
    pub error: Option<String>,
}

const WARNINGS: usize = 100;

/// Reads warnings as they are kept: earlier versions kept their words alone.
#[must_use]
pub fn read_warnings(kept: &Value) -> Vec<SourceWarning> {
    let all = kept.as_array().into_iter().flatten();
    let read = all.filter_map(|one| match one {
        Value::String(words) => Some(SourceWarning {
            place: String::new(),
            line: None,
            column: None,
            flaw: None,
            message: words.clone(),
            row_lost: false,
        }),
        other => serde_json::from_value(other.clone()).ok(),
    });
    read.collect()
}

fn kept_warnings<'de, D: Deserializer<'de>>(kept: D) -> Result<Vec<SourceWarning>, D::Error> {
    Ok(read_warnings(&Value::deserialize(kept)?))
}

fn source_key(directory: &str) -> String {
    format!("health.source.{directory}")
}

pub(crate) fn target_key(target: &str) -> String {
    format!("health.target.{target}")
}

/// The last reading of `directory`'s source.
///
/// # Errors
/// When the workspace cannot be read.
pub fn source_health(store: &Store, directory: &str) -> Result<Option<SourceHealth>, EngineError> {
    Ok(store.setting(&source_key(directory))?)
}

/// The last reading of `target`.
///
/// # Errors
/// When the workspace cannot be read.
pub fn target_health(store: &Store, target: &str) -> Result<Option<TargetHealth>, EngineError> {
    Ok(store.setting(&target_key(target))?)
}

impl Engine {
    pub(crate) fn note_source_failure(
        &self,
        store: &Store,
        error: &EngineError,
    ) -> Result<(), EngineError> {
        if let EngineError::Source { directory, source } = error {
            let error = Some(source.to_string());
            let last = source_health(store, directory)?.and_then(|health| health.last);
            let health = SourceHealth { at: self.now(), warnings: Vec::new(), error, last };
            store.set_setting(&source_key(directory), &health)?;
        }
        Ok(())
    }

    pub(crate) fn note_sources(
        &self,
        store: &Store,
        reading: &Reading,
        at: i64,
    ) -> Result<(), EngineError> {
        for delivered in &reading.delivered {
            let warnings = delivered.warnings.iter().take(WARNINGS).cloned().collect();
            let before = source_health(store, &delivered.directory)?;
            let last = delivered.reading.clone().or(before.and_then(|health| health.last));
            let health = SourceHealth { at, warnings, error: None, last };
            store.set_setting(&source_key(&delivered.directory), &health)?;
        }
        Ok(())
    }

    pub(crate) fn note_health(&self, store: &Store, planned: &Planned) -> Result<(), EngineError> {
        self.note_sources(store, &planned.reading, planned.at)?;
        for target in planned.targets.iter().filter(|target| target.left_out.is_none()) {
            let health = TargetHealth {
                at: planned.at,
                accounts: u64::from(target.table.len()),
                managed: target.table.managed.len(),
                cause: target.error.as_ref().map(|error| error.cause.word().to_owned()),
                error: target.error.as_ref().map(ToString::to_string),
            };
            store.set_setting(&target_key(&target.name), &health)?;
        }
        Ok(())
    }

    /// Counts the accounts that a run made or adopted into what its reading said.
    pub(crate) fn note_made(
        &self,
        store: &Store,
        planned: &Planned,
        steps: &[JournalStep],
    ) -> Result<(), EngineError> {
        for target in &planned.targets {
            let done = steps.iter().filter(|step| step.target == target.name);
            let done = done.filter(|step| step.state == StepState::Done);
            let of = |kind: StepKind| {
                let accounts =
                    done.clone().filter(|s| s.step.kind == kind && s.step.value.is_none());
                accounts.count() as u64
            };
            let (created, adopted) = (of(StepKind::Create), of(StepKind::Adopt));
            let mut health = target_health(store, &target.name)?.unwrap_or_default();
            health.accounts += created;
            health.managed += created + adopted;
            store.set_setting(&target_key(&target.name), &health)?;
        }
        Ok(())
    }
}
