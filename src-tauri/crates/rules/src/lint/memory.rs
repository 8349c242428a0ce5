//! What was found of shadows, kept from one edit to the next.

use crate::revise::Changed;
use crate::speaker::{RuleSet, Speaker, SpeakerSource};
use rolecall_directory::{Configuration, Gives, ValueSource};
use std::collections::{BTreeMap, HashMap};

/// What [`lint_again`](crate::lint_again) found before, over one Snapshot and the same targets:
/// after an edit it looks again only at rules that the edit can concern.
#[derive(Debug, Default)]
pub struct LintMemory {
    /// The rules as they were looked at last.
    rules: RuleSet,
    /// By a speaker's number: those that leave it nothing, where there are any.
    shadows: HashMap<u32, Option<Vec<u32>>>,
}

impl LintMemory {
    /// Forgets what the difference between the rules seen last and `rules` may have changed.
    pub(super) fn follow(&mut self, rules: &RuleSet, configuration: &Configuration) {
        let changed = self.rules.changes_to(rules);
        self.shadows.retain(|number, _| {
            let Some(speaker) = rules.speaker(*number) else { return false };
            changed.iter().all(|one| !concerns(one, speaker, configuration))
        });
        let speakers = rules.speakers.clone();
        self.rules = RuleSet { speakers, ..RuleSet::default() };
        self.rules.index();
    }

    /// Whether it is known which rules leave nothing to `speaker`.
    pub(super) fn knows(&self, speaker: &Speaker) -> bool {
        self.shadows.contains_key(&speaker.number)
    }

    /// The rules that leave nothing to `speaker`, highest first; `find` tells them where that is
    /// not known.
    pub(super) fn shadow(
        &mut self,
        speaker: &Speaker,
        rules: &RuleSet,
        find: impl FnOnce() -> Option<Vec<usize>>,
    ) -> Option<Vec<usize>> {
        if let Some(known) = self.shadows.get(&speaker.number) {
            let indexes = |numbers: &Vec<u32>| {
                let mut found: Vec<usize> =
                    numbers.iter().filter_map(|&number| rule_of(rules.speaker(number)?)).collect();
                found.sort_unstable();
                found
            };
            return known.as_ref().map(indexes);
        }
        let found = find();
        let numbers = found.as_ref().map(|found| {
            let is_found =
                |speaker: &&Speaker| rule_of(speaker).is_some_and(|it| found.contains(&it));
            rules.speakers().iter().filter(is_found).map(|speaker| speaker.number).collect()
        });
        self.shadows.insert(speaker.number, numbers);
        found
    }
}

fn rule_of(speaker: &Speaker) -> Option<usize> {
    match speaker.source {
        SpeakerSource::Rule(rule) => Some(rule),
        SpeakerSource::Exception(_) => None,
    }
}

/// Whether a change may be one of what is decided for the people of `speaker` where it speaks.
/// Any change of its own is, also where it only loses people: who decided for those may go.
fn concerns(change: &Changed, speaker: &Speaker, configuration: &Configuration) -> bool {
    let mut both = [&change.before, &change.after].into_iter().flatten();
    both.clone().any(|one| one.number == speaker.number)
        || (!change.people.is_disjoint(&speaker.people)
            && both.any(|one| meet(one, speaker, configuration)))
}

/// Whether both speak of a slot of one, or in a slot of many of a value that may be the same.
fn meet(one: &Speaker, other: &Speaker, configuration: &Configuration) -> bool {
    let (said, other) = (said(one), said(other));
    said.iter().any(|(place, values)| {
        let Some(others) = other.get(place) else { return false };
        let slot = configuration.target(place.0).and_then(|target| target.slot(place.1));
        let is_fixed = |value: &&ValueSource| matches!(value, ValueSource::Fixed(_));
        slot.is_none_or(|slot| !slot.many)
            || !values.iter().chain(others).all(is_fixed)
            || values.iter().any(|value| others.contains(value))
    })
}

/// The values that a speaker names, by target and slot.
fn said(speaker: &Speaker) -> BTreeMap<(&str, &str), Vec<&ValueSource>> {
    let mut said: BTreeMap<_, Vec<&ValueSource>> = BTreeMap::new();
    for one in speaker.assigns.iter() {
        let values = match &one.gives {
            Gives::Nothing => &[][..],
            Gives::Values(values) => values.as_slice(),
        };
        said.entry((one.target.as_str(), one.slot.as_str())).or_default().extend(values);
    }
    for one in speaker.withholds.iter() {
        said.entry((one.target.as_str(), one.slot.as_str())).or_default().extend(&one.values);
    }
    said
}

impl RuleSet {
    /// What differs in `after`, speakers being recognized by their numbers.
    fn changes_to(&self, after: &Self) -> Vec<Changed> {
        let mut kept = vec![false; self.speakers.len()];
        let was = after.speakers.iter().map(|speaker| {
            let place = self.position(speaker.number)? as usize;
            kept[place] = true;
            Some(place)
        });
        let was: Vec<Option<usize>> = was.collect();
        self.compare(after, &was, &kept).changed
    }
}
