//! Why one person has, or lacks, a value.

use crate::target_plan::{PlanInput, TargetPlan, ValueSteps};
use crate::voice::{Place, RuleVoice};
use roaring::RoaringBitmap;
use rolecall_directory::SlotDefinition;
use rolecall_rules::{Speaker, SpeakerSource};
use serde::Serialize;
use std::collections::BTreeSet;

/// How it stands with a value for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueState {
    /// Rules give it, and nothing stands in the way.
    Granted,
    /// A rule gives it, but a higher one decided the slot.
    Suppressed,
    /// A rule withholds it.
    Withheld,
    /// No rule that matches gives it.
    NotGranted,
    /// Rules give it, but no seat is left.
    WithoutSeat,
    /// A guard holds the step.
    Held,
    /// The account holds it, and Rolecall does not manage that.
    Unmanaged,
}

/// How it stands with one value for a person, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueExplanation {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// How it stands.
    pub state: ValueState,
    /// When it will be taken away, in seconds since 1970, where its grace lets it wait.
    #[serde(skip)]
    pub pending_until: Option<i64>,
    /// Every exception and enabled rule that names the value, highest first; in a slot of one
    /// also those that decide the slot otherwise.
    pub rules: Vec<RuleVoice>,
}

/// Explains every value that a rule or an exception of theirs names for the person in `row`, or
/// that their account holds.
#[must_use]
pub fn explain_person(input: &PlanInput<'_>, plan: &TargetPlan, row: u32) -> Vec<ValueExplanation> {
    let speakers = input.rules.speakers().iter();
    let speakers: Vec<&Speaker> =
        speakers.filter(|speaker| speaks_of(input, speaker, row)).collect();
    let mut all = Vec::new();
    for (index, definition) in input.target.slots.iter().enumerate() {
        let place = Place { input, slot: definition, row };
        let held = plan.actual.values(&definition.name);
        let held = held.filter(|v| plan.actual.held(&definition.name, v).held.contains(row));
        let mut values: BTreeSet<String> = held.map(str::to_owned).collect();
        for speaker in &speakers {
            values.extend(place.named_by(speaker));
        }
        for value in values {
            let rules = place.voices(&speakers, &value);
            let state = state(plan, definition, index, &value, row, &rules);
            let pending_until = plan.waits.until(row, index, &value);
            let slot = definition.name.clone();
            all.push(ValueExplanation { slot, value, state, pending_until, rules });
        }
    }
    all.sort_by(|a, b| (&a.slot, &a.value).cmp(&(&b.slot, &b.value)));
    all
}

/// Whether `speaker` can have anything to do with the person: an exception only with its own.
fn speaks_of(input: &PlanInput<'_>, speaker: &Speaker, row: u32) -> bool {
    match speaker.source {
        SpeakerSource::Rule(_) => true,
        SpeakerSource::Exception(at) => {
            let user = &input.configuration.exceptions[at].user;
            input.snapshot.rows_named(user).contains(&row)
        }
    }
}

fn state(
    plan: &TargetPlan,
    definition: &SlotDefinition,
    index: usize,
    value: &str,
    row: u32,
    voices: &[RuleVoice],
) -> ValueState {
    let held = plan.actual.held(&definition.name, value);
    let slot = plan.steps.slots.get(index);
    let entry = slot.and_then(|slot| slot.values.get(value));
    let is_held = slot.zip(entry).is_some_and(|(slot, entry)| {
        slot.held_assign(entry).contains(row) || slot.held_unassign(entry).contains(row)
    });
    let in_steps = |pick: fn(&ValueSteps) -> &RoaringBitmap| {
        entry.is_some_and(|entry| pick(entry).contains(row))
    };
    let resolution = plan.resolution.slots.get(index);
    let granted = resolution.is_some_and(|slot| slot.people(value).contains(row));
    if is_held {
        return ValueState::Held;
    }
    if in_steps(|e| &e.without_seat) {
        return ValueState::WithoutSeat;
    }
    if granted {
        return ValueState::Granted;
    }
    if held.unmanaged.contains(row) && !in_steps(|e| &e.unassign) {
        return ValueState::Unmanaged;
    }
    let says = |what: &str| voices.iter().any(|voice| voice.matches && voice.does == what);
    let first = voices.iter().find(|voice| voice.matches);
    match first {
        Some(voice) if voice.does == "withholds" => ValueState::Withheld,
        _ if !definition.many && says("assigns") && !withheld_where_assigned(voices) => {
            ValueState::Suppressed
        }
        _ if says("withholds") => ValueState::Withheld,
        _ => ValueState::NotGranted,
    }
}

/// Whether each matching rule that assigns the value stands at or below one that withholds it.
fn withheld_where_assigned(voices: &[RuleVoice]) -> bool {
    let mut withheld = false;
    for voice in voices.iter().filter(|voice| voice.matches) {
        match voice.does.as_str() {
            "withholds" => withheld = true,
            "assigns" if !withheld => return false,
            _ => {}
        }
    }
    true
}
