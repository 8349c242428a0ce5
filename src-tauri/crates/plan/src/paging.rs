//! Steps counted and paged without writing all of them out.

use crate::effect_page::place_of_name;
use crate::listing::StepList;
use crate::target_plan::{PlanInput, TargetPlan};
use crate::told::Told;
use crate::writer::{Entry, NO_SUBJECT, Place, Writer};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Cause, StepKind};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many steps of one kind there are, of accounts or of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepCount {
    /// What they do.
    pub kind: StepKind,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// How many.
    pub count: u64,
    /// How many of them a guard holds.
    pub held: u64,
}

/// Which steps to list.
#[derive(Debug, Clone, Default)]
pub struct StepQuery<'a> {
    /// Only those that do this.
    pub kind: Option<StepKind>,
    /// Only those in this slot.
    pub slot: Option<&'a str>,
    /// Only those on this value.
    pub value: Option<&'a str>,
    /// Only those of these people; values that are made are nobody's.
    pub among: Option<RoaringBitmap>,
    /// Only those that this rule gives.
    pub rule: Option<&'a str>,
    /// Only those that a guard holds.
    pub held: bool,
    /// Only those that take something away, or only the others.
    pub loses: Option<bool>,
    /// How many to pass over.
    pub offset: u64,
    /// How many to list.
    pub limit: u64,
}

impl StepQuery<'_> {
    /// What is left of `subjects`, of whom `held` are held.
    fn narrow<'s>(
        &self,
        subjects: &'s RoaringBitmap,
        held: &RoaringBitmap,
    ) -> Cow<'s, RoaringBitmap> {
        let mut left = Cow::Borrowed(subjects);
        if let Some(among) = &self.among {
            *left.to_mut() &= among;
        }
        if self.held {
            *left.to_mut() &= held;
        }
        left
    }
}

/// A part of the steps: values that are made first, then by folded userName, slot and value.
#[derive(Debug, Clone, Default)]
pub struct StepPage {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<StepList>,
}

/// The steps of one kind on accounts, or on one value.
pub(crate) struct Kind<'a> {
    /// Zero for steps of accounts, else the number of the place plus one.
    pub(crate) place: u32,
    pub(crate) kind: StepKind,
    pub(crate) subjects: Cow<'a, RoaringBitmap>,
    pub(crate) held: &'a RoaringBitmap,
}

impl TargetPlan {
    /// How many steps there are, held or not.
    #[must_use]
    pub fn step_count(&self) -> u64 {
        let values = self.steps.slots.iter().map(|slot| {
            let steps = slot.values.values().map(|one| one.assign.len() + one.unassign.len());
            steps.sum::<u64>() + slot.create.len() as u64
        });
        let accounts = account_sets(self).map(|(_, subjects, _)| subjects.len());
        values.sum::<u64>() + accounts.iter().sum::<u64>()
    }

    /// Counts the steps by kind, slot and value; what there is none of is left out.
    #[must_use]
    pub fn step_counts(&self, input: &PlanInput<'_>) -> Vec<StepCount> {
        let mut counts = Vec::new();
        let mut add = |kind, place: Option<(&str, &str)>, count: u64, held: u64| {
            if count > 0 {
                let slot = place.map(|(slot, _)| slot.to_owned());
                let value = place.map(|(_, value)| value.to_owned());
                counts.push(StepCount { kind, slot, value, count, held });
            }
        };
        for (kind, subjects, held) in account_sets(self) {
            add(kind, None, subjects.len(), held.len());
        }
        for (definition, slot) in input.target.slots.iter().zip(&self.steps.slots) {
            for value in slot.create.iter() {
                let held = u64::from(slot.held_create.contains(value));
                add(StepKind::Value, Some((&definition.name, value)), 1, held);
            }
            for (value, one) in slot.values.iter() {
                let place = Some((definition.name.as_str(), value.as_str()));
                let (assign, unassign) = (slot.held_assign(one), slot.held_unassign(one));
                add(StepKind::Assign, place, one.assign.len(), assign.len());
                add(StepKind::Unassign, place, one.unassign.len(), unassign.len());
            }
        }
        counts
    }

    /// How many people have each failure known before sending, those who go without a seat
    /// among them; most first.
    #[must_use]
    pub fn failure_counts(&self, input: &PlanInput<'_>) -> Vec<(Cause, u64)> {
        let told = Told { plan: self, input }.failures();
        let mut users: BTreeMap<&str, (Cause, BTreeSet<&str>)> = BTreeMap::new();
        for (failure, _) in &told {
            let of = users.entry(failure.cause.word());
            of.or_insert_with(|| (failure.cause, BTreeSet::new())).1.insert(&failure.user);
        }
        let values = self.steps.slots.iter().flat_map(|slot| slot.values.values());
        let without: RoaringBitmap = values.map(|one| &one.without_seat).union();
        let counts = users.into_values().map(|(cause, users)| (cause, users.len() as u64));
        let mut counts: Vec<(Cause, u64)> = counts.collect();
        counts.extend((!without.is_empty()).then(|| (Cause::NoLicences, without.len())));
        counts.sort_by_key(|(cause, people)| (Reverse(*people), cause.word()));
        counts
    }

    /// Counts what each rule gives by the steps of this plan: how many, and to whom.
    #[must_use]
    pub fn rule_counts(&self, input: &PlanInput<'_>) -> BTreeMap<String, (u64, RoaringBitmap)> {
        let mut counts: BTreeMap<String, (u64, RoaringBitmap)> = BTreeMap::new();
        for place in (Writer { plan: self, input }).places() {
            if place.steps.assign.is_empty() {
                continue;
            }
            for rule in place.rules.names() {
                let given = place.rules.given_by(rule, &place.steps.assign);
                if !given.is_empty() {
                    let of = counts.entry(rule.to_owned()).or_default();
                    of.0 += given.len();
                    of.1 |= given;
                }
            }
        }
        counts
    }

    /// Writes out a part of the steps.
    #[must_use]
    pub fn page(&self, input: &PlanInput<'_>, query: &StepQuery<'_>) -> StepPage {
        let writer = Writer { plan: self, input };
        let places = writer.places();
        let (kinds, made) = self.asked(&places, query);
        let steps: u64 = kinds.iter().map(|kind| kind.subjects.len()).sum();
        let total = made.len() as u64 + steps;
        let passed = query.offset.saturating_sub(made.len() as u64);
        let part = made.into_iter().skip(usize::try_from(query.offset).unwrap_or(usize::MAX));
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let mut entries: Vec<Entry> = part.take(limit).collect();
        self.entries(input, &kinds, passed, limit, &mut entries);
        let items = entries.iter().map(|entry| writer.write(entry, &places)).collect();
        StepPage { total, items }
    }

    /// The steps that are asked for: of subjects by kind, and the values that are made.
    pub(crate) fn asked<'a>(
        &'a self,
        places: &[Place<'a>],
        query: &StepQuery<'_>,
    ) -> (Vec<Kind<'a>>, Vec<Entry>) {
        let wanted = |slot: Option<&str>, value: Option<&str>, kind: StepKind| {
            query.kind.is_none_or(|one| one == kind)
                && query.loses.is_none_or(|loses| loses == takes(kind))
                && query.slot.is_none_or(|one| slot == Some(one))
                && query.value.is_none_or(|one| value == Some(one))
        };
        let mut kinds: Vec<Kind<'_>> = Vec::new();
        for (kind, subjects, held) in account_sets(self) {
            if wanted(None, None, kind) && query.rule.is_none() {
                let subjects = query.narrow(subjects, held);
                kinds.push(Kind { place: 0, kind, subjects, held });
            }
        }
        let mut made: Vec<Entry> = Vec::new();
        for (number, place) in (1u32..).zip(places) {
            let (slot, value) = (Some(place.slot), Some(place.value));
            if wanted(slot, value, StepKind::Assign) {
                let held = self.steps.slots[place.index].held_assign(place.steps);
                let mut subjects = query.narrow(&place.steps.assign, held);
                if let Some(rule) = query.rule {
                    subjects = Cow::Owned(place.rules.given_by(rule, &subjects));
                }
                kinds.push(Kind { place: number, kind: StepKind::Assign, subjects, held });
            }
            if wanted(slot, value, StepKind::Unassign) && query.rule.is_none() {
                let held = self.steps.slots[place.index].held_unassign(place.steps);
                let subjects = query.narrow(&place.steps.unassign, held);
                kinds.push(Kind { place: number, kind: StepKind::Unassign, subjects, held });
            }
            let steps = &self.steps.slots[place.index];
            let is_anyones = query.among.is_none() && query.rule.is_none();
            let held = steps.held_create.contains(place.value);
            if is_anyones
                && steps.create.contains(place.value)
                && wanted(slot, value, StepKind::Value)
                && (held || !query.held)
            {
                let (kind, subject) = (StepKind::Value, NO_SUBJECT);
                made.push(Entry { user: 0, place: number, kind, subject, held });
            }
        }
        (kinds, made)
    }

    /// Adds entries of people, and of accounts without a person, until there are `limit`; the
    /// first `passed` are passed over.
    fn entries(
        &self,
        input: &PlanInput<'_>,
        kinds: &[Kind<'_>],
        passed: u64,
        limit: usize,
        entries: &mut Vec<Entry>,
    ) {
        if entries.len() >= limit {
            return;
        }
        let end = kinds.iter().filter_map(|kind| kind.subjects.max()).max();
        let mut counts = vec![0u16; end.map_or(0, |last| last as usize + 1)];
        for subject in kinds.iter().flat_map(|kind| kind.subjects.iter()) {
            counts[subject as usize] = counts[subject as usize].saturating_add(1);
        }
        let mut passed = usize::try_from(passed).unwrap_or(usize::MAX);
        for subject in self.by_name(input, kinds) {
            let count = usize::from(counts.get(subject as usize).copied().unwrap_or(0));
            if passed >= count {
                passed -= count;
                continue;
            }
            let own = kinds.iter().filter(|kind| kind.subjects.contains(subject));
            let mut own: Vec<Entry> = own
                .map(|kind| Entry {
                    user: 0,
                    place: kind.place,
                    kind: kind.kind,
                    subject,
                    held: kind.held.contains(subject),
                })
                .collect();
            own.sort_unstable();
            entries.extend(own.into_iter().skip(passed).take(limit - entries.len()));
            passed = 0;
            if entries.len() >= limit {
                return;
            }
        }
    }

    /// People and accounts without one, by folded userName.
    fn by_name<'a>(
        &'a self,
        input: &PlanInput<'a>,
        kinds: &[Kind<'_>],
    ) -> impl Iterator<Item = u32> + use<'a> {
        let people = self.subjects.people();
        let mut alone = RoaringBitmap::new();
        for kind in kinds {
            alone.extend(kind.subjects.range(people..));
        }
        let place = |subject| (place_of_name(input.snapshot, self.user(input, subject)), subject);
        let mut alone: Vec<(usize, u32)> = alone.iter().map(place).collect();
        alone.sort_unstable();
        let rows = input.snapshot.by_name();
        let mut alone = alone.into_iter().peekable();
        let mut next = 0;
        std::iter::from_fn(move || {
            if let Some((_, subject)) = alone.next_if(|(place, _)| *place <= next) {
                return Some(subject);
            }
            next += 1;
            rows.get(next - 1).copied()
        })
    }
}

/// Whether steps of a kind take something away.
fn takes(kind: StepKind) -> bool {
    matches!(kind, StepKind::Suspend | StepKind::Unassign)
}

fn account_sets(plan: &TargetPlan) -> [(StepKind, &RoaringBitmap, &RoaringBitmap); 5] {
    let steps = &plan.steps;
    [
        (StepKind::Create, &steps.create, &steps.held_create),
        (StepKind::Update, &steps.update, &steps.held_update),
        (StepKind::Suspend, &steps.suspend, &steps.held_suspend),
        (StepKind::Reactivate, &steps.reactivate, &steps.held_reactivate),
        (StepKind::Adopt, &steps.adopt, &steps.held_adopt),
    ]
}
