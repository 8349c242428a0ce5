//! Why a condition does or does not match one person, clause by clause.

use crate::field::Field;
use crate::matching::matches_among;
use crate::own::{Own, in_english};
use roaring::RoaringBitmap;
use rolecall_directory::{Group, GroupOrigin, LIST_SEPARATOR, Snapshot};
use rolecall_scim::{Filter, Literal, Op};
use serde::Serialize;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

/// One clause of a condition, its result for a person, and the person's own value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseResult {
    /// The clause in its canonical text.
    pub clause: String,
    /// Whether it holds for the person.
    pub holds: bool,
    /// What the person has there, in English: a value, a membership path, or nothing.
    pub own: String,
    /// The same by codes and names, of several groups one by one.
    pub has: Vec<Own>,
}

/// Breaks `filter` into clauses and tells each one's result for the person in `row`.
#[must_use]
pub fn explain_condition(
    filter: &Filter,
    snapshot: &Snapshot,
    row: u32,
    now: i64,
) -> Vec<ClauseResult> {
    let person = RoaringBitmap::from_iter([row]);
    let clauses = filter.clauses().into_iter();
    let results = clauses.map(|clause| {
        let has = own_value(clause, snapshot, row);
        ClauseResult {
            clause: clause.to_string(),
            holds: !matches_among(clause, snapshot, now, &person).is_empty(),
            own: in_english(&has),
            has,
        }
    });
    results.collect()
}

pub(crate) fn own_value(clause: &Filter, snapshot: &Snapshot, row: u32) -> Vec<Own> {
    let field = clause.path().and_then(|p| Field::of(p, |name| snapshot.column(name).is_some()));
    match field {
        Some(Field::Groups(_)) => membership(clause, snapshot, row),
        Some(Field::OrgUnit) => vec![attribute("orgUnit", snapshot, row)],
        Some(Field::Attribute(name)) => vec![attribute(&name, snapshot, row)],
        None => vec![Own::Nothing],
    }
}

fn attribute(name: &str, snapshot: &Snapshot, row: u32) -> Own {
    let text = snapshot.person(row).attribute(name);
    let values = text.map(|text| text.split(LIST_SEPARATOR).map(str::to_owned).collect());
    values.map_or(Own::Nothing, Own::Values)
}

/// "in *EMEA* through *EMEA Sales*", "directly in *Sales*", or "not in *Sales*".
fn membership(clause: &Filter, snapshot: &Snapshot, row: u32) -> Vec<Own> {
    let named: Vec<&str> = match clause {
        Filter::Compare { op: Op::Eq | Op::Ne, value: Literal::Text(name), .. } => vec![name],
        Filter::In { values, .. } => {
            let texts = values.iter().filter_map(|value| match value {
                Literal::Text(name) => Some(name.as_str()),
                _ => None,
            });
            texts.collect()
        }
        _ => {
            let mine = snapshot.person(row).groups();
            let names: Vec<String> =
                mine.map(|(at, _)| snapshot.groups()[at as usize].display.clone()).collect();
            return vec![if names.is_empty() { Own::InNoGroup } else { Own::Groups(names) }];
        }
    };
    named.iter().map(|name| one_membership(name, snapshot, row)).collect()
}

fn one_membership(name: &str, snapshot: &Snapshot, row: u32) -> Own {
    let groups =
        snapshot.groups_named(name).iter().map(|&at| (at, &snapshot.groups()[at as usize]));
    for (at, group) in groups {
        if group.direct().contains(row) {
            return Own::DirectlyIn(group.display.clone());
        }
        if group.all().contains(row) {
            let path = path_down(at, snapshot, row);
            let group = group.display.clone();
            return if path.is_empty() {
                Own::ThroughUnit(group)
            } else {
                Own::Through(group, path)
            };
        }
    }
    if snapshot.groups_named(name).is_empty() {
        Own::NoSuchGroup(name.to_owned())
    } else {
        Own::NotIn(name.to_owned())
    }
}

/// The shortest way from group `top` down to one the person is directly in, without `top`. Where
/// it goes by an org unit above the person's own, the person's own ends it.
fn path_down(top: u32, snapshot: &Snapshot, row: u32) -> Vec<String> {
    let groups = snapshot.groups();
    let mut came_from = HashMap::from([(top, top)]);
    let mut queue = VecDeque::from([top]);
    let mut by_unit = None;
    while let Some(at) = queue.pop_front() {
        if at != top && groups[at as usize].direct().contains(row) {
            return way(top, at, &came_from, groups);
        }
        let mut leads_on = false;
        for &child in &groups[at as usize].children {
            if groups[child as usize].all().contains(row) {
                leads_on = true;
                if let Entry::Vacant(entry) = came_from.entry(child) {
                    entry.insert(at);
                    queue.push_back(child);
                }
            }
        }
        if !leads_on && groups[at as usize].origin != GroupOrigin::Source {
            by_unit = by_unit.or(Some(at));
        }
    }
    let Some(unit) = by_unit else { return Vec::new() };
    let mut path = way(top, unit, &came_from, groups);
    path.extend(own_unit(snapshot, row));
    path
}

/// The groups from below `top` down to `at`.
fn way(top: u32, at: u32, came_from: &HashMap<u32, u32>, groups: &[Group]) -> Vec<String> {
    let mut path = Vec::new();
    let mut here = at;
    while here != top {
        path.push(groups[here as usize].display.clone());
        let Some(&above) = came_from.get(&here) else { break };
        here = above;
    }
    path.reverse();
    path
}

/// The group of the org unit that the person is in.
fn own_unit(snapshot: &Snapshot, row: u32) -> Option<String> {
    let unit = snapshot.person(row).attribute("orgUnit")?;
    let mine = snapshot.groups().iter().filter(|group| {
        group.origin != GroupOrigin::Source
            && group.direct().contains(row)
            && group.display.ends_with(unit)
    });
    mine.map(|group| group.display.clone()).next()
}
