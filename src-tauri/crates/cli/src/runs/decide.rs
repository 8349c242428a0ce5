//! `rolecallctl runs approve` and `discard`: deciding on what guards held.

use crate::entry::{entry, now};
use crate::opened::there_to_write;
use crate::places::Kept;
use crate::print;
use anyhow::bail;
use rolecall_directory::NotSent;
use rolecall_engine::holding_runs;
use rolecall_store::{
    Approval, Discard, JournalStep, NewActivity, Page, StepFilter, StepKey, StepState, Store,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Lets exactly the steps go that the run held.
pub fn approve(number: i64, kept: &Kept) -> anyhow::Result<u8> {
    let store = there_to_write(&kept.state()?)?;
    let steps = undecided(&store, number)?;
    let keys: Vec<StepKey> = steps.iter().map(key).collect();
    store.approve(&keys, &Approval::by(&print::who(), now()))?;
    store.append(&entries("held_approved", number, &steps))?;
    if kept.json {
        print::json(&json!({"run": number, "approved": keys.len()}))?;
    } else {
        let (count, days) = (keys.len(), Approval::DAYS);
        print::text(&format!("{count} steps approved; sync within {days} days to send them\n"))?;
    }
    Ok(0)
}

/// Gives the steps up that the run held.
pub fn discard(number: i64, kept: &Kept) -> anyhow::Result<u8> {
    let store = there_to_write(&kept.state()?)?;
    let steps = undecided(&store, number)?;
    let (who, at) = (print::who(), now());
    let discards: Vec<Discard> = steps
        .iter()
        .map(|step| Discard { key: key(step), user: step.step.user.clone(), who: who.clone(), at })
        .collect();
    store.discard(&discards)?;
    store.append(&entries("held_discarded", number, &steps))?;
    if kept.json {
        print::json(&json!({"run": number, "discarded": discards.len()}))?;
    } else {
        let count = discards.len();
        print::text(&format!("{count} steps discarded until rules do not want them either\n"))?;
    }
    Ok(0)
}

/// Wants again what was given up of the run.
pub fn take_back(number: i64, kept: &Kept) -> anyhow::Result<u8> {
    let store = there_to_write(&kept.state()?)?;
    let held: BTreeSet<StepKey> = store.held_keys(number)?.into_iter().collect();
    let keys: Vec<StepKey> = store.discarded()?.into_iter().map(|one| one.key).collect();
    let keys: Vec<StepKey> = keys.into_iter().filter(|key| held.contains(key)).collect();
    if keys.is_empty() {
        bail!("nothing is given up of what run {number} held; there is nothing to take back");
    }
    store.undo_discard(&keys)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in &keys {
        *counts.entry(&key.target).or_default() += 1;
    }
    let entries = counts.into_iter().map(|(target, count)| NewActivity {
        target: Some(target.to_owned()),
        run: Some(number),
        ..entry("discard_taken_back", json!({"steps": count}))
    });
    store.append(&entries.collect::<Vec<_>>())?;
    if kept.json {
        print::json(&json!({"run": number, "taken_back": keys.len()}))?;
    } else {
        let count = keys.len();
        print::text(&format!("{count} steps are wanted again; the next plan has them\n"))?;
    }
    Ok(0)
}

fn key(step: &JournalStep) -> StepKey {
    StepKey::of(&step.target, &step.step)
}

/// The steps that guards held in the run and nobody decided on yet.
fn undecided(store: &Store, number: i64) -> anyhow::Result<Vec<JournalStep>> {
    let mut steps = held_in(store, number)?;
    let holding = holding_runs(store)?;
    let next = steps.iter().find_map(|step| holding.get(&step.target).copied());
    steps.retain(|step| holding.get(&step.target) == Some(&number));
    if let (true, Some(next)) = (steps.is_empty(), next) {
        bail!(
            "what run {number} held has lapsed, as run {next} planned anew; decide on what that \
             one holds"
        );
    }
    if steps.is_empty() {
        bail!(
            "run {number} holds no step that is still to be decided on; \"rolecallctl runs list\" \
             says which runs held some"
        );
    }
    Ok(steps)
}

/// What guards held in the run, as far as nobody approved or discarded it; a later plan may have
/// done away with it.
pub fn held_in(store: &Store, number: i64) -> anyhow::Result<Vec<JournalStep>> {
    store.run(number)?;
    let filter = StepFilter {
        state: Some(StepState::NotSent),
        not_sent: Some(NotSent::HeldByGuard),
        ..StepFilter::default()
    };
    let mut steps = store.steps(number, &filter, Page::ALL)?.rows;
    let approved = store.approved(now())?;
    let discarded: BTreeSet<StepKey> = store.discarded()?.into_iter().map(|one| one.key).collect();
    steps.retain(|step| !approved.contains(&key(step)) && !discarded.contains(&key(step)));
    Ok(steps)
}

/// One entry for each target and guard.
fn entries(kind: &str, number: i64, steps: &[JournalStep]) -> Vec<NewActivity> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for step in steps {
        let guard = step.guard.map_or("", |guard| guard.word());
        *counts.entry((&step.target, guard)).or_default() += 1;
    }
    let entries = counts.into_iter().map(|((target, guard), count)| NewActivity {
        target: Some(target.to_owned()),
        run: Some(number),
        ..entry(kind, json!({"steps": count, "guard": guard}))
    });
    entries.collect()
}
