//! `rolecallctl users`: people as they were last read into the workspace.

use crate::directory_arguments::UsersCommand;
use crate::opened::{configuration, open_kept, there};
use crate::person_edit;
use crate::places::Kept;
use crate::print::{self, Sheet};
use anyhow::bail;
use rolecall_directory::{Configuration, Folded, Snapshot};
use rolecall_engine::{PersonEdits, PersonNamed, cached_reading};
use rolecall_store::{KnownPerson, KnownState, Page, Store};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Runs a command on people.
pub async fn run(command: &UsersCommand) -> anyhow::Result<u8> {
    match command {
        UsersCommand::List(kept) => list(kept),
        UsersCommand::Show { user, place } => show(user, place),
        UsersCommand::Set { user, values, directory, place } => {
            let directory = directory.as_deref();
            person_edit::set(PersonNamed { directory, user }, values, place)
        }
        UsersCommand::FallBack { user, directory, place } => {
            let directory = directory.as_deref();
            person_edit::fall_back(PersonNamed { directory, user }, place)
        }
        UsersCommand::Add { user, values, directory, place } => {
            person_edit::add((directory, user), values, place)
        }
        UsersCommand::Delete { user, typed, accounts, directory, place } => {
            let directory = directory.as_deref();
            let order = (typed.as_str(), *accounts);
            person_edit::delete(PersonNamed { directory, user }, order, place).await
        }
    }
}

fn read(kept: &Kept) -> anyhow::Result<(Configuration, Snapshot, Store)> {
    let configuration = configuration(kept)?;
    let store = there(&kept.state()?)?;
    let snapshot = cached_reading(&store, &configuration)?.snapshot;
    Ok((configuration, snapshot, store))
}

/// Who is gone from the sources: they are disabled.
fn gone(store: &Store) -> anyhow::Result<Vec<KnownPerson>> {
    Ok(store.known_people((None, Some(KnownState::Gone)), "", Page::ALL)?.rows)
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let (configuration, snapshot, store) = read(kept)?;
    let waiting = not_seen_yet(&store)?;
    let mut people: Vec<(Folded, Value)> = (0..snapshot.people())
        .map(|row| {
            let one = person(&configuration, &snapshot, row, &waiting);
            (Folded::new(snapshot.person(row).user_name()), one)
        })
        .collect();
    for known in gone(&store)? {
        let text = |name: &str| known.person.attribute(name);
        let one = json!({
            "user": known.person.user_name, "id": known.person.id,
            "name": text("displayName").unwrap_or(&known.person.user_name),
            "email": text("email"), "active": false, "state": "gone",
            "directory": known.directory,
        });
        people.push((Folded::new(&known.person.user_name), one));
    }
    people.sort_by(|one, other| one.0.cmp(&other.0));
    if kept.json {
        print::json(&people.into_iter().map(|(_, one)| one).collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for (_, one) in people {
        let state = match one["state"].as_str() {
            Some("inactive") => "  (inactive)",
            Some("gone") => "  (disabled: the source does not deliver them any more)",
            Some("not_seen_yet") => "  (not seen yet)",
            _ => "",
        };
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        sheet.line(format_args!("{}  {}{state}", text("user"), text("name")));
    }
    sheet.show()?;
    Ok(0)
}

/// Directory and id of those whom sources have not delivered yet.
fn not_seen_yet(store: &Store) -> anyhow::Result<HashSet<(String, String)>> {
    let found = store.known_people((None, Some(KnownState::NotSeenYet)), "", Page::ALL)?;
    Ok(found.rows.into_iter().map(|known| (known.directory, known.person.id)).collect())
}

fn person(
    configuration: &Configuration,
    snapshot: &Snapshot,
    row: u32,
    waiting: &HashSet<(String, String)>,
) -> Value {
    let person = snapshot.person(row);
    let directory = configuration.directories.get(person.directory());
    let name = directory.map(|one| one.name.clone()).unwrap_or_default();
    let state = match person.is_active() {
        _ if waiting.contains(&(name, person.id().to_owned())) => "not_seen_yet",
        true => "active",
        false => "inactive",
    };
    json!({
        "user": person.user_name(),
        "id": person.id(),
        "name": person.display_name(),
        "email": person.email(),
        "active": person.is_active(),
        "state": state,
        "directory": directory.map(|directory| &directory.name),
    })
}

fn show(user: &str, kept: &Kept) -> anyhow::Result<u8> {
    let (configuration, snapshot, store) = read(kept)?;
    let Some(&row) = snapshot.rows_named(user).first() else {
        if let Some(known) = known(&store, &configuration, user)? {
            return show_gone(&known, kept);
        }
        bail!(
            "nobody called {user} was read; \"rolecallctl users list\" says who was, and a sync \
             reads again"
        );
    };
    let directory = configuration.directories.get(snapshot.person(row).directory());
    let named = PersonNamed { directory: directory.map(|one| one.name.as_str()), user };
    let edits = open_kept(kept)?.engine.person_edits(&store, &configuration, named).ok();
    let mut attributes = Map::new();
    for name in snapshot.column_names() {
        let column = snapshot.column(name);
        let values: Vec<&str> = column.map(|c| c.elements(row).collect()).unwrap_or_default();
        if !values.is_empty() {
            attributes.insert(name.clone(), json!(values));
        }
    }
    let mut groups: Vec<(&str, bool)> = snapshot
        .person(row)
        .groups()
        .map(|(at, direct)| (snapshot.groups()[at as usize].display.as_str(), direct))
        .collect();
    groups.sort_by_key(|&(name, direct)| (!direct, name));
    if kept.json {
        let waiting = not_seen_yet(&store)?;
        let mut shown = person(&configuration, &snapshot, row, &waiting);
        shown["edited"] = edits.as_ref().map_or_else(|| json!({}), person_edit::edited);
        let groups = groups.iter().map(|(name, direct)| json!({"name": name, "direct": direct}));
        shown["attributes"] = Value::Object(attributes);
        shown["groups"] = groups.collect();
        print::json(&shown)?;
        return Ok(0);
    }
    sheet(&snapshot, row, (&attributes, edits.as_ref()), &groups).show()?;
    Ok(0)
}

fn sheet(
    snapshot: &Snapshot,
    row: u32,
    (attributes, edits): (&Map<String, Value>, Option<&PersonEdits>),
    groups: &[(&str, bool)],
) -> Sheet {
    let edited = edits.map(person_edit::edited).unwrap_or_default();
    let mut sheet = Sheet::default();
    let person = snapshot.person(row);
    let inactive = if person.is_active() { "" } else { "  (inactive)" };
    sheet.line(format_args!("{}  {}{inactive}", person.user_name(), person.display_name()));
    for (name, values) in attributes {
        let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        let source = match edited.get(name) {
            Some(edit) => format!("  (edited; the source says \"{}\")", text_of(&edit["source"])),
            None => String::new(),
        };
        sheet.line(format_args!("  {name}: {}{source}", values.collect::<Vec<_>>().join(", ")));
    }
    let gone = edited.as_object().into_iter().flatten();
    for (name, edit) in gone.filter(|(name, _)| !attributes.contains_key(*name)) {
        let source = text_of(&edit["source"]);
        sheet.line(format_args!("  {name}: none  (edited; the source says \"{source}\")"));
    }
    for (name, direct) in groups {
        let how = if *direct { "directly" } else { "inherited" };
        sheet.line(format_args!("  in {name} ({how})"));
    }
    sheet
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn known(
    store: &Store,
    configuration: &Configuration,
    user: &str,
) -> anyhow::Result<Option<KnownPerson>> {
    for directory in &configuration.directories {
        if let Some(known) = store.known_person(&directory.name, user)? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Shows somebody whom the source does not deliver any more, as last read.
fn show_gone(known: &KnownPerson, kept: &Kept) -> anyhow::Result<u8> {
    let KnownPerson { directory, person, since, .. } = known;
    let attributes: Map<String, Value> =
        person.attributes.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
    if kept.json {
        print::json(&json!({
            "user": person.user_name, "id": person.id, "email": person.attribute("email"),
            "active": false, "state": "gone", "since": print::instant(*since),
            "directory": directory, "attributes": attributes, "groups": [],
        }))?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    let since = print::local(*since);
    sheet.line(format_args!("{}  (disabled: not delivered since {since})", person.user_name));
    for (name, value) in &person.attributes {
        sheet.line(format_args!("  {name}: {value}"));
    }
    sheet.show()?;
    Ok(0)
}
