//! `rolecallctl rules effect`: what other rules would change, without changing anything.

use super::effect_sheet::sheet;
use crate::opened;
use crate::places::Place;
use crate::print;
use anyhow::bail;
use roaring::RoaringBitmap;
use rolecall_directory::{Configuration, Held};
use rolecall_engine::load_configuration;
use rolecall_plan::{BaseTarget, Candidate, SeatCount, TargetEffect, ValueEffect};
use serde::Serialize;
use serde_json::Map;
use std::path::Path;

/// What would change, a target each; the lists are sorted by code points.
#[derive(Debug, Serialize)]
struct Answer {
    targets: Map<String, serde_json::Value>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Summary {
    people: u64,
}

/// What would change in one target.
#[derive(Debug, Default, Serialize)]
pub(super) struct TargetAnswer {
    pub(super) accounts: Accounts,
    pub(super) gain: Vec<UserValue>,
    pub(super) lose: Vec<UserValue>,
    pub(super) without_seat: Vec<UserValue>,
    pub(super) held: Vec<Held>,
    pub(super) seats: Vec<SeatCount>,
}

/// The accounts for which something changes.
#[derive(Debug, Default, Serialize)]
pub(super) struct Accounts {
    pub(super) create: Vec<String>,
    pub(super) suspend: Vec<String>,
    pub(super) reactivate: Vec<String>,
    pub(super) adopt: Vec<String>,
}

/// Somebody, and a value of a slot.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct UserValue {
    pub(super) user: String,
    pub(super) slot: String,
    pub(super) value: String,
}

/// Tries the rules, exceptions and rule tests of the file `with` over the people and accounts of
/// `place`.
pub async fn run(with: &Path, place: &Place) -> anyhow::Result<u8> {
    let tried = load_configuration(with)?;
    let opened = opened::open(place).await?;
    refuse_strangers(&opened.configuration, &tried, with)?;
    let store = opened.store_if_there()?;
    let planned = opened.engine.plan(&opened.configuration, store.as_ref()).await?;
    let base = planned.base();
    let candidate = Candidate::new(&base, &tried)?;
    let effect = candidate.effect();
    let mut answers = Vec::new();
    let mut code = 0;
    for (index, target) in planned.targets.iter().enumerate() {
        if let Some(error) = &target.error {
            print::note(format_args!("{}: {error}", target.name));
            code = 1;
        }
        let found = (base.targets[index].as_ref(), effect.targets[index].as_ref());
        if let (Some(base), Some(effect)) = found {
            answers.push((base.input.target, answer(base, effect)));
        }
    }
    let people = effect.people();
    if place.kept.json {
        let mut targets = Map::new();
        for (target, answer) in &answers {
            targets.insert(target.name.clone(), serde_json::to_value(answer)?);
        }
        print::json(&Answer { targets, summary: Summary { people } })?;
    } else {
        sheet(people, &answers, &candidate, &base).show()?;
    }
    opened.close().await?;
    Ok(code)
}

/// Refuses rules that speak of a target or slot that is not among those they are tried on.
fn refuse_strangers(
    present: &Configuration,
    tried: &Configuration,
    with: &Path,
) -> anyhow::Result<()> {
    let rules = tried.rules.iter().map(|rule| (&rule.name, &rule.assigns, &rule.withholds));
    let exceptions = tried.exceptions.iter().map(|one| (&one.user, &one.assigns, &one.withholds));
    for (name, assigns, withholds) in rules.chain(exceptions) {
        let assigned = assigns.iter().map(|one| (&one.target, &one.slot));
        let withheld = withholds.iter().map(|one| (&one.target, &one.slot));
        for (target, slot) in assigned.chain(withheld) {
            let known = present.target(target).is_some_and(|known| known.slot(slot).is_some());
            if !known {
                bail!(
                    "{}: \"{name}\" names the slot {slot} of the target {target}, which the \
                     configuration it is tried on does not have; add it there first",
                    with.display()
                );
            }
        }
    }
    Ok(())
}

fn answer(base: &BaseTarget<'_>, effect: &TargetEffect) -> TargetAnswer {
    let users = |set: &RoaringBitmap| {
        let user = |subject| base.plan.user(&base.input, subject).to_owned();
        let mut users: Vec<String> = set.iter().map(user).collect();
        users.sort();
        users
    };
    let values = |pick: fn(&ValueEffect) -> &RoaringBitmap| {
        let mut all = Vec::new();
        for one in &effect.values {
            let slot = &base.input.target.slots[one.slot].name;
            all.extend(users(pick(one)).into_iter().map(|user| UserValue {
                user,
                slot: slot.clone(),
                value: one.value.clone(),
            }));
        }
        all.sort();
        all
    };
    let mut held: Vec<Held> = effect.guards.iter().map(|guard| guard.held.clone()).collect();
    held.sort_by(|a, b| {
        (a.guard.word(), &a.slot, &a.value).cmp(&(b.guard.word(), &b.slot, &b.value))
    });
    TargetAnswer {
        accounts: Accounts {
            create: users(&effect.create),
            suspend: users(&effect.suspend),
            reactivate: users(&effect.reactivate),
            adopt: users(&effect.adopt),
        },
        gain: values(|one| &one.gain),
        lose: values(|one| &one.lose),
        without_seat: values(|one| &one.no_seat),
        held,
        seats: effect.seats.clone(),
    }
}
