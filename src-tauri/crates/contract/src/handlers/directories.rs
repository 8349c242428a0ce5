//! Directories: their settings, attaching a source and removing it.

use super::edit_window::shown;
use super::source_settings::{definition, settings};
use super::source_standing::{last_reading, next_reading};
use crate::events::topic;
use crate::types::{
    AttachRequest, DirectoryAdd, DirectoryChange, DirectoryDetails, DirectoryItem, DirectoryList,
    DirectoryRequest, GoneGroup, Nothing, OrgUnitAnswer, SourceDraft, SyncRemoved, Warning,
};
use crate::{App, AppError};
use rolecall_directory::{Configuration, DirectoryDefinition, Folded, SourceKind};
use rolecall_engine::source_health;
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use rolecall_store::KnownState;
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Handle;

/// What the names of org-unit groups begin with where nobody says otherwise.
const PREFIX: &str = "OU-";

/// All directories.
pub(crate) fn list(app: &App) -> Result<DirectoryList, AppError> {
    let (_, configuration) = app.configuration()?;
    let items = configuration.directories.iter().map(|directory| item(app, directory));
    Ok(DirectoryList { items: items.collect::<Result<_, _>>()? })
}

fn find<'c>(
    configuration: &'c Configuration,
    name: &str,
) -> Result<&'c DirectoryDefinition, AppError> {
    let found = configuration.directories.iter().find(|directory| directory.name == name);
    found.ok_or_else(|| AppError::not_found("directory", name))
}

fn item(app: &App, directory: &DirectoryDefinition) -> Result<DirectoryItem, AppError> {
    let name = directory.name.as_str();
    let kind = directory.source.as_ref().map(|source| &source.kind);
    let reading = app.store.reading(name)?;
    let health = source_health(&app.store, name)?.unwrap_or_default();
    let access = directory.source.as_ref().and_then(|source| source.kind.access());
    let next_at = next_reading(app, directory, reading.as_ref().map(|reading| reading.read_at))?;
    let window = app.engine.edit_window(&app.store, name)?.filter(|_| kind.is_some());
    let place = match kind {
        Some(SourceKind::ScimPush) => format!("/scim/v2/{name}"),
        Some(kind) => kind.place(),
        None => String::new(),
    };
    Ok(DirectoryItem {
        name: name.to_owned(),
        kind: kind.map_or("", SourceKind::word).to_owned(),
        place,
        synced: kind.is_some(),
        people: reading.as_ref().map_or(0, |reading| reading.people),
        groups: reading.as_ref().map_or(0, |reading| reading.groups),
        gone: app.store.known_count(name, KnownState::Gone)?,
        not_seen_yet: app.store.known_count(name, KnownState::NotSeenYet)?,
        edited: app.store.edited_people(name)?.len() as u64,
        read_at: reading.as_ref().map(|reading| reading.read_at),
        last: health.last.map(|last| last_reading(app, directory, &last)).transpose()?,
        next_at,
        signs_in: access.is_some_and(|access| access.sign_in),
        secret_expires: access.and_then(|access| access.secret_expires.clone()),
        error: health.error,
        warnings: health.warnings.iter().map(Warning::from).collect(),
        domains: app.domains_of(name)?,
        check_domains: directory.check_domains,
        org_unit_prefix: directory.org_unit_prefix.clone(),
        asks_org_unit: asks_org_unit(app, directory)?,
        edit_window: window.map(shown),
        quarantine: app
            .quarantined()?
            .into_iter()
            .find(|one| one.direction != "outbound" && one.connection == name),
    })
}

fn none_wanted(directory: &str) -> String {
    format!("directory.no_org_unit.{directory}")
}

fn draft_key(directory: &str) -> String {
    format!("directory.draft.{directory}")
}

/// Whether somebody was read, nobody carries an org unit, and nobody said that this is well.
fn asks_org_unit(app: &App, directory: &DirectoryDefinition) -> Result<bool, AppError> {
    if directory.source.is_none()
        || app.store.setting::<bool>(&none_wanted(&directory.name))?.unwrap_or(false)
    {
        return Ok(false);
    }
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let snapshot = view.snapshot();
    let at = configuration.directories.iter().position(|one| one.name == directory.name);
    let Some(rows) = at.and_then(|at| snapshot.of_directory().get(at)) else { return Ok(false) };
    let nobody = snapshot.org_units().values().all(|unit| unit.below.is_disjoint(rows));
    Ok(!rows.is_empty() && nobody)
}

/// One directory with all there is to it.
pub(crate) fn show(app: &App, request: &DirectoryRequest) -> Result<DirectoryDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let directory = find(&configuration, &request.directory)?;
    let secret = directory.source.as_ref().and_then(|source| source.kind.secret());
    let is_held = |name: &str| {
        let name = SecretName::new(name).ok();
        name.is_some_and(|name| app.secrets.get(&name).is_ok_and(|secret| secret.is_some()))
    };
    let gone = app.store.gone_groups(&directory.name)?.into_iter();
    Ok(DirectoryDetails {
        directory: item(app, directory)?,
        source: directory.source.as_ref().map(settings),
        secret_present: secret.map(is_held),
        draft: app.store.setting(&draft_key(&directory.name))?,
        gone_groups: gone
            .map(|group| GoneGroup { id: group.id, name: group.display, since: group.since })
            .collect(),
    })
}

fn shown_again(app: &App, directory: &str) -> Result<DirectoryDetails, AppError> {
    show(app, &DirectoryRequest { directory: directory.to_owned() })
}

/// Adds a directory, at the end.
pub(crate) fn add(app: &Arc<App>, request: &DirectoryAdd) -> Result<DirectoryDetails, AppError> {
    let name = request.name.trim();
    if name.is_empty() || name.contains(['/', '\\', ':']) || name.chars().any(char::is_control) {
        let message = "A directory needs a name without slash and colon.";
        return Err(AppError::new("directory_name_wrong", message));
    }
    let prefix = request.org_unit_prefix.clone().unwrap_or_else(|| PREFIX.to_owned());
    app.change_configuration(|configuration| {
        let folded = Folded::new(name);
        if configuration.directories.iter().any(|one| Folded::new(&one.name) == folded) {
            let message = format!("There is a directory \"{name}\" already; choose another name.");
            return Err(AppError::new("name_taken", message).with("name", name));
        }
        configuration.directories.push(DirectoryDefinition {
            name: name.to_owned(),
            domains: Vec::new(),
            check_domains: true,
            org_unit_prefix: prefix.clone(),
            source: None,
        });
        Ok(true)
    })?;
    app.own()?;
    app.entry("directory_added", json!({"directory": name, "prefix": prefix})).write(app)?;
    told(app)?;
    shown_again(app, name)
}

/// Changes settings of a directory.
pub(crate) fn set(app: &Arc<App>, request: &DirectoryChange) -> Result<DirectoryDetails, AppError> {
    let mut changed = false;
    app.change_configuration(|configuration| {
        find(configuration, &request.directory)?;
        let before = configuration.clone();
        let all = &mut configuration.directories;
        for directory in all.iter_mut().filter(|one| one.name == request.directory) {
            if let Some(check) = request.check_domains {
                directory.check_domains = check;
            }
            if let Some(prefix) = &request.org_unit_prefix {
                directory.org_unit_prefix.clone_from(prefix);
            }
        }
        let at = all.iter().position(|one| one.name == request.directory);
        if let (Some(to), Some(from)) = (request.position, at) {
            let moved = all.remove(from);
            let to = usize::try_from(to).unwrap_or(usize::MAX).min(all.len());
            all.insert(to, moved);
        }
        changed = *configuration != before;
        Ok(changed)
    })?;
    if changed {
        let detail = serde_json::to_value(request).map_err(AppError::internal)?;
        app.entry("directory_changed", detail).write(app)?;
        told(app)?;
    }
    shown_again(app, &request.directory)
}

/// Removes a directory that nobody is in.
pub(crate) fn remove(app: &Arc<App>, request: &DirectoryRequest) -> Result<Nothing, AppError> {
    let name = request.directory.as_str();
    app.change_configuration(|configuration| {
        let directory = find(configuration, name)?;
        let people = app.store.reading(name)?.map_or(0, |reading| reading.people)
            + app.store.known_count(name, KnownState::NotSeenYet)?;
        if people > 0 || directory.source.is_some() {
            let message = format!(
                "The directory \"{name}\" is not empty: it has {people} people. Remove its sync, \
                 and delete its people first."
            );
            return Err(AppError::new("directory_not_empty", message).with("people", people));
        }
        configuration.directories.retain(|one| one.name != name);
        Ok(true)
    })?;
    app.store.forget_life(name)?;
    app.store.forget_push(name)?;
    app.push.forget_doors();
    for key in [draft_key(name), none_wanted(name)] {
        app.store.remove_setting(&key)?;
    }
    app.entry("directory_removed", json!({"directory": name})).write(app)?;
    told(app)?;
    Ok(Nothing {})
}

/// Keeps a source that is being set up.
pub(crate) fn draft(app: &App, draft: SourceDraft) -> Result<DirectoryDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let name = find(&configuration, &draft.directory)?.name.clone();
    let kept = SourceDraft { saved_at: app.now(), ..draft };
    app.store.set_setting(&draft_key(&name), &kept)?;
    app.events.changed(&[topic::CONNECTIONS]);
    shown_again(app, &name)
}

/// Gives up a source that was being set up.
pub(crate) fn discard_draft(
    app: &App,
    request: &DirectoryRequest,
) -> Result<DirectoryDetails, AppError> {
    app.store.remove_setting(&draft_key(&request.directory))?;
    app.events.changed(&[topic::CONNECTIONS]);
    shown_again(app, &request.directory)
}

/// Attaches a source, or changes the settings of the attached one.
pub(crate) fn attach(app: &Arc<App>, request: AttachRequest) -> Result<DirectoryDetails, AppError> {
    let name = request.directory.as_str();
    let (_, configuration) = app.configuration()?;
    let source = definition(&configuration, find(&configuration, name)?, &request.source)?;
    if let (Some(secret), Some(value)) = (source.kind.secret(), request.secret_value) {
        let secret = SecretName::new(secret)?;
        app.secrets.set(&secret, &SecretString::from(value))?;
        app.secret_was_set(secret.as_str())?;
    }
    let mut to_prove = Vec::new();
    app.change_configuration(|configuration| {
        let who = app.options.who.as_str();
        let is_file = source.kind.is_file();
        app.engine.attach_source(&app.store, configuration, (name, source), who)?;
        if !is_file {
            to_prove = ask_for_proofs(configuration, name);
        }
        Ok(true)
    })?;
    let (_, configuration) = app.configuration()?;
    for domain in &to_prove {
        let (of, who) = ((name, domain.as_str()), app.options.who.as_str());
        app.engine.request_proof(&app.store, &configuration, of, who)?;
    }
    app.store.remove_setting(&draft_key(name))?;
    app.own()?;
    told(app)?;
    shown_again(app, name)
}

/// The administrator's word counts for files only: of other sources the domains of `directory` are
/// to be proved. Answers which.
fn ask_for_proofs(configuration: &mut Configuration, directory: &str) -> Vec<String> {
    let all = configuration.directories.iter_mut().filter(|one| one.name == directory);
    let by_word = all.flat_map(|one| &mut one.domains).filter(|domain| domain.verified);
    by_word
        .map(|domain| {
            domain.verified = false;
            domain.proof.get_or_insert_with(|| uuid::Uuid::new_v4().to_string());
            domain.name.clone()
        })
        .collect()
}

/// Reads a directory from its source now.
pub(crate) fn read(
    app: &Arc<App>,
    request: &DirectoryRequest,
) -> Result<DirectoryDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    find(&configuration, &request.directory)?;
    let reading = app.engine.refresh_directory(&configuration, &app.store, &request.directory);
    Handle::current().block_on(reading)?;
    told(app)?;
    shown_again(app, &request.directory)
}

/// Removes the source of a directory.
pub(crate) fn remove_sync(
    app: &Arc<App>,
    request: &DirectoryRequest,
) -> Result<SyncRemoved, AppError> {
    let mut removed = None;
    app.change_configuration(|configuration| {
        let (name, who) = (request.directory.as_str(), app.options.who.as_str());
        removed = Some(app.engine.remove_sync(&app.store, configuration, name, who)?);
        Ok(true)
    })?;
    app.store.remove_setting(&draft_key(&request.directory))?;
    told(app)?;
    let removed = removed.ok_or_else(|| AppError::not_found("directory", &request.directory))?;
    Ok(SyncRemoved {
        switch_off_at_provider: removed.kind == SourceKind::ScimPush.word(),
        kind: removed.kind,
        people: removed.people,
        tokens: removed.tokens,
        secret_deleted: removed.secret_deleted,
    })
}

/// Answers whether org units are to be mapped.
pub(crate) fn ask_org_unit(
    app: &App,
    answer: &OrgUnitAnswer,
) -> Result<DirectoryDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let name = &find(&configuration, &answer.directory)?.name;
    app.store.set_setting(&none_wanted(name), &answer.none_wanted)?;
    app.events.changed(&[topic::CONNECTIONS]);
    shown_again(app, name)
}

/// Screens and plans are of the directories before.
fn told(app: &Arc<App>) -> Result<(), AppError> {
    app.forget_plan();
    app.events.changed(&topic::ALL);
    app.look_around()
}
