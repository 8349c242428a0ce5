//! An eye on the connection to a source: whether it may be asked, and how asking it went.

use super::keys::ConnectionKey;
use super::told::told;
use super::{Calls, Leave, TRIAL, Trial, count, judge, leave};
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_connect::{ConnectError, DirectorySink, ReadReport, ReadSource, TallySnapshot};
use rolecall_directory::{Cause, SourceDefinition};
use rolecall_store::Store;

impl Engine {
    /// What may be done now with the source of `directory`, which `definition` describes. Files
    /// and what others wrote are always read.
    pub(crate) fn source_leave(
        &self,
        store: Option<&Store>,
        directory: &str,
        definition: &SourceDefinition,
    ) -> Result<Leave, EngineError> {
        let Some(store) = store.filter(|_| definition.kind.is_mirrored()) else {
            return Ok(Leave::Free);
        };
        let record = store.quarantine(&ConnectionKey::Source(directory.to_owned()).to_string())?;
        Ok(leave(&record, self.now()))
    }

    /// Reads `source` into `sink`, as far as `may` lets it, and counts what came of its calls
    /// where `store` may be written.
    pub(crate) async fn read_watched(
        &self,
        source: &dyn ReadSource,
        sink: &mut dyn DirectorySink,
        (store, directory, definition): (Option<&Store>, &str, &SourceDefinition),
        may: Leave,
    ) -> Result<Result<ReadReport, ConnectError>, EngineError> {
        let Some(store) = store.filter(|_| definition.kind.is_mirrored()) else {
            return Ok(source.read(sink).await);
        };
        let key = ConnectionKey::Source(directory.to_owned());
        let before = source.tally();
        if may != Leave::Trial {
            let answer = source.read(sink).await;
            let calls = calls_of(source, before.as_ref(), &answer);
            let now = self.now();
            let limits = &definition.quarantine;
            let (trips, record) = store.change_quarantine(&key.to_string(), |record| {
                (count(record, limits, now, &calls), record.clone())
            })?;
            if trips {
                store.append(&[told(&key, "quarantined", "failed", &record, now)])?;
            }
            return Ok(answer);
        }
        source.ration(Some(TRIAL));
        let tried = source.read(sink).await;
        source.ration(None);
        let calls = calls_of(source, before.as_ref(), &tried);
        let now = self.now();
        let (trial, record) = store.change_quarantine(&key.to_string(), |record| {
            (judge(record, now, &calls), record.clone())
        })?;
        let said = match trial {
            Trial::NotMade => None,
            Trial::Passed => Some(("quarantine_passed", "ok")),
            Trial::Failed => Some(("quarantine_trial_failed", "failed")),
            Trial::SwitchedOff => Some(("quarantine_switched_off", "failed")),
        };
        if let Some((kind, status)) = said {
            store.append(&[told(&key, kind, status, &record, now)])?;
        }
        match (trial, tried) {
            // The trial's calls did not reach to the end.
            (Trial::Passed, Err(_)) => Ok(source.read(sink).await),
            (_, tried) => Ok(tried),
        }
    }
}

/// What the calls of a reading came to; the reading itself is one where they are not counted.
fn calls_of(
    source: &dyn ReadSource,
    before: Option<&TallySnapshot>,
    answer: &Result<ReadReport, ConnectError>,
) -> Calls {
    if let (Some(before), Some(now)) = (before, source.tally()) {
        return Calls::between(before, &now);
    }
    let error = answer.as_ref().err();
    Calls {
        requests: 1,
        failed: u64::from(error.is_some()),
        credential_rejected: error.is_some_and(|one| one.cause == Cause::CredentialRejected),
        sample: error.map(ToString::to_string),
    }
}
