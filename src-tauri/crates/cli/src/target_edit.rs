//! `rolecallctl targets show`, `try`, `set` and `remove`: what is said of a target.

use crate::directory::{REFUSED, of_workspace};
use crate::entry::{entry, now};
use crate::opened::{configuration, open_kept, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet};
use crate::runs::RUNNER;
use crate::targets::known;
use anyhow::{Context, bail};
use rolecall_config::{read, write};
use rolecall_contract::{
    AppError, forget_target, put_target, take_target, target_kind_word, target_trial, target_uses,
};
use rolecall_directory::{Configuration, TargetDefinition};
use rolecall_secrets::{SecretName, SecretStore};
use rolecall_store::{NewActivity, Store};
use serde_json::{Value, json};
use std::path::Path;

/// Writes what is said of a target, as `set` takes it.
pub fn show(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    known(&opened.configuration, name)?;
    let target = opened.configuration.target(name).cloned();
    let uses = target_uses(&opened.configuration, name);
    let secret = target.as_ref().and_then(|target| target.kind.secret());
    let present = secret.map(|secret| {
        let name = SecretName::new(secret).ok();
        name.is_some_and(|name| opened.engine.secrets().get(&name).is_ok_and(|one| one.is_some()))
    });
    let secret = secret.map(str::to_owned);
    let targets = target.into_iter().collect();
    let text = write(&Configuration { targets, ..Configuration::default() }, None);
    if kept.json {
        print::json(&json!({
            "target": name, "secret": secret, "secret_present": present, "uses": uses,
            "configuration": text,
        }))?;
        return Ok(0);
    }
    if let (Some(secret), Some(false)) = (secret, present) {
        print::note(format_args!("the secret \"{secret}\" is not set; set it by \"secret set\""));
    }
    print::text(&text)?;
    Ok(0)
}

/// Reads a target, as it is or as a file says, and tells what that came to.
pub async fn try_out(name: &str, file: Option<&Path>, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let target = match file {
        Some(file) => said(file, &opened.configuration)?,
        None => {
            known(&opened.configuration, name)?;
            let found = opened.configuration.target(name).cloned();
            found.with_context(|| format!("there is no target \"{name}\""))?
        }
    };
    if target.name != name {
        bail!("the file speaks of the target \"{}\", not of \"{name}\"", target.name);
    }
    let trial = target_trial(&opened.engine.read_target(&target).await);
    let all_well = trial.steps.iter().all(|step| step.ok);
    if kept.json {
        let steps = trial.steps.iter().map(|step| {
            json!({"step": step.step, "ok": step.ok, "message": step.message, "cause": step.cause})
        });
        let steps: Vec<Value> = steps.collect();
        print::json(&json!({
            "target": name, "steps": steps, "accounts": trial.accounts, "active": trial.active,
            "found": trial.found, "required": trial.required,
        }))?;
        return Ok(u8::from(!all_well));
    }
    let mut sheet = Sheet::default();
    for step in &trial.steps {
        let word = if step.ok { "ok    " } else { "FAILED" };
        let message = if step.message.is_empty() { "" } else { ": " };
        sheet.line(format_args!("{word}  {}{message}{}", step.step, step.message));
    }
    if all_well {
        sheet.line(format_args!("{} accounts, {} of them active", trial.accounts, trial.active));
        for slot in &trial.found {
            let names: Vec<&str> = slot.values.iter().map(|value| value.name.as_str()).collect();
            sheet.line(format_args!("{}: {}", slot.slot, names.join(", ")));
        }
    }
    sheet.show()?;
    Ok(u8::from(!all_well))
}

/// Adds a target, or changes what is said of one.
pub fn set(file: &Path, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the targets")?;
    let store = there_to_write(&kept.state()?)?;
    let mut present = store.configuration()?;
    let target = said(file, &present)?;
    let added = present.target(&target.name).is_none();
    let changed = match put_target(&mut present, &target) {
        Ok(changed) => changed,
        Err(error) => return refused(error),
    };
    if changed {
        store.replace_configuration(&present)?;
        let kind = if added { "target_added" } else { "target_changed" };
        tell(&store, kind, &target.name, json!({"kind": target_kind_word(&target.kind)}))?;
    }
    let name = &target.name;
    if kept.json {
        print::json(&json!({"target": name, "added": added, "changed": changed}))?;
        return Ok(0);
    }
    let words = match (added, changed) {
        (true, _) => "is added; the next sync takes it in",
        (false, true) => "is changed; the next sync goes by it",
        (false, false) => "is as the file says already",
    };
    print::text(&format!("{name} {words}\n"))?;
    Ok(0)
}

/// Removes a target that nothing names.
pub fn remove(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the targets")?;
    known(&configuration(kept)?, name)?;
    let store = there_to_write(&kept.state()?)?;
    if let Some(holder) = store.lease_holder(RUNNER, now())? {
        print::note(format_args!("{} runs on this workspace; wait until it ends", holder.holder));
        return Ok(REFUSED);
    }
    let mut present = store.configuration()?;
    if let Err(error) = take_target(&mut present, name) {
        return refused(error);
    }
    store.replace_configuration(&present)?;
    forget_target(&store, name, now())?;
    tell(&store, "target_removed", name, json!({}))?;
    if kept.json {
        print::json(&json!({"target": name, "removed": true}))?;
    } else {
        print::text(&format!("{name} is no target any more; its accounts stay as they are\n"))?;
    }
    Ok(0)
}

/// Exit code 4 with the reason where `error` says that things do not allow it.
fn refused(error: AppError) -> anyhow::Result<u8> {
    if error.code == "target_in_use" {
        print::note(error);
        return Ok(REFUSED);
    }
    Err(error.into())
}

fn tell(store: &Store, kind: &str, target: &str, detail: Value) -> anyhow::Result<()> {
    let told = NewActivity { target: Some(target.to_owned()), ..entry(kind, detail) };
    store.append(&[told])?;
    Ok(())
}

/// The one target of which `file` speaks; custom attributes that it names are those of `present`.
fn said(file: &Path, present: &Configuration) -> anyhow::Result<TargetDefinition> {
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
    let absolute = std::path::absolute(file)?;
    let base = absolute.parent().unwrap_or(Path::new("/"));
    let mut whole = match read(&text, base, &|_| None) {
        Ok(whole) => whole,
        Err(_) => {
            let attributes = present.attributes.clone();
            let known = write(&Configuration { attributes, ..Configuration::default() }, None);
            let known = known.lines().filter(|line| !line.starts_with("rolecall"));
            let known: String = known.flat_map(|line| [line, "\n"]).collect();
            // Below what the file says, so that its lines are what errors name.
            let whole = read(&format!("{text}\n{known}"), base, &|_| None);
            let mut whole = whole.with_context(|| format!("{} is wrong", file.display()))?;
            if whole.attributes == present.attributes {
                whole.attributes.clear();
            }
            whole
        }
    };
    let Some(target) = whole.targets.pop() else {
        bail!("{} has no [[target]]", file.display());
    };
    if whole != Configuration::default() {
        bail!(
            "{} must have one [[target]] and nothing else; \"config import\" takes whole files",
            file.display()
        );
    }
    Ok(target)
}
