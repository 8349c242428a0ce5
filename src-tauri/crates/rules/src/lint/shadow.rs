//! Rules to which those above leave nothing to decide.

use super::LintInput;
use crate::resolve::TargetResolution;
use crate::speaker::{Speaker, SpeakerSource};
use crate::voices::{Part, SlotView};
use roaring::RoaringBitmap;
use rolecall_directory::Gives;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// The numbers of all speakers that decide something for somebody.
pub(super) fn granting(resolutions: &[&TargetResolution]) -> HashSet<u32> {
    let slots = resolutions.iter().flat_map(|resolution| &resolution.slots);
    let grants = slots
        .flat_map(|slot| slot.values.values().flat_map(|given| &given.grants).chain(&slot.nothing));
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
            if !view.is_spoken_of(speaker) {
                continue;
            }
            let own = Spoken::of(&view, speaker, &speaker.people, None);
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
struct Spoken<'s> {
    gives: Vec<(Option<Cow<'s, str>>, Arc<RoaringBitmap>)>,
    withholds: Vec<(Cow<'s, str>, Arc<RoaringBitmap>)>,
}

impl<'s> Spoken<'s> {
    /// Only what it says of `people` need be right, and only of `values` where given.
    fn of(
        view: &SlotView<'s>,
        speaker: &'s Speaker,
        people: &RoaringBitmap,
        values: Option<&BTreeSet<String>>,
    ) -> Self {
        let part = Part { rows: people, is_all: false, values, above: 0 };
        let mut gives = Vec::new();
        for given in view.gives(speaker) {
            match given {
                Gives::Nothing => gives.push((None, speaker.people.clone())),
                Gives::Values(values) => {
                    let found = view.named(values, speaker, &part).into_iter();
                    gives.extend(found.map(|(value, people)| (Some(value), people)));
                }
            }
        }
        let withholds = view.named(view.withheld_sources(speaker), speaker, &part);
        Self { gives, withholds: withholds.into_iter().collect() }
    }

    fn is_empty(&self) -> bool {
        self.gives.is_empty() && self.withholds.is_empty()
    }

    /// The values it names, each with whom it concerns.
    fn named(&self) -> impl Iterator<Item = (&str, &RoaringBitmap)> {
        let given = self.gives.iter();
        let given = given.filter_map(|(value, people)| Some((value.as_deref()?, &**people)));
        given.chain(self.withholds.iter().map(|(value, people)| (&**value, &**people)))
    }

    /// Everybody whom it concerns.
    fn people(&self) -> RoaringBitmap {
        let given = self.gives.iter().map(|(_, people)| &**people);
        let all = given.chain(self.withholds.iter().map(|(_, people)| &**people));
        all.fold(RoaringBitmap::new(), |all, people| all | people)
    }
}

fn rule_of(speaker: &Speaker) -> Option<usize> {
    match speaker.source {
        SpeakerSource::Rule(rule) => Some(rule),
        SpeakerSource::Exception(_) => None,
    }
}

/// Those of `speakers` that say something here of any of `people`.
fn concerning<'s>(
    view: &SlotView<'s>,
    speakers: &'s [Speaker],
    people: &RoaringBitmap,
) -> impl Iterator<Item = &'s Speaker> {
    let speaks = |one: &&Speaker| view.is_spoken_of(one) && !one.people.is_disjoint(people);
    speakers.iter().filter(speaks)
}

/// In a slot of many: whether each value it names is decided above for all whom it concerns.
fn decided_by_value<'s>(
    view: &SlotView<'s>,
    above: &'s [Speaker],
    own: &Spoken<'s>,
    by: &mut BTreeSet<usize>,
) -> bool {
    let mut left: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
    for (value, people) in own.named() {
        *left.entry(value).or_default() |= people;
    }
    let people = own.people();
    let values: BTreeSet<String> = left.keys().map(|&value| value.to_owned()).collect();
    for speaker in concerning(view, above, &people) {
        let Some(rule) = rule_of(speaker) else { continue };
        let said = Spoken::of(view, speaker, &people, Some(&values));
        for (value, people) in said.named() {
            if let Some(rest) = left.get_mut(value)
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
fn decided_whole<'s>(
    view: &SlotView<'s>,
    above: &'s [Speaker],
    own: &Spoken<'s>,
    by: &mut BTreeSet<usize>,
) -> bool {
    let named: BTreeSet<&str> = own.named().map(|(value, _)| value).collect();
    let people = own.people();
    let mut undecided = people.clone();
    let mut withheld: BTreeMap<Cow<'s, str>, RoaringBitmap> = BTreeMap::new();
    for speaker in concerning(view, above, &people) {
        let said = Spoken::of(view, speaker, &people, None);
        let rule = rule_of(speaker);
        for (value, people) in said.withholds {
            let people = &*people & &undecided;
            if !people.is_empty() {
                if named.contains(&*value) {
                    by.extend(rule);
                }
                *withheld.entry(value).or_default() |= people;
            }
        }
        let Some(rule) = rule else { continue };
        for (value, people) in said.gives {
            let mut people = &*people & &undecided;
            if let Some(without) = value.and_then(|value| withheld.get(&value)) {
                people -= without;
            }
            if !people.is_empty() {
                undecided -= people;
                by.insert(rule);
            }
        }
        if undecided.is_empty() {
            return true;
        }
    }
    let without = |value: &str, people: &RoaringBitmap| {
        let left = people & &undecided;
        withheld.get(value).map_or(left.clone(), |without| left - without)
    };
    let mine = |value: &str| own.withholds.iter().find(|(other, _)| other == value);
    let gives_nothing = own.gives.iter().all(|(value, people)| match value {
        None => people.is_disjoint(&undecided),
        Some(value) => {
            let left = without(value, people);
            mine(value).map_or(left.clone(), |(_, without)| left - &**without).is_empty()
        }
    });
    gives_nothing && own.withholds.iter().all(|(value, people)| without(value, people).is_empty())
}
