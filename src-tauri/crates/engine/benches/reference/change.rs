//! A hundred people changed at the source, up to the steps that follow.

use crate::Failure;
use crate::loaded::{open, steps};
use crate::process::{median, part, peak, timed};
use rolecall_directory::{GroupOrigin, PersonChange, PersonRecord, Snapshot};
use serde_json::{Value, json};
use std::path::Path;

/// How many people change at once.
const PEOPLE: u32 = 100;
/// How often, other people each time.
const ROUNDS: u32 = 9;
/// Columns that a record has fields of its own for.
const APART: [&str; 4] = ["id", "userName", "active", "orgUnit"];

pub fn measure(workspace: &Path) -> Result<Value, Failure> {
    let mut planned = open(workspace)?;
    let mut times = Vec::new();
    let before: u64 = planned.targets.iter().map(|target| steps(&target.plan)).sum();
    // What changes look up is made ready once, while nobody waits for it.
    let (prepared, ()) = timed(|| planned.prepare_changes());
    for round in 0..ROUNDS {
        let snapshot = &planned.reading.snapshot;
        let apart = (snapshot.people() / PEOPLE).max(1);
        let rows = (0..PEOPLE).map(|one| (one * apart + round) % snapshot.people());
        let changes: Vec<_> = rows.map(|row| change(snapshot, row)).collect();
        let (took, after) = timed(|| planned.after(&changes));
        planned = after;
        times.push(took);
    }
    let after: u64 = planned.targets.iter().map(|target| steps(&target.plan)).sum();
    if before == after {
        return Err("the changes led to no other steps; their times would say nothing".into());
    }
    Ok(json!({
        "people": PEOPLE,
        "prepared_ms": prepared,
        "first_ms": times.first(),
        "median_ms": median(&times),
        "worst_ms": part(&times, 1.0),
        "steps_before": before,
        "steps_after": after,
        "peak_mb": peak(),
    }))
}

/// What becomes of the person in `row`: another title, another group, another department, or they leave.
fn change(snapshot: &Snapshot, row: u32) -> PersonChange {
    let person = snapshot.person(row);
    let directory = person.directory();
    if row % 7 == 6 {
        return PersonChange::Gone { directory, id: person.id().to_owned() };
    }
    let columns = snapshot.column_names().iter().filter(|name| !APART.contains(&name.as_str()));
    let attributes = columns.filter_map(|name| {
        let value = match (name.as_str(), row % 3) {
            ("title", 0) => "Director",
            ("department", 1) => "Department 007",
            _ => person.attribute(name)?,
        };
        Some((name.clone(), value.to_owned()))
    });
    let attributes = attributes.collect();
    let direct = person.groups().filter(|(_, is_direct)| *is_direct);
    let groups = direct.map(|(group, _)| &snapshot.groups()[group as usize]);
    let listed = groups.filter(|group| group.origin == GroupOrigin::Source);
    let names = listed.map(|group| group.display.clone());
    let more = (row % 3 == 2).then(|| "Team 00001".to_owned());
    let person = PersonRecord {
        id: person.id().to_owned(),
        user_name: person.user_name().to_owned(),
        active: person.is_active(),
        org_unit: person.attribute("orgUnit").map(str::to_owned),
        attributes,
        groups: names.chain(more).collect(),
    };
    PersonChange::Here { directory, person }
}
