//! Trying a source out before it is attached.

use super::source_settings::definition;
use crate::types::{
    AttachRequest, SourceProbe, SourceProbeField, SourceProbePerson, SourceProbeStep,
};
use crate::{App, AppError};
use rolecall_connect::{ProbeStep, SamplePerson, record_paths};
use rolecall_directory::LIST_SEPARATOR;
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Tries the source that is being set up. A secret that comes along is kept, as attaching would.
///
/// # Errors
/// `not_found` without such a directory, `source_wrong`, `source_not_tried`.
pub(crate) fn probe(app: &Arc<App>, request: AttachRequest) -> Result<SourceProbe, AppError> {
    let (_, configuration) = app.configuration()?;
    let named = configuration.directories.iter().find(|one| one.name == request.directory);
    let directory = named.ok_or_else(|| AppError::not_found("directory", &request.directory))?;
    let source = definition(&configuration, directory, &request.source)?;
    if let (Some(name), Some(value)) = (source.kind.secret(), request.secret_value) {
        let name = SecretName::new(name)?;
        app.secrets.set(&name, &SecretString::from(value))?;
        app.secret_was_set(name.as_str())?;
    }
    let attributes = configuration.all_attributes();
    let trying = app.engine.probe_source(directory, &source, &attributes);
    let probe = Handle::current().block_on(trying).map_err(|error| {
        AppError::new("source_not_tried", error.to_string()).with("cause", error.cause.word())
    })?;
    Ok(SourceProbe {
        fields: fields(&probe.people, probe.offered),
        steps: probe.steps.into_iter().map(step).collect(),
        people: probe.people.into_iter().map(person).collect(),
    })
}

/// What the five people have, then what others may have.
fn fields(people: &[SamplePerson], offered: Vec<String>) -> Vec<SourceProbeField> {
    let mut fields: Vec<SourceProbeField> = Vec::new();
    for (path, sample) in people.iter().flat_map(|person| record_paths(&person.record)) {
        if !fields.iter().any(|known| known.path == path) {
            fields.push(SourceProbeField { path, sample });
        }
    }
    for path in offered {
        if !fields.iter().any(|known| known.path == path) {
            fields.push(SourceProbeField { path, sample: String::new() });
        }
    }
    fields
}

fn step(step: ProbeStep) -> SourceProbeStep {
    SourceProbeStep {
        step: step.step,
        ok: step.ok,
        message: step.message,
        cause: step.cause.map(|cause| cause.word().to_owned()),
        remedy: step.remedy,
        optional: step.optional,
    }
}

fn person(sample: SamplePerson) -> SourceProbePerson {
    let shown = |(name, text): (String, String)| (name, text.replace(LIST_SEPARATOR, "; "));
    SourceProbePerson {
        id: sample.id,
        user_name: sample.user_name,
        active: sample.active,
        org_unit: sample.org_unit,
        attributes: sample.attributes.into_iter().map(shown).collect(),
    }
}
