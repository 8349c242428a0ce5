//! Steps told one after the other in their order, without writing all of them out.

use crate::target_plan::{PlanInput, TargetPlan};
use crate::writer::{Place, Writer};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::StepKind;
use serde::Serialize;

/// How many people's values are gathered at once.
const TOGETHER: usize = 1 << 17;

/// A value that is given or taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldValue<'a> {
    /// The userName.
    pub user: &'a str,
    /// The slot.
    pub slot: &'a str,
    /// The value.
    pub value: &'a str,
    /// The rules behind it, highest first.
    pub rules: Vec<&'a str>,
}

/// Tells the steps of a plan by code points of userName, slot and value.
pub struct Telling<'a> {
    plan: &'a TargetPlan,
    input: &'a PlanInput<'a>,
    places: Vec<Place<'a>>,
}

impl TargetPlan {
    /// The people who have a step of any kind, held or not.
    #[must_use]
    pub fn people_with_steps(&self) -> RoaringBitmap {
        let steps = &self.steps;
        let accounts =
            [&steps.create, &steps.update, &steps.suspend, &steps.reactivate, &steps.adopt];
        let values = steps.slots.iter().flat_map(|slot| slot.values.values());
        let values = values.flat_map(|one| [&*one.assign, &one.unassign]);
        let mut all = accounts.into_iter().chain(values).union();
        all.remove_range(self.subjects.people()..);
        all
    }

    /// Tells the steps one after the other.
    #[must_use]
    pub fn telling<'a>(&'a self, input: &'a PlanInput<'a>) -> Telling<'a> {
        let places = Writer { plan: self, input }.places();
        Telling { plan: self, input, places }
    }
}

impl<'a> Telling<'a> {
    /// The userNames of those whose account has a step of this kind.
    #[must_use]
    pub fn accounts(&self, kind: StepKind) -> Vec<&'a str> {
        let steps = &self.plan.steps;
        let subjects = match kind {
            StepKind::Create => &steps.create,
            StepKind::Update => &steps.update,
            StepKind::Suspend => &steps.suspend,
            StepKind::Reactivate => &steps.reactivate,
            StepKind::Adopt => &steps.adopt,
            StepKind::Value | StepKind::Assign | StepKind::Unassign => return Vec::new(),
        };
        let mut names: Vec<&str> =
            subjects.iter().map(|subject| self.plan.user(self.input, subject)).collect();
        names.sort_unstable();
        names
    }

    /// Slot and name of each value to be made.
    pub fn made(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let made =
            |place: &&Place<'a>| self.plan.steps.slots[place.index].create.contains(place.value);
        self.places.iter().filter(made).map(|place| (place.slot, place.value))
    }

    /// Calls `tell` with each value that is given ([`StepKind::Assign`]) or taken.
    ///
    /// # Errors
    /// What `tell` answers; nothing more is told then.
    pub fn values<E>(
        &self,
        kind: StepKind,
        mut tell: impl FnMut(&ToldValue<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sets: Vec<&RoaringBitmap> = self
            .places
            .iter()
            .map(|place| match kind {
                StepKind::Assign => &*place.steps.assign,
                _ => &place.steps.unassign,
            })
            .collect();
        let order = self.by_user(&sets.iter().copied().union());
        let mut from = 0;
        while from < order.len() {
            let mut to = (from + TOGETHER).min(order.len());
            // Those whose names are spelled alike stand together.
            while to < order.len() && order[to].0 == order[to - 1].0 {
                to += 1;
            }
            self.part(&order[from..to], &sets, &mut tell)?;
            from = to;
        }
        Ok(())
    }

    fn by_user(&self, subjects: &RoaringBitmap) -> Vec<(&'a str, u32)> {
        let names = subjects.iter().map(|subject| (self.plan.user(self.input, subject), subject));
        let mut names: Vec<(&str, u32)> = names.collect();
        names.sort_unstable();
        names
    }

    /// Tells the values of `people`, who stand in their order.
    fn part<E>(
        &self,
        people: &[(&'a str, u32)],
        sets: &[&RoaringBitmap],
        tell: &mut impl FnMut(&ToldValue<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut entries: Vec<(u32, u32, u32)> = Vec::new();
        let last = people.iter().map(|(_, subject)| *subject).max().unwrap_or_default();
        // The rank of each subject's name among those of this part; zero is not of it.
        let mut ranks = vec![0u32; last as usize + 1];
        let (mut rank, mut before) = (0, None);
        for (name, subject) in people {
            if before != Some(*name) {
                rank += 1;
                before = Some(*name);
            }
            ranks[*subject as usize] = rank;
        }
        for (number, set) in (0u32..).zip(sets) {
            for subject in *set {
                match ranks.get(subject as usize) {
                    Some(0) => {}
                    Some(rank) => entries.push((*rank, number, subject)),
                    None => break,
                }
            }
        }
        entries.sort_unstable();
        for (_, number, subject) in entries {
            let place = &self.places[number as usize];
            let person = subject < self.plan.subjects.people();
            tell(&ToldValue {
                user: self.plan.user(self.input, subject),
                slot: place.slot,
                value: place.value,
                rules: if person { place.rules.granting(subject) } else { Vec::new() },
            })?;
        }
        Ok(())
    }
}
