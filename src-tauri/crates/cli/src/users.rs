//! `rolecallctl users`: people as they were last read into the workspace.

use crate::arguments::UsersCommand;
use crate::opened::{configuration, there};
use crate::places::Kept;
use crate::print::{self, Sheet};
use anyhow::bail;
use rolecall_directory::{Configuration, Folded, Snapshot};
use rolecall_engine::cached_reading;
use serde_json::{Map, Value, json};

/// Runs a command on people.
pub fn run(command: &UsersCommand) -> anyhow::Result<u8> {
    match command {
        UsersCommand::List(kept) => list(kept),
        UsersCommand::Show { user, place } => show(user, place),
    }
}

fn read(kept: &Kept) -> anyhow::Result<(Configuration, Snapshot)> {
    let configuration = configuration(kept)?;
    let store = there(&kept.state()?)?;
    let snapshot = cached_reading(&store, &configuration)?.snapshot;
    Ok((configuration, snapshot))
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let (configuration, snapshot) = read(kept)?;
    let mut rows: Vec<(Folded, u32)> = (0..snapshot.people())
        .map(|row| (Folded::new(snapshot.person(row).user_name()), row))
        .collect();
    rows.sort();
    if kept.json {
        let people = rows.iter().map(|&(_, row)| person(&configuration, &snapshot, row));
        print::json(&people.collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for (_, row) in rows {
        let person = snapshot.person(row);
        let inactive = if person.is_active() { "" } else { "  (inactive)" };
        sheet.line(format_args!("{}  {}{inactive}", person.user_name(), person.display_name()));
    }
    sheet.show()?;
    Ok(0)
}

fn person(configuration: &Configuration, snapshot: &Snapshot, row: u32) -> Value {
    let person = snapshot.person(row);
    let directory = configuration.directories.get(person.directory());
    json!({
        "user": person.user_name(),
        "id": person.id(),
        "name": person.display_name(),
        "email": person.email(),
        "active": person.is_active(),
        "directory": directory.map(|directory| &directory.name),
    })
}

fn show(user: &str, kept: &Kept) -> anyhow::Result<u8> {
    let (configuration, snapshot) = read(kept)?;
    let Some(&row) = snapshot.rows_named(user).first() else {
        bail!(
            "nobody called {user} was read; \"rolecallctl users list\" says who was, and a sync \
             reads again"
        );
    };
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
        let mut shown = person(&configuration, &snapshot, row);
        let groups = groups.iter().map(|(name, direct)| json!({"name": name, "direct": direct}));
        shown["attributes"] = Value::Object(attributes);
        shown["groups"] = groups.collect();
        print::json(&shown)?;
        return Ok(0);
    }
    sheet(&snapshot, row, &attributes, &groups).show()?;
    Ok(0)
}

fn sheet(
    snapshot: &Snapshot,
    row: u32,
    attributes: &Map<String, Value>,
    groups: &[(&str, bool)],
) -> Sheet {
    let mut sheet = Sheet::default();
    let person = snapshot.person(row);
    let inactive = if person.is_active() { "" } else { "  (inactive)" };
    sheet.line(format_args!("{}  {}{inactive}", person.user_name(), person.display_name()));
    for (name, values) in attributes {
        let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        sheet.line(format_args!("  {name}: {}", values.collect::<Vec<_>>().join(", ")));
    }
    for (name, direct) in groups {
        let how = if *direct { "directly" } else { "inherited" };
        sheet.line(format_args!("  in {name} ({how})"));
    }
    sheet
}
