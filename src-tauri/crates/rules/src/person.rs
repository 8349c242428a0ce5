//! What rules give one person, without resolving anybody else.

use crate::speaker::{RuleSet, Speaker};
use crate::value_rules::values_for;
use crate::voices::SlotView;
use rolecall_directory::{Gives, Snapshot, TargetDefinition, ValueSource};
use std::collections::{BTreeMap, BTreeSet};

impl RuleSet {
    /// The values that rules give the person in `row` in the slot number `slot` of `target`: the
    /// same as [`RuleSet::resolve`] gives.
    #[must_use]
    pub fn given_to(
        &self,
        target: &TargetDefinition,
        slot: usize,
        snapshot: &Snapshot,
        row: u32,
    ) -> BTreeSet<String> {
        let Some(slot) = target.slots.get(slot) else { return BTreeSet::new() };
        let person = OnePerson { view: SlotView { target: &target.name, slot, snapshot }, row };
        let matching = self.speakers().iter().filter(|speaker| speaker.people.contains(row));
        if slot.many { person.many(matching) } else { person.one(matching) }
    }
}

struct OnePerson<'a> {
    view: SlotView<'a>,
    row: u32,
}

impl OnePerson<'_> {
    fn many<'s>(&self, speakers: impl Iterator<Item = &'s Speaker>) -> BTreeSet<String> {
        let mut decided: BTreeMap<String, bool> = BTreeMap::new();
        for speaker in speakers {
            for value in self.withheld(speaker) {
                decided.entry(value).or_insert(false);
            }
            for gives in self.view.gives(speaker) {
                for value in self.values(gives) {
                    decided.entry(value).or_insert(true);
                }
            }
        }
        decided.into_iter().filter_map(|(value, given)| given.then_some(value)).collect()
    }

    fn one<'s>(&self, speakers: impl Iterator<Item = &'s Speaker>) -> BTreeSet<String> {
        let mut withheld = BTreeSet::new();
        for speaker in speakers {
            withheld.extend(self.withheld(speaker));
            for gives in self.view.gives(speaker) {
                if matches!(gives, Gives::Nothing) {
                    return BTreeSet::new();
                }
                let given = self.values(gives).into_iter().find(|value| !withheld.contains(value));
                if let Some(value) = given {
                    return BTreeSet::from([value]);
                }
            }
        }
        BTreeSet::new()
    }

    fn withheld(&self, speaker: &Speaker) -> Vec<String> {
        self.view.withheld_sources(speaker).flat_map(|source| self.meant(source)).collect()
    }

    fn values(&self, gives: &Gives) -> BTreeSet<String> {
        match gives {
            Gives::Nothing => BTreeSet::new(),
            Gives::Values(values) => values.iter().flat_map(|source| self.meant(source)).collect(),
        }
    }

    /// What `source` stands for; nothing outside a fixed list.
    fn meant(&self, source: &ValueSource) -> Vec<String> {
        let slot = self.view.slot;
        let mut values = values_for(source, self.view.snapshot, self.row);
        values.retain(|value| !slot.is_fixed() || slot.value(value).is_some());
        values
    }
}
