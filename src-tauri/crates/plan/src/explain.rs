//! Why one person has, or lacks, a value.

use crate::target_plan::{PlanInput, TargetPlan};
use rolecall_directory::{Gives, ValueSource, Withholding};
use rolecall_rules::{ClauseResult, Speaker, SpeakerSource, explain_condition, matches};
use rolecall_scim::{Dialect, Filter};
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

/// What one rule or exception has to say on a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleVoice {
    /// The rule's name; for an exception `exception: ` and its reason.
    pub rule: String,
    /// Whether it matches the person.
    pub matches: bool,
    /// `assigns`, `withholds`, `assigns none`, or `assigns another value`.
    pub does: String,
    /// Each clause with its result and the person's own value, in words.
    pub because: String,
    /// The same, clause by clause.
    #[serde(skip)]
    pub clauses: Vec<ClauseResult>,
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
    /// Every exception and enabled rule that names the value, highest first; in a slot of one
    /// also those that decide the slot otherwise.
    pub rules: Vec<RuleVoice>,
}

/// Explains every value that a rule names for the person in `row` or that their account holds.
#[must_use]
pub fn explain_person(input: &PlanInput<'_>, plan: &TargetPlan, row: u32) -> Vec<ValueExplanation> {
    let mut all = Vec::new();
    for (index, definition) in input.target.slots.iter().enumerate() {
        let mut values: BTreeSet<String> = BTreeSet::new();
        for value in plan.actual.values(&definition.name) {
            if plan.actual.held(&definition.name, value).held.contains(row) {
                values.insert(value.to_owned());
            }
        }
        for speaker in input.rules.speakers() {
            values.extend(named_values(input, speaker, index, row));
        }
        for value in values {
            let rules = voices(input, index, &value, row);
            let state = state(plan, definition.many, index, &definition.name, &value, row, &rules);
            all.push(ValueExplanation { slot: definition.name.clone(), value, state, rules });
        }
    }
    all.sort_by(|a, b| (&a.slot, &a.value).cmp(&(&b.slot, &b.value)));
    all
}

fn state(
    plan: &TargetPlan,
    many: bool,
    index: usize,
    slot: &str,
    value: &str,
    row: u32,
    voices: &[RuleVoice],
) -> ValueState {
    let held = plan.actual.held(slot, value);
    let entry = plan.steps.slots[index].values.get(value);
    let in_steps = |pick: fn(&crate::ValueSteps) -> &roaring::RoaringBitmap| {
        entry.is_some_and(|entry| pick(entry).contains(row))
    };
    let granted = plan.resolution.slots[index].people(value).contains(row);
    if in_steps(|e| &e.held_assign) || in_steps(|e| &e.held_unassign) {
        return ValueState::Held;
    }
    if plan.steps.all_held && (in_steps(|e| &e.assign) || in_steps(|e| &e.unassign)) {
        return ValueState::Held;
    }
    if in_steps(|e| &e.without_seat) {
        return ValueState::WithoutSeat;
    }
    if granted {
        return ValueState::Granted;
    }
    if held.held.contains(row) && !held.managed.contains(row) && !in_steps(|e| &e.unassign) {
        return ValueState::Unmanaged;
    }
    let says = |what: &str| voices.iter().any(|voice| voice.matches && voice.does == what);
    let first = voices.iter().find(|voice| voice.matches);
    match first {
        Some(voice) if voice.does == "withholds" => ValueState::Withheld,
        _ if !many && says("assigns") && !withheld_where_assigned(voices) => ValueState::Suppressed,
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

fn voices(input: &PlanInput<'_>, index: usize, value: &str, row: u32) -> Vec<RuleVoice> {
    let mut all = Vec::new();
    for speaker in input.rules.speakers() {
        let Some(does) = deed(input, speaker, index, value, row) else { continue };
        let (rule, clauses) = match speaker.source {
            SpeakerSource::Exception(_) => (format!("exception: {}", speaker.name), Vec::new()),
            SpeakerSource::Rule(at) => {
                let text = &input.configuration.rules[at].when;
                let clauses = Filter::parse(text, Dialect::Condition)
                    .map(|filter| explain_condition(&filter, input.snapshot, row, input.now));
                (speaker.name.clone(), clauses.unwrap_or_default())
            }
        };
        let because = if clauses.is_empty() {
            "made for this person".to_owned()
        } else {
            let words = clauses.iter().map(|clause| {
                let result = if clause.holds { "yes" } else { "no" };
                format!("{} ({}): {result}", clause.clause, clause.own)
            });
            words.collect::<Vec<_>>().join("; ")
        };
        // An inactive person is matched by no rule, whatever the clauses say.
        let matches = speaker.people.contains(row);
        let because = match (matches, input.population.in_scope.contains(row)) {
            (false, false) => format!("not active or not in scope; {because}"),
            _ => because,
        };
        all.push(RuleVoice { rule, matches, does, because, clauses });
    }
    all
}

/// What `speaker` does with `value` in the slot, were it to match; `None` when it does not speak.
fn deed(
    input: &PlanInput<'_>,
    speaker: &Speaker,
    index: usize,
    value: &str,
    row: u32,
) -> Option<String> {
    let definition = &input.target.slots[index];
    let here = |target: &str, slot: &str| target == input.target.name && slot == definition.name;
    let withholds = speaker.withholds.iter().filter(|w| here(&w.target, &w.slot));
    let names = |sources: &[ValueSource]| sources.iter().any(|s| stands_for(input, s, value, row));
    if withholds.into_iter().any(|Withholding { values, .. }| names(values)) {
        return Some("withholds".to_owned());
    }
    for assignment in speaker.assigns.iter().filter(|a| here(&a.target, &a.slot)) {
        match &assignment.gives {
            Gives::Nothing if !definition.many => return Some("assigns none".to_owned()),
            Gives::Values(values) if names(values) => return Some("assigns".to_owned()),
            Gives::Values(_) if !definition.many => {
                return Some("assigns another value".to_owned());
            }
            Gives::Nothing | Gives::Values(_) => {}
        }
    }
    None
}

fn stands_for(input: &PlanInput<'_>, source: &ValueSource, value: &str, row: u32) -> bool {
    match source {
        ValueSource::Fixed(fixed) => fixed == value,
        ValueSource::Groups { prefix } => {
            let prefix = prefix.as_deref().unwrap_or_default();
            let person = input.snapshot.person(row);
            value.starts_with(prefix)
                && person
                    .groups()
                    .any(|(at, _)| input.snapshot.groups()[at as usize].display == value)
        }
        ValueSource::Attribute(name) => {
            let Ok(filter) = Filter::parse(&format!("{name} pr"), Dialect::Condition) else {
                return false;
            };
            matches(&filter, input.snapshot, input.now).contains(row)
                && input.snapshot.column(name).is_some_and(|c| c.elements(row).any(|e| e == value))
        }
    }
}

/// The values that `speaker` names for the person: those written out, and those its templates
/// stand for.
fn named_values(
    input: &PlanInput<'_>,
    speaker: &Speaker,
    index: usize,
    row: u32,
) -> BTreeSet<String> {
    let slot = &input.target.slots[index].name;
    let here = |target: &str, name: &str| target == input.target.name && name == slot;
    let assigned =
        speaker.assigns.iter().filter(|a| here(&a.target, &a.slot)).flat_map(|a| match &a.gives {
            Gives::Nothing => &[][..],
            Gives::Values(values) => values.as_slice(),
        });
    let withheld =
        speaker.withholds.iter().filter(|w| here(&w.target, &w.slot)).flat_map(|w| &w.values);
    let mut values = BTreeSet::new();
    for source in assigned.chain(withheld) {
        match source {
            ValueSource::Fixed(value) => {
                values.insert(value.clone());
            }
            ValueSource::Groups { prefix } => {
                let prefix = prefix.as_deref().unwrap_or_default();
                let mine = input.snapshot.person(row).groups();
                let names =
                    mine.map(|(at, _)| input.snapshot.groups()[at as usize].display.clone());
                values.extend(names.filter(|name| name.starts_with(prefix)));
            }
            ValueSource::Attribute(name) => {
                let column = input.snapshot.column(name);
                values.extend(column.into_iter().flat_map(|c| c.elements(row)).map(str::to_owned));
            }
        }
    }
    values
}
