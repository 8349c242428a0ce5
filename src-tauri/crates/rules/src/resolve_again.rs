//! Resolution after a change: only those people and values that it can concern.

use crate::exchange::exchange;
use crate::resolve::{Given, Grant, SlotResolution, TargetResolution};
use crate::revise::Revision;
use crate::speaker::{RuleSet, Speaker};
use crate::voices::{Part, SlotView};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Snapshot, TargetDefinition, ValueSource};
use std::collections::BTreeSet;
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
            let above = if definition.many { 0 } else { revision.same_above };
            self.leave_out_decided(before, above, &mut rows);
            if rows.is_empty() {
                return before.clone();
            }
            changed = true;
            let values = values.as_ref().filter(|_| definition.many);
            let part = Part { rows: &rows, is_all: false, values, above };
            let resolved = self.resolve_slot(target, at, snapshot, &part);
            Arc::new(self.merge((**before).clone(), resolved, &part))
        });
        let slots: Vec<Arc<SlotResolution>> = slots.collect();
        if changed { TargetResolution::of(slots) } else { previous.clone() }
    }

    /// Leaves out of `rows` for whom one of the first `above` speakers decided in a slot of one:
    /// these are the same as before, and what others say below them changes nothing.
    fn leave_out_decided(&self, before: &SlotResolution, above: usize, rows: &mut RoaringBitmap) {
        let grants = before.values.values().flat_map(|given| &given.grants).chain(&before.nothing);
        let is_above = |grant: &&Grant| {
            self.position(grant.speaker).is_some_and(|position| (position as usize) < above)
        };
        for grant in grants.filter(is_above) {
            if rows.is_empty() {
                return;
            }
            *rows -= &*grant.people;
        }
    }

    /// Resolves `target` after the people in `rows` changed and [`RuleSet::after`] asked them
    /// anew: nobody else is looked at, and what is not shared is changed where it is.
    #[must_use]
    pub fn resolve_rows(
        &self,
        previous: TargetResolution,
        rows: &RoaringBitmap,
        target: &TargetDefinition,
        snapshot: &Snapshot,
    ) -> TargetResolution {
        let part = Part { rows, is_all: false, values: None, above: 0 };
        let slots = previous.slots.into_iter().enumerate().map(|(at, before)| {
            let resolved = self.resolve_slot(target, at, snapshot, &part);
            Arc::new(self.merge(Arc::unwrap_or_clone(before), resolved, &part))
        });
        TargetResolution::of(slots.collect())
    }

    /// `before`, with what the part comes to now. A value for which that is the same stays shared.
    fn merge(
        &self,
        mut before: SlotResolution,
        mut part_now: SlotResolution,
        part: &Part<'_>,
    ) -> SlotResolution {
        let rows = part.rows;
        let mut named: BTreeSet<String> = part_now.values.keys().cloned().collect();
        match part.values {
            Some(values) => named.extend(values.iter().cloned()),
            None => {
                let all = before.values.iter();
                let met = all.filter(|(_, given)| !given.people.is_disjoint(rows));
                named.extend(met.map(|(value, _)| value.clone()));
            }
        }
        for value in named {
            let now = part_now.values.remove(&value);
            let Some(old) = before.values.get_mut(&value) else {
                before.values.extend(now.map(|now| (value, now)));
                continue;
            };
            let now = now.as_deref().map_or(&[][..], |now| &now.grants);
            if self.says_the_same(&old.grants, now, rows) {
                continue;
            }
            self.merge_given(Arc::make_mut(old), now, rows);
            if old.grants.is_empty() {
                before.values.remove(&value);
            }
        }
        self.merge_grants(&mut before.nothing, &part_now.nothing, rows);
        before.anyone -= rows;
        before.anyone |= met_by(before.values.values().map(|given| &*given.people), rows);
        before.decided -= rows;
        before.decided |= &before.anyone;
        before.decided |= met_by(before.nothing.iter().map(|grant| &*grant.people), rows);
        before
    }

    fn merge_given(&self, given: &mut Given, now: &[Grant], rows: &RoaringBitmap) {
        let was_alone = given.grants.len() == 1;
        if was_alone {
            // What is shared would have to be copied to be changed.
            given.people = Arc::default();
        }
        self.merge_grants(&mut given.grants, now, rows);
        given.people = match given.grants.as_slice() {
            [alone] => alone.people.clone(),
            several if was_alone => Arc::new(several.iter().map(|one| &*one.people).union()),
            _ => {
                let mut all = std::mem::take(&mut given.people);
                exchange(&mut all, rows, &now.iter().map(|grant| &*grant.people).union());
                all
            }
        };
    }

    /// Leaves in `grants` those outside `rows` as they are, and puts in those inside as they are
    /// `now`, highest first.
    fn merge_grants(&self, grants: &mut Vec<Grant>, now: &[Grant], rows: &RoaringBitmap) {
        let mut known: Vec<u32> = Vec::with_capacity(grants.len());
        for grant in &mut *grants {
            // One speaker may give a value twice: the first of its grants has all of them then.
            let is_first = !known.contains(&grant.speaker);
            let mine = now.iter().filter(|one| is_first && one.speaker == grant.speaker);
            let mine: Vec<&RoaringBitmap> = mine.map(|one| &*one.people).collect();
            match mine.as_slice() {
                [alone] => exchange(&mut grant.people, rows, alone),
                several => exchange(&mut grant.people, rows, &several.iter().copied().union()),
            }
            known.push(grant.speaker);
        }
        for one in now.iter().filter(|one| !known.contains(&one.speaker)) {
            match grants.iter_mut().find(|grant| grant.speaker == one.speaker) {
                Some(grant) => *Arc::make_mut(&mut grant.people) |= &*one.people,
                None => grants.push(one.clone()),
            }
        }
        grants.retain(|grant| !grant.people.is_empty());
        grants.sort_by_key(|grant| self.position(grant.speaker));
    }

    /// Whether `grants` have of `rows` just those that they have `now`, in the order of now.
    fn says_the_same(&self, grants: &[Grant], now: &[Grant], rows: &RoaringBitmap) -> bool {
        let mut met = 0;
        for grant in grants.iter().filter(|grant| !grant.people.is_disjoint(rows)) {
            let same =
                |one: &Grant| one.speaker == grant.speaker && *one.people == &*grant.people & rows;
            if !now.iter().any(same) {
                return false;
            }
            met += 1;
        }
        met == now.len() && grants.is_sorted_by_key(|grant| self.position(grant.speaker))
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
