//! Rules to which those above leave nothing to decide.

use super::LintInput;
use crate::resolve::TargetResolution;
use crate::speaker::{Speaker, SpeakerSource};
use crate::voices::SlotView;
use roaring::RoaringBitmap;
use rolecall_directory::Gives;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The numbers of all speakers that decide something for somebody.
pub(super) fn granting(resolutions: &[&TargetResolution]) -> HashSet<u32> {
    let slots = resolutions.iter().flat_map(|resolution| &resolution.slots);
    let grants = slots.flat_map(|slot| {
        slot.values.values().flat_map(|given| &given.grants).chain(&slot.nothing)
    });
    grants.map(|grant| grant.speaker).collect()
}

/// The rules, highest first, that leave nothing to the speaker at `position`: for all its people
/// every slot, or in a slot of many every value, that it speaks on is decided above. `None`
/// where something is left to it. Exceptions end; so what they decide does not count.
pub(super) fn wholly_shadowed(input: &LintInput<'_>, position: u32) -> Option<Vec<usize>> {
    let (above, from) = input.rules.speakers().split_at(position as usize);
    let speaker = from.first()?;
    let mut by = BTreeSet::new();
    for target in &input.configuration.targets {
        for slot in &target.slots {
            let view = SlotView { target: &target.name, slot, snapshot: input.snapshot };
            let own = Spoken::of(&view, speaker);
            if own.is_empty() {
                continue;
            }
            let covered = if slot.many {
                decided_by_value(&view, above, &own, &mut by)
            } else {
                decided_whole(&view, above, &own, &mut by)
            };
            if !covered {
                return None;
            }
        }
    }
    // The sets are ordered by index, which is the order of priority.
    (!by.is_empty()).then(|| by.into_iter().collect())
}

/// What a speaker says in one slot, with whom it concerns.
struct Spoken {
    gives: Vec<(Option<String>, RoaringBitmap)>,
    withholds: Vec<(String, RoaringBitmap)>,
}

impl Spoken {
    fn of(view: &SlotView<'_>, speaker: &Speaker) -> Self {
        let mut gives = Vec::new();
        for given in view.gives(speaker) {
            match given {
                Gives::Nothing => gives.push((None, RoaringBitmap::clone(&speaker.people))),
                Gives::Values(values) => {
                    let found = view.expand(values, speaker).into_iter();
                    gives.extend(found.map(|(value, people)| (Some(value), people)));
                }
            }
        }
        Self { gives, withholds: view.withheld(speaker) }
    }

    fn is_empty(&self) -> bool {
        self.gives.is_empty() && self.withholds.is_empty()
    }
}

fn rule_of(speaker: &Speaker) -> Option<usize> {
    match speaker.source {
        SpeakerSource::Rule(rule) => Some(rule),
        SpeakerSource::Exception(_) => None,
    }
}

/// In a slot of many: whether each value it names is decided above for all whom it concerns.
fn decided_by_value(
    view: &SlotView<'_>,
    above: &[Speaker],
    own: &Spoken,
    by: &mut BTreeSet<usize>,
) -> bool {
    let mut left: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
    let given = own.gives.iter().filter_map(|(value, people)| Some((value.as_deref()?, people)));
    let withheld = own.withholds.iter().map(|(value, people)| (value.as_str(), people));
    for (value, people) in given.chain(withheld) {
        *left.entry(value).or_default() |= people;
    }
    for speaker in above {
        let Some(rule) = rule_of(speaker) else { continue };
        let said = Spoken::of(view, speaker);
        let given = said.gives.iter().filter_map(|(value, people)| Some((value.as_ref()?, people)));
        let withheld = said.withholds.iter().map(|(value, people)| (value, people));
        for (value, people) in given.chain(withheld) {
            if let Some(rest) = left.get_mut(value.as_str())
                && !rest.is_disjoint(people)
            {
                *rest -= people;
                by.insert(rule);
            }
        }
        if left.values().all(RoaringBitmap::is_empty) {
            return true;
        }
    }
    false
}

/// In a slot of one: whether it is decided above for all whom it concerns, or what it says is
/// withheld from them.
fn decided_whole(
    view: &SlotView<'_>,
    above: &[Speaker],
    own: &Spoken,
    by: &mut BTreeSet<usize>,
) -> bool {
    let mut concerned = RoaringBitmap::new();
    let all = own.gives.iter().map(|(_, people)| people);
    for people in all.chain(own.withholds.iter().map(|(_, people)| people)) {
        concerned |= people;
    }
    let named: BTreeSet<&str> = (own.gives.iter().filter_map(|(value, _)| value.as_deref()))
        .chain(own.withholds.iter().map(|(value, _)| value.as_str()))
        .collect();
    let mut undecided = concerned;
    let mut withheld: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
    for speaker in above {
        let said = Spoken::of(view, speaker);
        let rule = rule_of(speaker);
        for (value, people) in said.withholds {
            if named.contains(value.as_str()) && !undecided.is_disjoint(&people) {
                by.extend(rule);
            }
            *withheld.entry(value).or_default() |= people;
        }
        let Some(rule) = rule else { continue };
        for (value, mut people) in said.gives {
            if let Some(without) = value.and_then(|value| withheld.get(&value)) {
                people -= without;
            }
            if !undecided.is_disjoint(&people) {
                undecided -= people;
                by.insert(rule);
            }
        }
        if undecided.is_empty() {
            return true;
        }
    }
    let mine: BTreeMap<&str, &RoaringBitmap> =
        own.withholds.iter().map(|(value, people)| (value.as_str(), people)).collect();
    let left_of = |value: Option<&str>, people: &RoaringBitmap, also: bool| {
        let mut left = people & &undecided;
        if let Some(value) = value {
            if let Some(without) = withheld.get(value) {
                left -= without;
            }
            if let Some(without) = mine.get(value).filter(|_| also) {
                left -= *without;
            }
        }
        left.is_empty()
    };
    own.gives.iter().all(|(value, people)| left_of(value.as_deref(), people, true))
        && own.withholds.iter().all(|(value, people)| left_of(Some(value), people, false))
}
