//! Desired minus actual: who needs which step, before guards and seats.

use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, SlotSteps, Steps, ValueSteps};
use roaring::RoaringBitmap;
use rolecall_directory::{Column, Folded, TargetKind, UnmanagedPolicy};
use rolecall_rules::TargetResolution;
use std::collections::{BTreeMap, BTreeSet};

/// People who cannot be done, by cause.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unable {
    pub(crate) foreign: RoaringBitmap,
    pub(crate) account_exists: RoaringBitmap,
    pub(crate) suspended_elsewhere: RoaringBitmap,
    /// With the columns each one lacks.
    pub(crate) missing: Vec<(u32, Vec<String>)>,
}

pub(crate) struct Difference<'a> {
    pub(crate) input: &'a PlanInput<'a>,
    pub(crate) subjects: &'a Subjects,
    pub(crate) actual: &'a Actual,
    pub(crate) resolution: &'a TargetResolution,
}

/// The people a plan distinguishes.
struct Standing {
    /// Whose managed account is, or will be, active and theirs.
    live: RoaringBitmap,
    /// Whose account was managed before the run.
    managed_before: RoaringBitmap,
    /// Suspended accounts of people who are wanted no more.
    dormant: RoaringBitmap,
}

impl Difference<'_> {
    pub(crate) fn compute(&self, protected: &RoaringBitmap) -> (Steps, Unable) {
        let mut steps = Steps::default();
        let mut unable = Unable::default();
        let actual = self.actual;
        let wanted = self.resolution.wanted();
        let untouched = self.input.population.duplicates() | protected;
        let mut eligible = wanted - &untouched;
        unable.foreign = &eligible & &self.input.population.foreign;
        eligible -= &unable.foreign;

        let unmanaged = (&eligible & &actual.accounts) - &actual.managed;
        if self.input.target.unmanaged == UnmanagedPolicy::Adopt {
            steps.adopt = &unmanaged & &actual.active;
            unable.suspended_elsewhere = &unmanaged - &actual.active;
        } else {
            unable.account_exists = unmanaged;
        }
        let managed = &eligible & &actual.managed;
        let inactive = &managed - &actual.active;
        steps.reactivate = &inactive & &actual.suspended_here;
        unable.suspended_elsewhere |= inactive - &actual.suspended_here;
        eligible -= &unable.account_exists;
        eligible -= &unable.suspended_elsewhere;

        steps.create = &eligible - &actual.accounts;
        unable.missing = self.missing(&steps.create);
        let missing: RoaringBitmap = unable.missing.iter().map(|(row, _)| *row).collect();
        steps.create -= &missing;
        eligible -= &missing;

        steps.update = self.outdated(&(&eligible & &actual.managed));
        let gone = &actual.managed - wanted - &untouched;
        steps.suspend = &gone & &actual.active;
        let standing = Standing {
            managed_before: &eligible & &actual.managed,
            live: eligible,
            dormant: (gone - &actual.active) & &actual.suspended_here,
        };
        self.slots(&standing, &mut steps);
        // An adoption writes userName and e-mail itself.
        steps.update -= &steps.adopt;
        (steps, unable)
    }

    fn slots(&self, standing: &Standing, steps: &mut Steps) {
        let slots = self.input.target.slots.iter().zip(&self.resolution.slots);
        for (definition, resolution) in slots {
            let mut slot = SlotSteps::default();
            // A decision replaces whatever a managed account holds there, managed or not.
            let decided = if definition.many {
                RoaringBitmap::new()
            } else {
                resolution.decided() & &standing.live
            };
            let values: BTreeSet<&str> = resolution
                .values
                .keys()
                .map(String::as_str)
                .chain(self.actual.values(&definition.name))
                .collect();
            for value in values {
                let named = (definition.name.as_str(), value);
                let wanted = resolution.people(value) & &standing.live;
                self.value(named, &wanted, &decided, standing, steps, &mut slot);
            }
            steps.slots.push(slot);
        }
    }

    /// The steps on one value of a slot: of those who are to have it and of those who hold it.
    fn value(
        &self,
        (slot_name, value): (&str, &str),
        wanted: &RoaringBitmap,
        decided: &RoaringBitmap,
        standing: &Standing,
        steps: &mut Steps,
        slot: &mut SlotSteps,
    ) {
        let held = self.actual.held(slot_name, value);
        let mut lost = &held.managed & &(&standing.live | &standing.dormant);
        lost |= &held.held & decided;
        if self.input.target.unmanaged == UnmanagedPolicy::Adopt {
            steps.adopt |= (wanted & &held.held & &standing.managed_before) - &held.managed;
        }
        let assign = wanted - &held.held;
        let unassign = (lost - wanted) | (&held.managed & &steps.suspend);
        if !assign.is_empty() || !unassign.is_empty() {
            let entry = ValueSteps { assign, unassign, ..ValueSteps::default() };
            slot.values.insert(value.to_owned(), entry);
        }
    }

    /// People of `rows` who lack an attribute the target requires, with what they lack.
    fn missing(&self, rows: &RoaringBitmap) -> Vec<(u32, Vec<String>)> {
        let mut lacking: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for name in self.input.required {
            let present = self.input.snapshot.column(name).map(Column::rows_present);
            for row in rows - present.unwrap_or_default() {
                lacking.entry(row).or_default().push(name.clone());
            }
        }
        lacking.into_iter().collect()
    }

    /// People of `rows` whose account is written otherwise than the source has it. An accounts
    /// file keeps what it is given to the letter; consoles may normalize keys, so there letter
    /// case alone is no difference.
    fn outdated(&self, rows: &RoaringBitmap) -> RoaringBitmap {
        let exact = matches!(self.input.target.kind, TargetKind::Csv { .. });
        let other = |ours: &str, theirs: &str| {
            ours != theirs && (exact || Folded::new(ours) != Folded::new(theirs))
        };
        let compared = self.input.compared.iter();
        let compared: Vec<(&str, &Column)> = compared
            .filter_map(|(theirs, ours)| Some((theirs.as_str(), self.input.snapshot.column(ours)?)))
            .collect();
        let differs = |row: &u32| {
            let person = self.input.snapshot.person(*row);
            let Some(account) = self.subjects.account(*row) else { return false };
            let table = self.input.table;
            let email = person.email().unwrap_or_default();
            other(person.user_name(), table.user_name(account))
                || (!email.is_empty() && other(email, table.email(account).unwrap_or_default()))
                || compared.iter().any(|(name, column)| {
                    let Some(ours) = column.get(*row) else { return false };
                    ours != table.sent(account, name).unwrap_or_default()
                })
        };
        rows.iter().filter(differs).collect()
    }

    /// Values that somebody is given and nobody has: neither listed nor held, nor known to exist.
    pub(crate) fn create_values(&self, steps: &mut Steps) {
        let slots = self.input.target.slots.iter().zip(&mut steps.slots);
        for (definition, slot) in slots.filter(|(definition, _)| definition.create_values) {
            let existing = self.input.table.existing_values.get(&definition.name);
            let exists = |value: &str| existing.is_some_and(|all| all.iter().any(|v| v == value));
            let missing = slot.values.iter().filter(|(value, steps)| {
                !steps.assign.is_empty()
                    && definition.value(value).is_none()
                    && self.actual.held(&definition.name, value).held.is_empty()
                    && !exists(value)
            });
            slot.create = missing.map(|(value, _)| value.clone()).collect();
        }
    }
}
