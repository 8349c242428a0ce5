//! Org units: the tree, and one of them with what its people are given.

use crate::latest::Latest;
use crate::paging::page_of;
use crate::people_view::PeopleView;
use crate::seats::Seats;
use crate::types::{
    OrgUnitDetails, OrgUnitGroup, OrgUnitItem, OrgUnitList, OrgUnitRequest, OrgUnitRule,
    OrgUnitValue, OrgUnitsRequest,
};
use crate::{App, AppError};
use roaring::RoaringBitmap;
use rolecall_directory::{Folded, GroupOrigin, OrgUnit, org_unit_ancestors};
use rolecall_engine::{Planned, PlannedTarget};
use rolecall_rules::{Given, SpeakerSource};
use std::cmp::Reverse;
use std::ops::Bound;
use std::sync::Arc;

/// How many values a page lists; what comes after them is counted.
const SHOWN: usize = 60;

/// The org units that are asked for, a page of them by name.
pub(crate) fn list(app: &App, request: &OrgUnitsRequest) -> Result<OrgUnitList, AppError> {
    let view = app.people()?;
    let text = Folded::new(request.text.trim());
    let units: Vec<&OrgUnit> = if text.as_str().is_empty() {
        children(&view, request.parent.as_deref()).collect()
    } else {
        let all = view.snapshot().org_units().values();
        all.filter(|unit| Folded::new(name_of(&unit.path)).as_str().contains(text.as_str()))
            .collect()
    };
    let names = view.places_of(&request.language, units.iter().map(|unit| name_of(&unit.path)));
    let mut units: Vec<(u32, &OrgUnit)> = names.into_iter().zip(units).collect();
    units.sort_by_key(|(name, unit)| (*name, unit.path.as_str()));
    let total = units.len() as u64;
    let items = page_of(units, request.page).map(|(_, unit)| item(&view, unit)).collect();
    Ok(OrgUnitList { total, items })
}

/// The last part of a path; the root is its own name.
fn name_of(path: &str) -> &str {
    path.rsplit('/').find(|part| !part.is_empty()).unwrap_or("/")
}

/// The org units directly below `parent`, those that nothing is above without one.
fn children<'a>(
    view: &'a PeopleView,
    parent: Option<&str>,
) -> impl Iterator<Item = &'a OrgUnit> + use<'a> {
    let units = view.snapshot().org_units();
    let root = parent.is_none().then(|| units.get(&Folded::new("/"))).flatten();
    let prefix = match (parent, root) {
        (None, Some(_)) => None,
        (None | Some("/"), _) => Some("/".to_owned()),
        (Some(path), _) => Some(format!("{}/", Folded::new(path).as_str())),
    };
    let mut from = prefix.clone().map(|prefix| Bound::Excluded(Folded::new(&prefix)));
    let below = std::iter::from_fn(move || {
        let prefix = prefix.as_deref()?;
        let (path, unit) = units.range((from.take()?, Bound::Unbounded)).next()?;
        let rest = path.as_str().strip_prefix(prefix)?;
        let own = rest.split('/').next().unwrap_or_default();
        // Past everything below this one: `0` is the letter after `/`.
        let next = if own.len() == rest.len() {
            Bound::Excluded(path.clone())
        } else {
            Bound::Included(Folded::new(&format!("{prefix}{own}0")))
        };
        from = Some(next);
        Some((own.len() == rest.len()).then_some(unit))
    });
    root.into_iter().chain(below.flatten())
}

fn item(view: &PeopleView, unit: &OrgUnit) -> OrgUnitItem {
    OrgUnitItem {
        path: unit.path.clone(),
        name: name_of(&unit.path).to_owned(),
        here: unit.here.len(),
        below: unit.below.len(),
        children: children(view, Some(&unit.path)).count() as u64,
    }
}

/// An org unit's page. What its people are given is told by the latest plan, which is made where
/// there is none.
///
/// # Errors
/// `not_found` without such an org unit.
pub(crate) async fn show(
    app: &Arc<App>,
    request: OrgUnitRequest,
) -> Result<OrgUnitDetails, AppError> {
    let path = Folded::new(&request.path);
    let there = path.clone();
    app.work(move |app| {
        let known = app.people()?.snapshot().org_units().contains_key(&there);
        if known { Ok(()) } else { Err(AppError::not_found("org unit", there.as_str())) }
    })
    .await?;
    let latest = app.latest_or_plan().await?;
    app.work(move |app| details(&*app.people()?, &path, &latest, &app.seats()?)).await
}

fn details(
    view: &PeopleView,
    path: &Folded,
    latest: &Latest,
    seats: &Seats,
) -> Result<OrgUnitDetails, AppError> {
    let units = view.snapshot().org_units();
    let unit = units.get(path).ok_or_else(|| AppError::not_found("org unit", path.as_str()))?;
    let above = org_unit_ancestors(&unit.path).filter_map(|path| units.get(&Folded::new(path)));
    let above = above.filter(|one| one.path != unit.path).map(|unit| item(view, unit)).collect();
    let planned = &latest.planned;
    let people = planned.reading.snapshot.org_units().get(path).map(|unit| &unit.below);
    let (mut given, unread) = people.map(|below| given_to(below, planned)).unwrap_or_default();
    // A run since the plan gave and took seats.
    for one in given.iter_mut().filter(|one| one.used.is_some()) {
        if let Some(kept) = seats.of(&one.target, &one.slot, &one.value) {
            one.used = Some(kept.used);
        }
    }
    given.sort_by_cached_key(|one| {
        let name = (one.target.clone(), one.slot.clone(), one.value.clone());
        (one.seats.is_none(), Reverse(one.people), name)
    });
    let more = given.len().saturating_sub(SHOWN) as u64;
    given.truncate(SHOWN);
    Ok(OrgUnitDetails {
        unit: item(view, unit),
        above,
        groups: groups(view, unit),
        given,
        more,
        unread,
    })
}

/// The groups that stand for `unit`.
fn groups(view: &PeopleView, unit: &OrgUnit) -> Vec<OrgUnitGroup> {
    let directories = (0u16..).zip(view.directories());
    let named = directories.filter_map(|(at, directory)| {
        let name = format!("{}{}", directory.org_unit_prefix, unit.path);
        let known = view.snapshot().groups_named(&name).iter();
        let mut known = known.map(|&group| &view.snapshot().groups()[group as usize]);
        let group = known.find(|one| one.directory == at && one.origin != GroupOrigin::Source)?;
        let (id, name) = (group.id.clone(), group.display.clone());
        Some(OrgUnitGroup { directory: directory.name.clone(), id, name })
    });
    named.collect()
}

/// What the people in `rows` are given, and the targets of which nothing is known.
fn given_to(rows: &RoaringBitmap, planned: &Planned) -> (Vec<OrgUnitValue>, Vec<String>) {
    let mut values = Vec::new();
    let unread = planned.targets.iter().filter(|target| target.error.is_some());
    let unread = unread.map(|target| target.name.clone()).collect();
    for (target, definition) in planned.targets.iter().zip(&planned.configuration.targets) {
        if target.error.is_some() {
            continue;
        }
        for (at, resolved) in target.plan.resolution.slots.iter().enumerate() {
            let Some(slot) = definition.slots.get(at) else { continue };
            for (value, given) in &resolved.values {
                let people = given.people.intersection_len(rows);
                if people > 0 {
                    let without = (target.plan.steps.slots.get(at))
                        .and_then(|slot| slot.values.get(value))
                        .map_or(0, |steps| steps.without_seat.intersection_len(rows));
                    let name = (slot.name.as_str(), value.as_str());
                    let rules = rules(planned, given, rows);
                    values.push(told(target, name, (people, without), rules));
                }
            }
        }
    }
    (values, unread)
}

fn told(
    target: &PlannedTarget,
    (slot, value): (&str, &str),
    (people, without_seat): (u64, u64),
    rules: Vec<OrgUnitRule>,
) -> OrgUnitValue {
    let mut counts = target.plan.seats.iter();
    let seats = counts.find(|one| one.slot == slot && one.value == value);
    OrgUnitValue {
        target: target.name.clone(),
        slot: slot.to_owned(),
        value: value.to_owned(),
        people,
        without_seat,
        seats: seats.map(|one| one.seats),
        used: seats.map(|one| one.used),
        rules,
    }
}

/// The rules that give a value to people in `rows`, highest first.
fn rules(planned: &Planned, given: &Given, rows: &RoaringBitmap) -> Vec<OrgUnitRule> {
    let grants = given.grants.iter().filter_map(|grant| {
        let people = grant.people.intersection_len(rows);
        let speaker = planned.rules.speaker(grant.speaker).filter(|_| people > 0)?;
        let id = match speaker.source {
            SpeakerSource::Rule(at) => {
                planned.configuration.rules.get(at).map(|rule| rule.id.clone())
            }
            SpeakerSource::Exception(_) => None,
        };
        Some(OrgUnitRule { id, name: speaker.name.clone(), people })
    });
    grants.collect()
}
