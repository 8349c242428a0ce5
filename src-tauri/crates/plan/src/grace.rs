//! Grace: removals that wait before they become steps (product.md section 2, point 7).

use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_rules::TargetResolution;
use std::collections::HashMap;
use std::sync::Arc;

const DAY: i64 = 86_400;

/// Since when removals are due, as runs remember it: in seconds since 1970, by slot, value and the
/// account's key, for a person may vanish while their account waits. A suspension has neither slot
/// nor value.
#[derive(Debug, Clone, Default)]
pub struct DueSince {
    places: HashMap<String, HashMap<String, HashMap<String, i64>>>,
}

impl DueSince {
    /// Remembers that a removal is due since `since`.
    pub fn insert(&mut self, account: String, slot: String, value: String, since: i64) {
        let values = self.places.entry(slot).or_default();
        values.entry(value).or_default().insert(account, since);
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn at(&self, slot: &str, value: &str) -> Option<&HashMap<String, i64>> {
        self.places.get(slot)?.get(value)
    }
}

/// A removal that has a grace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Whom it concerns.
    pub subject: u32,
    /// The slot's place in the target; `None` for a suspension.
    pub slot: Option<usize>,
    /// The value; empty for a suspension.
    pub value: Arc<str>,
    /// Since when it is due, in seconds since 1970.
    pub since: i64,
    /// When it may go.
    pub until: i64,
}

/// The removals that have a grace, as one plan found them due.
#[derive(Debug, Clone, Default)]
pub struct Waits {
    /// Those that are no steps yet, by subject.
    pub pending: Vec<Wait>,
    /// Those whose wait is over, by subject.
    pub over: Vec<Wait>,
}

impl Waits {
    /// All removals that are due and have a grace.
    pub fn all(&self) -> impl Iterator<Item = &Wait> {
        self.pending.iter().chain(&self.over)
    }

    /// Those from subject `first` on whose suspension waits.
    pub(crate) fn suspensions(&self, first: u32) -> RoaringBitmap {
        let start = self.pending.partition_point(|one| one.subject < first);
        let waiting = self.pending[start..].iter().filter(|one| one.slot.is_none());
        waiting.map(|one| one.subject).collect()
    }

    /// Until when `value` in slot number `slot` stays with `subject`; `None` where it does not wait.
    #[must_use]
    pub fn until(&self, subject: u32, slot: usize, value: &str) -> Option<i64> {
        let start = self.pending.partition_point(|one| one.subject < subject);
        let mut own = self.pending[start..].iter().take_while(|one| one.subject == subject);
        own.find(|one| one.slot == Some(slot) && &*one.value == value).map(|one| one.until)
    }

    /// Decides `rows`, whose removal is due and has a grace of `days`; answers those who wait.
    fn decide(
        &mut self,
        rows: &RoaringBitmap,
        days: u32,
        (slot, value): (Option<usize>, &Arc<str>),
        (input, subjects): (&PlanInput<'_>, &Subjects),
    ) -> RoaringBitmap {
        let name = slot.map_or("", |slot| input.target.slots[slot].name.as_str());
        let known = input.due.at(name, value);
        let mut waiting = RoaringBitmap::new();
        for subject in rows {
            let key = subjects.account(subject).map(|row| input.table.key(row));
            let since = known.zip(key).and_then(|(all, key)| all.get(key));
            let since = since.copied().unwrap_or(input.now);
            let until = since.saturating_add(i64::from(days) * DAY);
            let wait = Wait { subject, slot, value: value.clone(), since, until };
            if input.now >= until {
                self.over.push(wait);
            } else {
                waiting.insert(subject);
                self.pending.push(wait);
            }
        }
        waiting
    }
}

/// Takes out of `steps` the removals whose grace is not over.
///
/// A suspension waits as long as the longest grace among the slots in which the account holds
/// managed values; a value whose own wait is over goes before it. What a decision replaces in a
/// slot of one goes at once.
pub(crate) fn let_wait(
    input: &PlanInput<'_>,
    (subjects, actual): (&Subjects, &Actual),
    resolution: &TargetResolution,
    steps: &mut Steps,
) -> Waits {
    let mut waits = Waits::default();
    let slots = input.target.slots.iter().enumerate();
    let mut graceful: Vec<usize> =
        slots.filter(|(_, slot)| slot.grace_days > 0).map(|(index, _)| index).collect();
    if graceful.is_empty() {
        return waits;
    }
    graceful.sort_by_key(|&index| std::cmp::Reverse(input.target.slots[index].grace_days));
    let nothing: Arc<str> = Arc::from("");
    let mut left = steps.suspend.clone();
    for &index in &graceful {
        let slot = &input.target.slots[index];
        let mut holders = RoaringBitmap::new();
        for value in actual.values(&slot.name) {
            holders |= &*actual.held(&slot.name, value).managed() & &left;
        }
        left -= &holders;
        let place = (None, &nothing);
        steps.suspend -= waits.decide(&holders, slot.grace_days, place, (input, subjects));
    }
    for &index in &graceful {
        let definition = &input.target.slots[index];
        let mut at_once = RoaringBitmap::new();
        if let Some(resolved) = resolution.slots.get(index).filter(|_| !definition.many) {
            at_once = resolved.decided() & resolution.wanted();
        }
        for (value, entry) in steps.slots[index].values_mut() {
            let managed = actual.held(&definition.name, value).managed();
            let due = (&entry.unassign & &*managed) - &at_once;
            let place = (Some(index), &Arc::from(value.as_str()));
            let mut waiting = waits.decide(&due, definition.grace_days, place, (input, subjects));
            // A suspension whose time has come takes everything along.
            waiting -= &steps.suspend;
            if !waiting.is_empty() {
                Arc::make_mut(entry).unassign -= waiting;
            }
        }
    }
    let suspended = &steps.suspend;
    let (along, pending) = std::mem::take(&mut waits.pending)
        .into_iter()
        .partition(|one| suspended.contains(one.subject));
    waits.pending = pending;
    waits.over.extend::<Vec<_>>(along);
    for list in [&mut waits.pending, &mut waits.over] {
        list.sort_by_key(|one| one.subject);
    }
    waits
}
