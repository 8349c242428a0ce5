//! Connections: sources and targets, and trying a target out.

use super::schedule::in_short;
use crate::events::topic;
use crate::types::{
    ConnectionTarget, ConnectionTest, Connections, DomainItem, SourceItem, TargetRequest, Warning,
};
use crate::{App, AppError};
use rolecall_directory::{DirectoryDefinition, SourceKind, TargetDefinition, TargetKind};
use rolecall_engine::{source_health, target_health};
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Handle;

/// All sources and targets.
pub(crate) fn list(app: &App) -> Result<Connections, AppError> {
    let (_, configuration) = app.configuration()?;
    let sources = configuration.directories.iter().map(|directory| source(app, directory));
    let targets = configuration.targets.iter().map(|definition| target(app, definition));
    Ok(Connections {
        sources: sources.collect::<Result<_, _>>()?,
        targets: targets.collect::<Result<_, _>>()?,
    })
}

fn source(app: &App, directory: &DirectoryDefinition) -> Result<SourceItem, AppError> {
    let kind = directory.source.as_ref().map(|source| &source.kind);
    let reading = app.store.reading(&directory.name)?;
    let health = source_health(&app.store, &directory.name)?.unwrap_or_default();
    let domains = directory.domains.iter();
    Ok(SourceItem {
        directory: directory.name.clone(),
        kind: kind.map_or("", SourceKind::word).to_owned(),
        place: kind.map(SourceKind::place).unwrap_or_default(),
        domains: domains
            .map(|domain| DomainItem { name: domain.name.clone(), verified: domain.is_verified() })
            .collect(),
        people: reading.as_ref().map_or(0, |reading| reading.people),
        groups: reading.as_ref().map_or(0, |reading| reading.groups),
        read_at: reading.as_ref().map(|reading| reading.read_at),
        warnings: health.warnings.iter().map(Warning::from).collect(),
        error: health.error,
    })
}

fn target(app: &App, definition: &TargetDefinition) -> Result<ConnectionTarget, AppError> {
    let (kind, place) = match &definition.kind {
        TargetKind::Csv { accounts } => ("csv", accounts.display().to_string()),
        TargetKind::Scim { url, .. } => ("scim", url.clone()),
        TargetKind::Umapi { org_id, .. } => ("umapi", org_id.clone()),
        TargetKind::Goto { account_key, .. } => ("goto", account_key.clone()),
    };
    let secret = definition.kind.secret().map(str::to_owned);
    let health = target_health(&app.store, &definition.name)?;
    let read_at = health.as_ref().map(|health| health.at);
    let health = health.unwrap_or_default();
    // What is managed in a console is what the marks say now, not what a reading found before a run.
    let managed = match definition.kind {
        TargetKind::Csv { .. } => health.managed,
        _ => {
            let marks = app.store.marks(&definition.name)?;
            marks.iter().filter(|mark| mark.managed).count() as u64
        }
    };
    let since = app.secrets_since()?;
    let secret_set_at = secret.as_ref().and_then(|name| since.get(name)).copied();
    Ok(ConnectionTarget {
        name: definition.name.clone(),
        kind: kind.to_owned(),
        place,
        accounts: health.accounts.max(managed),
        managed,
        secret_present: secret.as_deref().is_some_and(|name| app.holds_secret(name)),
        secret_set_at,
        renew_at: secret_set_at.map(|at| app.renew_at(at)).transpose()?.flatten(),
        secret,
        read_at,
        error: health.error,
        cause: health.cause,
        schedule: in_short(definition),
        synced_at: app.store.starts()?.get(&definition.name).copied(),
        next_at: app.due()?.get(&definition.name).copied(),
        paused: app.paused()?.into_iter().find(|paused| paused.target == definition.name),
        quarantine: app
            .quarantined()?
            .into_iter()
            .find(|one| one.direction == "outbound" && one.connection == definition.name),
    })
}

/// Reads a target to see that it answers.
pub(crate) fn test(app: &Arc<App>, request: &TargetRequest) -> Result<ConnectionTest, AppError> {
    let (_, configuration) = app.configuration()?;
    let definition = configuration.target(&request.target);
    let definition = definition.ok_or_else(|| AppError::not_found("target", &request.target))?;
    let answer = Handle::current().block_on(app.engine.read_target(definition));
    app.engine.note_target(&app.store, &definition.name, &answer)?;
    let test = match answer {
        Ok(state) => {
            let accounts = state.accounts.len();
            let message = format!("{} answered: {accounts} accounts.", definition.name);
            ConnectionTest {
                ok: true,
                message,
                accounts: Some(u64::from(state.accounts.len())),
                cause: None,
            }
        }
        Err(error) => ConnectionTest {
            ok: false,
            message: error.to_string(),
            accounts: None,
            cause: Some(error.cause.word().to_owned()),
        },
    };
    let entry = app.entry("connection_tested", json!({"ok": test.ok, "message": test.message}));
    let entry = if test.ok { entry } else { entry.failed() };
    entry.target(&definition.name).write(app)?;
    app.events.changed(&[topic::ACTIVITY, topic::CONNECTIONS, topic::OVERVIEW]);
    Ok(test)
}
