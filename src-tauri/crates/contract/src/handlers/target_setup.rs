//! Setting targets up: trying them out, adding, changing and removing them.

use super::target_settings::{definition, settings};
use crate::events::topic;
use crate::target_change::{forget_target, put_target, take_target, target_kind_word, target_uses};
use crate::types::{
    FoundSlot, FoundValue, Nothing, SourceProbeStep, TargetDetails, TargetDraft, TargetRequest,
    TargetTrial,
};
use crate::{App, AppError};
use rolecall_connect::{ConnectError, TargetState};
use rolecall_directory::{Cause, Configuration, Folded, TargetDefinition, TargetKind};
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::runtime::Handle;

/// How many values of a slot a trial shows.
const VALUES: usize = 100;

/// Reads what is said of a target.
pub(crate) fn show(app: &App, request: &TargetRequest) -> Result<TargetDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let target = configuration.target(&request.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &request.target))?;
    Ok(TargetDetails {
        settings: settings(target),
        secret_present: target.kind.secret().map(|name| app.holds_secret(name)),
        uses: target_uses(&configuration, &target.name),
    })
}

/// Tries a target out as it is said. A secret that comes along is kept, as adding would.
pub(crate) fn try_out(app: &Arc<App>, draft: TargetDraft) -> Result<TargetTrial, AppError> {
    let (_, configuration) = app.configuration()?;
    let target = said(app, &configuration, &draft)?;
    keep_secret(app, &target, draft.secret_value)?;
    let answer = Handle::current().block_on(app.engine.read_target(&target));
    Ok(target_trial(&answer))
}

/// The target that `draft` describes, in `configuration`.
fn said(
    app: &App,
    configuration: &Configuration,
    draft: &TargetDraft,
) -> Result<TargetDefinition, AppError> {
    let name = draft.settings.name.trim();
    let folded = Folded::new(name);
    let taken = configuration.targets.iter().any(|one| Folded::new(&one.name) == folded);
    if draft.is_new && taken {
        let message = format!("There is a target \"{name}\" already; choose another name.");
        return Err(AppError::new("name_taken", message).with("what", "target").with("name", name));
    }
    let before = configuration.target(name);
    if !draft.is_new && before.is_none() {
        return Err(AppError::not_found("target", name));
    }
    let target = definition(&draft.settings, before)?;
    if app.is_sample()? && leaves(&target.kind) {
        let message = "Nothing leaves this machine from the sample organization. Open a workspace \
                       of your own to connect a console.";
        return Err(AppError::new("workspace_in_use", message));
    }
    Ok(target)
}

/// Whether what is sent to such a target leaves the machine.
fn leaves(kind: &TargetKind) -> bool {
    let near = |url: &str| {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .any(|one| url.starts_with(one))
    };
    match kind {
        TargetKind::Csv { .. } => false,
        TargetKind::Scim { url, .. } => !near(url),
        TargetKind::Umapi { access, .. } | TargetKind::Goto { access, .. } => {
            !access.url.as_deref().is_some_and(near)
        }
    }
}

fn keep_secret(
    app: &App,
    target: &TargetDefinition,
    value: Option<String>,
) -> Result<(), AppError> {
    if let (Some(name), Some(value)) = (target.kind.secret(), value) {
        let name = SecretName::new(name)?;
        app.secrets.set(&name, &SecretString::from(value))?;
        app.secret_was_set(name.as_str())?;
    }
    Ok(())
}

/// What reading a target tells step by step, up to the first that failed.
#[must_use]
pub fn target_trial(answer: &Result<TargetState, ConnectError>) -> TargetTrial {
    let passed = |step: &str, message: String| SourceProbeStep {
        step: step.to_owned(),
        ok: true,
        message,
        cause: None,
        remedy: String::new(),
        optional: false,
    };
    let whole = ["reach", "credential", "right", "accounts"];
    let state = match answer {
        Ok(state) => state,
        Err(error) => {
            let failed = stage(error.cause);
            let mut steps: Vec<SourceProbeStep> =
                whole[..failed].iter().map(|step| passed(step, String::new())).collect();
            steps.push(SourceProbeStep {
                step: whole[failed].to_owned(),
                ok: false,
                message: error.to_string(),
                cause: Some(error.cause.word().to_owned()),
                remedy: String::new(),
                optional: false,
            });
            return TargetTrial { steps, accounts: 0, active: 0, found: vec![], required: vec![] };
        }
    };
    TargetTrial {
        steps: whole.iter().map(|step| passed(step, String::new())).collect(),
        accounts: u64::from(state.accounts.len()),
        active: state.accounts.active.len(),
        found: found(state),
        required: state.required.clone(),
    }
}

/// Which of the steps of a trial did not go well.
fn stage(cause: Cause) -> usize {
    match cause {
        Cause::CredentialRejected => 1,
        Cause::NotPermitted => 2,
        Cause::Unavailable | Cause::Timeout | Cause::CertificateUntrusted | Cause::NotFound => 0,
        _ => 3,
    }
}

fn found(state: &TargetState) -> Vec<FoundSlot> {
    let mut slots: BTreeMap<&str, BTreeMap<&str, FoundValue>> = BTreeMap::new();
    let blank = |name: &str| FoundValue { name: name.to_owned(), holders: 0, seats: None };
    for (slot, values) in &state.accounts.existing_values {
        for value in values {
            slots.entry(slot).or_default().entry(value).or_insert_with(|| blank(value));
        }
    }
    for known in &state.values {
        let value = slots.entry(&known.slot).or_default().entry(&known.name);
        value.or_insert_with(|| blank(&known.name)).seats = known.seats;
    }
    for (slot, holdings) in &state.accounts.slots {
        for (value, holding) in &holdings.values {
            let one = slots.entry(slot).or_default().entry(value);
            one.or_insert_with(|| blank(value)).holders = holding.held.len();
        }
    }
    let slots = slots.into_iter().map(|(slot, values)| {
        let mut values: Vec<FoundValue> = values.into_values().collect();
        let total = values.len() as u64;
        values.sort_by_key(|value| Reverse(value.holders));
        values.truncate(VALUES);
        FoundSlot { slot: slot.to_owned(), total, values }
    });
    slots.collect()
}

/// Adds a target, or changes what is said of one.
pub(crate) fn set(app: &Arc<App>, draft: TargetDraft) -> Result<TargetDetails, AppError> {
    let (_, configuration) = app.configuration()?;
    let target = said(app, &configuration, &draft)?;
    let name = target.name.clone();
    let mut changed = false;
    app.change_configuration(|configuration| {
        changed = put_target(configuration, &target)?;
        Ok(changed)
    })?;
    keep_secret(app, &target, draft.secret_value)?;
    app.own()?;
    if changed {
        let kind = if draft.is_new { "target_added" } else { "target_changed" };
        app.entry(kind, json!({"kind": target_kind_word(&target.kind)}))
            .target(&name)
            .write(app)?;
        told(app)?;
    }
    show(app, &TargetRequest { target: name })
}

/// Removes a target that nothing names. Its accounts stay as they are there.
pub(crate) fn remove(app: &Arc<App>, request: &TargetRequest) -> Result<Nothing, AppError> {
    let name = request.target.as_str();
    if app.is_running() {
        let message = "A run is under way. Wait until it has ended, or stop it.";
        return Err(AppError::new("run_under_way", message));
    }
    app.change_configuration(|configuration| {
        take_target(configuration, name)?;
        Ok(true)
    })?;
    forget_target(&app.store, name, app.now())?;
    app.entry("target_removed", json!({})).target(name).write(app)?;
    told(app)?;
    Ok(Nothing {})
}

/// Screens and plans are of the targets before.
fn told(app: &Arc<App>) -> Result<(), AppError> {
    app.forget_plan();
    app.events.changed(&topic::ALL);
    app.look_around()
}
