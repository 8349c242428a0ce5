//! `rolecallctl directory`: directories, their domains and edit windows.

use crate::directory_arguments::{DirectoryCommand, DomainCommand, EditWindowCommand};
use crate::entry::entry;
use crate::opened::{Opened, open_kept, there, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use crate::sources;
use anyhow::bail;
use rolecall_connect::TxtAnswer;
use rolecall_directory::{Configuration, Folded, SourceKind};
use rolecall_engine::{DomainStanding, LifeError, add_domain, remove_domain};
use rolecall_store::{KnownState, Store};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The setting that says which server is asked for TXT records.
const RESOLVER: &str = "dns_resolver";
/// Something is refused as things stand.
pub const REFUSED: u8 = 4;

/// Runs a command on directories.
pub async fn run(command: &DirectoryCommand) -> anyhow::Result<u8> {
    match command {
        DirectoryCommand::List(kept) => list(kept),
        DirectoryCommand::Show { directory, place } => sources::show(directory, place),
        DirectoryCommand::Probe { directory, place } => sources::probe(directory, place).await,
        DirectoryCommand::SignIn { directory, client, port, place } => {
            sources::sign_in(directory, client.as_deref(), *port, place).await
        }
        DirectoryCommand::Domains { directory, place } => domains(directory.as_deref(), place),
        DirectoryCommand::Domain(command) => domain(command).await,
        DirectoryCommand::Resolver { address, system, place } => {
            chosen_resolver(*address, *system, place)
        }
        DirectoryCommand::EditWindow(EditWindowCommand::Open { directory, place }) => {
            open_window(directory, place)
        }
        DirectoryCommand::EditWindow(EditWindowCommand::Close { directory, place }) => {
            close_window(directory, place)
        }
        DirectoryCommand::RemoveSync { directory, place } => remove_sync(directory, place),
    }
}

/// Exit code 4 with the reason where `result` is refused as things stand; what it is otherwise.
pub fn or_refused<T>(
    result: Result<T, LifeError>,
    then: impl FnOnce(T) -> anyhow::Result<u8>,
) -> anyhow::Result<u8> {
    match result {
        Ok(value) => then(value),
        Err(error) if error.is_refusal() => {
            print::note(error);
            Ok(REFUSED)
        }
        Err(error) => Err(error.into()),
    }
}

fn opened(kept: &Kept) -> anyhow::Result<(Opened, Store)> {
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    opened.engine.close_windows(&store)?;
    Ok((opened, store))
}

/// What a file says is changed in the file.
pub fn of_workspace(kept: &Kept, what: &str) -> anyhow::Result<()> {
    match &kept.config {
        Some(file) => bail!("{what} stand in {}; change them there", file.display()),
        None => Ok(()),
    }
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let store = opened.store_if_there()?;
    let mut rows = Vec::new();
    for directory in &opened.configuration.directories {
        let name = directory.name.as_str();
        let kind = directory.source.as_ref().map(|source| source.kind.word());
        let (mut people, mut gone, mut waiting, mut window) = (0, 0, 0, None);
        if let Some(store) = &store {
            people = store.reading(name)?.map_or(0, |reading| reading.people);
            gone = store.known_count(name, KnownState::Gone)?;
            waiting = store.known_count(name, KnownState::NotSeenYet)?;
            window = opened.engine.edit_window(store, name)?.map(|window| window.until);
        }
        rows.push(json!({
            "directory": name, "source": kind, "people": people, "gone": gone,
            "not_seen_yet": waiting, "edit_window_until": window.map(instant),
        }));
    }
    if kept.json {
        print::json(&rows)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for row in &rows {
        let (name, kind) = (&row["directory"], row["source"].as_str().unwrap_or("no source"));
        let name = name.as_str().unwrap_or_default();
        sheet.line(format_args!(
            "{name}  {kind}: {} people, {} gone, {} not seen yet",
            row["people"], row["gone"], row["not_seen_yet"]
        ));
        if let Some(until) = row["edit_window_until"].as_str() {
            sheet.line(format_args!("  may be edited until {until}"));
        }
    }
    sheet.show()?;
    Ok(0)
}

fn domains(directory: Option<&str>, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    let all = opened.configuration.directories.iter().map(|one| one.name.clone());
    let names: Vec<String> = match directory {
        Some(name) => vec![name.to_owned()],
        None => all.collect(),
    };
    let (mut rows, mut sheet) = (Vec::new(), Sheet::default());
    for name in &names {
        for domain in opened.engine.domains(&store, &opened.configuration, name)? {
            sheet.line(format_args!("{name}  {}  {}", domain.name, domain.state.word()));
            if let (Some(record), None) = (&domain.record, verified(&domain)) {
                sheet.line(format_args!("  TXT {record}"));
            }
            rows.push(shown(name, &domain));
        }
    }
    if kept.json {
        print::json(&rows)?;
    } else {
        sheet.show()?;
    }
    Ok(0)
}

fn verified(domain: &DomainStanding) -> Option<i64> {
    domain.proof.as_ref().and_then(|proof| proof.verified_at)
}

fn shown(directory: &str, domain: &DomainStanding) -> Value {
    json!({
        "directory": directory,
        "domain": domain.name,
        "state": domain.state.word(),
        "by_word": domain.by_word,
        "record": domain.record,
        "expires": domain.expires_at.map(instant),
        "verified": verified(domain).map(instant),
        "last_answer": domain.proof.as_ref().and_then(|proof| proof.last_answer.clone()),
    })
}

async fn domain(command: &DomainCommand) -> anyhow::Result<u8> {
    match command {
        DomainCommand::Add { directory, domain, place } => add(directory, domain, place),
        DomainCommand::Check { directory, domain, resolver, place } => {
            check((directory, domain), *resolver, place).await
        }
        DomainCommand::Restart { directory, domain, place } => {
            let (opened, store) = opened(place)?;
            let (engine, configuration) = (&opened.engine, &opened.configuration);
            let of = (directory.as_str(), domain.as_str());
            or_refused(engine.request_proof(&store, configuration, of, &print::who()), |()| {
                told(&opened, &store, of, place)
            })
        }
        DomainCommand::Remove { directory, domain, place } => remove(directory, domain, place),
    }
}

fn add(directory: &str, domain: &str, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the domains of directories")?;
    let (opened, store) = opened(kept)?;
    let mut configuration = store.configuration()?;
    let proof = uuid::Uuid::new_v4().to_string();
    or_refused(add_domain(&mut configuration, directory, domain, &proof), |()| {
        let name = domain.trim().trim_end_matches('.');
        if configuration != opened.configuration {
            store.replace_configuration(&configuration)?;
            let of = (directory, name);
            opened.engine.request_proof(&store, &configuration, of, &print::who())?;
        }
        let opened = Opened { configuration, ..opened };
        told(&opened, &store, (directory, name), kept)
    })
}

fn remove(directory: &str, domain: &str, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the domains of directories")?;
    let (_, store) = opened(kept)?;
    let mut configuration: Configuration = store.configuration()?;
    or_refused(remove_domain(&mut configuration, directory, domain), |()| {
        store.replace_configuration(&configuration)?;
        store.forget_domain_proof(directory, &Folded::new(domain.trim()))?;
        let detail = json!({"directory": directory, "domain": domain});
        store.append(&[entry("domain_removed", detail)])?;
        let answer = json!({"directory": directory, "domain": domain, "removed": true});
        let words = format!("{domain} is no domain of {directory} any more\n");
        if kept.json {
            print::json(&answer)?;
        } else {
            print::text(&words)?;
        }
        Ok(0)
    })
}

fn chosen_resolver(address: Option<SocketAddr>, system: bool, kept: &Kept) -> anyhow::Result<u8> {
    let state = kept.state()?;
    if address.is_some() || system {
        let store = there_to_write(&state)?;
        let text = address.map(|address| address.to_string()).unwrap_or_default();
        store.set_setting(RESOLVER, &text)?;
        store.append(&[entry("dns_resolver_changed", json!({"address": text}))])?;
    }
    let set = there(&state)?.setting::<String>(RESOLVER)?.filter(|text| !text.is_empty());
    if kept.json {
        print::json(&json!({"address": set}))?;
    } else {
        let asked = set.unwrap_or_else(|| "the system's own server".to_owned());
        print::text(&format!("proofs of domains are asked of {asked}\n"))?;
    }
    Ok(0)
}

async fn check(
    (directory, domain): (&str, &str),
    resolver: Option<SocketAddr>,
    kept: &Kept,
) -> anyhow::Result<u8> {
    let (opened, store) = opened(kept)?;
    let set = store.setting::<String>(RESOLVER)?.filter(|text| !text.is_empty());
    let set = set.map(|text| text.parse()).transpose()?;
    let (engine, configuration, of) = (&opened.engine, &opened.configuration, (directory, domain));
    let checking = engine.check_domain(&store, configuration, of, resolver.or(set)).await;
    or_refused(checking, |answer| {
        if let TxtAnswer::NoAnswer(why) = &answer {
            print::note(format_args!("DNS gave no answer: {why}; what was verified stays so"));
        }
        told(&opened, &store, of, kept)
    })
}

/// Tells how a domain stands.
fn told(
    opened: &Opened,
    store: &Store,
    (directory, domain): (&str, &str),
    kept: &Kept,
) -> anyhow::Result<u8> {
    let folded = Folded::new(domain.trim());
    let all = opened.engine.domains(store, &opened.configuration, directory)?;
    for one in all.iter().filter(|one| Folded::new(&one.name) == folded) {
        if kept.json {
            print::json(&shown(directory, one))?;
            continue;
        }
        let mut sheet = Sheet::default();
        sheet.line(format_args!("{}  {}", one.name, one.state.word()));
        if let (Some(record), None) = (&one.record, verified(one)) {
            sheet.line(format_args!("  put this TXT record at {}: {record}", one.name));
        }
        sheet.show()?;
    }
    Ok(0)
}

fn open_window(directory: &str, kept: &Kept) -> anyhow::Result<u8> {
    let (opened, store) = opened(kept)?;
    let (engine, who) = (&opened.engine, print::who());
    let window = engine.open_edit_window(&store, &opened.configuration, directory, &who);
    or_refused(window, |window| {
        if kept.json {
            print::json(&json!({"directory": directory, "until": instant(window.until)}))?;
        } else {
            let until = local(window.until);
            print::text(&format!("{directory} may be edited until {until}\n"))?;
        }
        Ok(0)
    })
}

fn close_window(directory: &str, kept: &Kept) -> anyhow::Result<u8> {
    let (opened, store) = opened(kept)?;
    or_refused(opened.engine.close_edit_window(&store, directory, &print::who()), |closed| {
        if kept.json {
            print::json(&json!({"directory": directory, "closed": closed}))?;
        } else {
            let words = if closed { "may not be edited any more" } else { "was not being edited" };
            print::text(&format!("{directory} {words}\n"))?;
        }
        Ok(0)
    })
}

fn remove_sync(directory: &str, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the sources of directories")?;
    let (opened, store) = opened(kept)?;
    let mut configuration = store.configuration()?;
    let who = print::who();
    let removed = opened.engine.remove_sync(&store, &mut configuration, directory, &who);
    or_refused(removed, |removed| {
        store.replace_configuration(&configuration)?;
        let by_push = removed.kind == SourceKind::ScimPush.word();
        if kept.json {
            print::json(&json!({
                "directory": directory, "kind": removed.kind, "people": removed.people,
                "tokens": removed.tokens, "secret_deleted": removed.secret_deleted,
                "switch_off_at_provider": by_push,
            }))?;
            return Ok(0);
        }
        let mut sheet = Sheet::default();
        let people = removed.people;
        sheet.line(format_args!("{directory} has no source any more; its {people} people stay"));
        if by_push {
            sheet.line("switch provisioning off at your provider too: it writes to nobody now");
        }
        sheet.show()?;
        Ok(0)
    })
}
