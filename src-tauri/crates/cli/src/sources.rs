//! `rolecallctl directory show`, `probe` and `sign-in`: the source of one directory.

use crate::entry::entry;
use crate::opened::{Opened, open_kept, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use anyhow::{Context, bail};
use rolecall_directory::{
    Cause, DirectoryDefinition, LIST_SEPARATOR, SourceDefinition, SourceKind,
};
use rolecall_engine::{SourceHealth, source_health, warning_words};
use rolecall_secrets::SecretString;
use rolecall_store::Store;
use serde_json::json;
use std::path::Path;

/// The directory called `name`, and its source where it has one.
fn found<'o>(opened: &'o Opened, name: &str) -> anyhow::Result<&'o DirectoryDefinition> {
    let all = &opened.configuration.directories;
    let Some(found) = all.iter().find(|one| one.name == name) else {
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        bail!("there is no directory \"{name}\"; there is {}", names.join(", "));
    };
    Ok(found)
}

fn source_of<'o>(opened: &'o Opened, name: &str) -> anyhow::Result<&'o SourceDefinition> {
    match &found(opened, name)?.source {
        Some(source) => Ok(source),
        None => bail!("the directory \"{name}\" has no source"),
    }
}

/// Shows a directory: its source, when it was last read and what that came to.
pub fn show(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let directory = found(&opened, name)?;
    let store = opened.store_if_there()?;
    let reading = store.as_ref().map(|store| store.reading(name)).transpose()?.flatten();
    let health = store.as_ref().map(|store| source_health(store, name)).transpose()?.flatten();
    let health = health.unwrap_or_default();
    let kind = directory.source.as_ref().map(|source| &source.kind);
    let access = kind.and_then(|kind| kind.access());
    let expires = access.and_then(|access| access.secret_expires.clone());
    let (people, groups) = reading.as_ref().map_or((0, 0), |one| (one.people, one.groups));
    if kept.json {
        let last = health.last.as_ref().map(|last| {
            json!({
                "as_of": instant(last.at), "took_ms": last.took_ms, "calls": last.calls,
                "added": last.added, "changed": last.changed, "gone": last.gone,
            })
        });
        print::json(&json!({
            "directory": name, "source": kind.map(SourceKind::word),
            "place": kind.map(SourceKind::place), "people": people, "groups": groups,
            "read_at": reading.as_ref().map(|one| instant(one.read_at)), "last": last,
            "error": health.error, "warnings": health.warnings.iter().map(warning_words).collect::<Vec<_>>(), "secret_expires": expires,
            "signs_in": access.is_some_and(|access| access.sign_in),
        }))?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    let word = kind.map_or("no source", SourceKind::word);
    let place = kind.map(SourceKind::place).unwrap_or_default();
    sheet.line(format_args!("{name}  {word}  {place}"));
    sheet.line(format_args!("  {people} people, {groups} groups"));
    match &reading {
        Some(reading) => sheet.line(format_args!("  last read {}", local(reading.read_at))),
        None => sheet.line("  not read yet"),
    }
    tell_health(&mut sheet, &health);
    if let Some(day) = expires {
        sheet.line(format_args!("  its secret ends after {day}"));
    }
    sheet.show()?;
    Ok(0)
}

fn tell_health(sheet: &mut Sheet, health: &SourceHealth) {
    if let Some(last) = &health.last {
        let calls = last.calls.map(|calls| format!(", {calls} calls")).unwrap_or_default();
        sheet.line(format_args!(
            "  then {} came, {} changed, {} went; {} ms{calls}",
            last.added, last.changed, last.gone, last.took_ms
        ));
    }
    for warning in &health.warnings {
        sheet.line(format_args!("  warning: {}", warning_words(warning)));
    }
    if let Some(error) = &health.error {
        sheet.line(format_args!("  could not be read at {}: {error}", local(health.at)));
    }
}

/// Tries the source of a directory out: address, credential and rights one by one, and five people
/// as they would be delivered.
pub async fn probe(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let (directory, source) = (found(&opened, name)?, source_of(&opened, name)?);
    let attributes = opened.configuration.all_attributes();
    let probe = opened.engine.probe_source(directory, source, &attributes).await?;
    let all_well = probe.steps.iter().all(rolecall_connect::ProbeStep::suffices);
    if kept.json {
        let steps = probe.steps.iter().map(|step| {
            json!({
                "step": step.step, "ok": step.ok, "message": step.message,
                "cause": step.cause.map(Cause::word), "remedy": step.remedy,
                "optional": step.optional,
            })
        });
        let people = probe.people.iter().map(|person| {
            let map = person.attributes.iter().filter(|(_, value)| !value.is_empty());
            let map: serde_json::Map<_, _> =
                map.map(|(name, value)| (name.clone(), json!(value))).collect();
            json!({
                "id": person.id, "user": person.user_name, "active": person.active,
                "org_unit": person.org_unit, "attributes": map,
            })
        });
        let (steps, people) = (steps.collect::<Vec<_>>(), people.collect::<Vec<_>>());
        print::json(&json!({"directory": name, "steps": steps, "people": people}))?;
        return Ok(u8::from(!all_well));
    }
    let mut sheet = Sheet::default();
    for step in &probe.steps {
        let word = match (step.ok, step.optional) {
            (true, _) => "ok    ",
            (false, true) => "not   ",
            (false, false) => "FAILED",
        };
        sheet.line(format_args!("{word}  {}: {}", step.step, step.message));
        if !step.remedy.is_empty() {
            sheet.line(format_args!("        {}", step.remedy));
        }
    }
    for person in &probe.people {
        let state = if person.active { "active" } else { "disabled" };
        let shown = person.attributes.iter().filter(|(_, value)| !value.is_empty());
        let shown: Vec<String> = shown
            .map(|(name, value)| format!("{name}={}", value.replace(LIST_SEPARATOR, ";")))
            .collect();
        sheet.line(format_args!("{}  {state}  {}", person.user_name, shown.join("  ")));
    }
    sheet.show()?;
    Ok(u8::from(!all_well))
}

/// Signs in to the source of a directory: prints the address to open in a browser of this machine
/// and waits until it comes back.
pub async fn sign_in(
    name: &str,
    client: Option<&Path>,
    port: Option<u16>,
    kept: &Kept,
) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let source = source_of(&opened, name)?.clone();
    if !source.kind.access().is_some_and(|access| access.sign_in) {
        bail!(
            "the source of \"{name}\" has a secret of its own; set sign_in = true in its \
             [directory.source], where it is entra or google"
        );
    }
    let client = client.map(std::fs::read_to_string).transpose();
    let client = client.context("the file of the OAuth client cannot be read")?;
    let client = client.map(SecretString::from);
    let sign_in = opened.engine.begin_sign_in(&source, client, port).await?;
    if kept.json {
        print::json(&json!({"url": sign_in.url()}))?;
    } else {
        print::text(&format!(
            "Open this address in a browser of this machine, within ten minutes:\n\n{}\n\n",
            sign_in.url()
        ))?;
    }
    let brought = sign_in.finish().await?;
    let (engine, definition) = (opened.engine.clone(), source.clone());
    tokio::task::spawn_blocking(move || engine.keep_sign_in(&definition, &brought)).await??;
    let secret = source.kind.secret().unwrap_or_default();
    if Store::open_read_only(&opened.state)?.is_some() {
        let store = there_to_write(&opened.state)?;
        store.append(&[entry("secret_set", json!({"name": secret}))])?;
        opened.engine.secret_replaced(&store, &opened.configuration, secret, &print::who())?;
    }
    if kept.json {
        print::json(&json!({"directory": name, "secret": secret}))?;
    } else {
        print::text(&format!("signed in; the secret {secret} is kept\n"))?;
    }
    Ok(0)
}
