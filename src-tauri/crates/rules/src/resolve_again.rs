//! Resolution after a change: only those people and values that it can concern.

use crate::resolve::{Given, Grant, SlotResolution, TargetResolution};
use crate::revise::Revision;
use crate::speaker::{RuleSet, Speaker};
use crate::voices::{Part, SlotView};
use roaring::RoaringBitmap;
use rolecall_directory::{Snapshot, TargetDefinition, ValueSource};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl RuleSet {
    /// Resolves `target` after a [`RuleSet::revise`] that told `revision`: the same as
    /// [`RuleSet::resolve`], but values of a slot of many that no changed speaker names are
    /// `previous`'s own, and nobody is looked at whom no changed speaker matches.
    #[must_use]
    pub fn resolve_again(
        &self,
        previous: &TargetResolution,
        revision: &Revision,
        target: &TargetDefinition,
        snapshot: &Snapshot,
    ) -> TargetResolution {
        let mut changed = false;
        let slots = target.slots.iter().enumerate().map(|(at, definition)| {
            let view = SlotView::new(target, at, snapshot);
            let before = &previous.slots[at];
            let mut rows = RoaringBitmap::new();
            let mut values = Some(BTreeSet::new());
            for one in &revision.changed {
                let forms = [&one.before, &one.after].into_iter().flatten();
                let forms: Vec<&Speaker> = forms.filter(|it| view.is_spoken_of(it)).collect();
                if !forms.is_empty() {
                    rows |= &one.people;
                    forms.into_iter().for_each(|form| name_values(&view, form, &mut values));
                }
            }
            if rows.is_empty() {
                return before.clone();
            }
            changed = true;
            let values = values.as_ref().filter(|_| definition.many);
            let part = Part { rows: &rows, is_all: false, values };
            let resolved = self.resolve_slot(target, at, snapshot, &part);
            Arc::new(self.merge(before, &resolved, &part))
        });
        let slots: Vec<Arc<SlotResolution>> = slots.collect();
        if changed { TargetResolution::of(slots) } else { previous.clone() }
    }

    /// Resolves `target` after the people in `rows` changed and [`RuleSet::after`] asked them
    /// anew: nobody else is looked at.
    #[must_use]
    pub fn resolve_rows(
        &self,
        previous: &TargetResolution,
        rows: &RoaringBitmap,
        target: &TargetDefinition,
        snapshot: &Snapshot,
    ) -> TargetResolution {
        let part = Part { rows, is_all: false, values: None };
        let slots = previous.slots.iter().enumerate().map(|(at, before)| {
            let resolved = self.resolve_slot(target, at, snapshot, &part);
            Arc::new(self.merge(before, &resolved, &part))
        });
        TargetResolution::of(slots.collect())
    }

    /// `before`, with what the part comes to now.
    fn merge(
        &self,
        before: &SlotResolution,
        part_now: &SlotResolution,
        part: &Part<'_>,
    ) -> SlotResolution {
        let mut values = before.values.clone();
        let named: Vec<String> = match part.values {
            Some(named) => {
                named.union(&part_now.values.keys().cloned().collect()).cloned().collect()
            }
            None => {
                let all = before.values.iter();
                let met = all.filter(|(_, given)| !given.people.is_disjoint(part.rows));
                let met: BTreeSet<&String> = met.map(|(value, _)| value).collect();
                met.into_iter().chain(part_now.values.keys()).cloned().collect()
            }
        };
        for value in named {
            let (old, new) = (before.values.get(&value), part_now.values.get(&value));
            let none = Vec::new();
            let old_grants = old.map_or(&none, |given| &given.grants);
            let new_grants = new.map_or(&none, |given| &given.grants);
            let grants = self.merge_grants(old_grants, new_grants, part.rows);
            if grants.is_empty() {
                values.remove(&value);
            } else if grants != *old_grants {
                values.insert(value, Arc::new(Given::of(grants)));
            }
        }
        let nothing = self.merge_grants(&before.nothing, &part_now.nothing, part.rows);
        let mut merged = SlotResolution { values, nothing, ..SlotResolution::default() };
        merged.anyone = &before.anyone - part.rows;
        merged.anyone |= met_by(merged.values.values().map(|given| &*given.people), part.rows);
        merged.decided = &before.decided - part.rows;
        merged.decided |= &merged.anyone;
        merged.decided |= met_by(merged.nothing.iter().map(|grant| &*grant.people), part.rows);
        merged
    }

    /// Grants of those outside `rows` as they were, of those inside as they are, highest first.
    fn merge_grants(&self, old: &[Grant], new: &[Grant], rows: &RoaringBitmap) -> Vec<Grant> {
        let mut by_speaker: BTreeMap<u32, RoaringBitmap> = BTreeMap::new();
        let kept = old.iter().map(|grant| (grant.speaker, &*grant.people - rows));
        let given = new.iter().map(|grant| (grant.speaker, (*grant.people).clone()));
        for (speaker, people) in kept.chain(given).filter(|(_, people)| !people.is_empty()) {
            *by_speaker.entry(speaker).or_default() |= people;
        }
        let grants = by_speaker
            .into_iter()
            .map(|(speaker, people)| Grant { speaker, people: Arc::new(people) });
        let mut grants: Vec<Grant> = grants.collect();
        grants.sort_by_key(|grant| self.position(grant.speaker));
        grants
    }
}

/// Adds the values that `speaker` names to `values`; none is left out once a template does.
fn name_values(view: &SlotView<'_>, speaker: &Speaker, values: &mut Option<BTreeSet<String>>) {
    for source in view.sources(speaker) {
        match source {
            ValueSource::Fixed(value) => {
                if let Some(values) = values {
                    values.insert(value.clone());
                }
            }
            ValueSource::Groups { .. } | ValueSource::Attribute(_) => *values = None,
        }
    }
}

/// Those of `rows` who are in any of `sets`.
fn met_by<'a>(
    sets: impl Iterator<Item = &'a RoaringBitmap>,
    rows: &RoaringBitmap,
) -> RoaringBitmap {
    let mut left = rows.clone();
    for set in sets {
        if left.is_empty() {
            break;
        }
        left -= set;
    }
    rows - left
}
