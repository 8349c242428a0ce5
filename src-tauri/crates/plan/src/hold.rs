//! What guards hold: the steps themselves, and those that make no sense without them.

use crate::decisions::Remembered;
use crate::subjects::Actual;
use crate::target_plan::{PlanInput, SlotSteps, Steps, ValueSteps};
use roaring::RoaringBitmap;
use rolecall_directory::{Guard, StepKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one guard on removals holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hold {
    pub(crate) suspend: RoaringBitmap,
    /// Unassigns by slot index and value, those of suspensions not among them; shared where
    /// several guards hold them.
    pub(crate) unassign: BTreeMap<(usize, String), Arc<RoaringBitmap>>,
}

impl Hold {
    /// Adds every unassign of a slot that is no part of a suspension.
    pub(crate) fn slot(&mut self, index: usize, steps: &Steps) {
        let removing =
            steps.slots[index].values.iter().filter(|(_, entry)| !entry.unassign.is_empty());
        for (value, entry) in removing {
            let alone = Arc::new(&entry.unassign - &steps.suspend);
            self.unassign.insert((index, value.clone()), alone);
        }
    }

    /// Approval covers exactly the steps approved; the rest of a tripped guard stays held.
    pub(crate) fn let_approved_go(&mut self, input: &PlanInput<'_>, approved: &Remembered<'_>) {
        if approved.is_empty() {
            return;
        }
        self.suspend -= approved.accounts(StepKind::Suspend, &self.suspend);
        for ((index, value), rows) in &mut self.unassign {
            let slot = &input.target.slots[*index].name;
            let approved = approved.values(slot, value, StepKind::Unassign, rows);
            *Arc::make_mut(rows) -= approved;
        }
    }

    /// The unassigns it holds of `value`: by themselves, and as part of a suspension.
    fn removals(&self, index: usize, value: &str, entry: &ValueSteps) -> RoaringBitmap {
        let mut rows = match self.suspend.is_empty() {
            true => RoaringBitmap::new(),
            false => &entry.unassign & &self.suspend,
        };
        if let Some(alone) = self.unassign.get(&(index, value.to_owned())) {
            rows |= &**alone;
        }
        rows
    }

    /// The values of slot number `index` of which it holds a removal, with the steps on each.
    fn removing<'s>(
        &'s self,
        index: usize,
        slot: &'s SlotSteps,
    ) -> Box<dyn Iterator<Item = (&'s String, &'s Arc<ValueSteps>)> + 's> {
        if self.suspend.is_empty() {
            let here = (index, String::new())..(index + 1, String::new());
            let named = self.unassign.range(here);
            return Box::new(named.filter_map(|((_, value), _)| slot.values.get_key_value(value)));
        }
        Box::new(slot.values.iter().filter(|(_, entry)| !entry.unassign.is_empty()))
    }

    /// All it holds: suspensions with their unassigns, unassigns, and the assigns that a held
    /// removal makes wait in a slot of one.
    pub(crate) fn count(&self, input: &PlanInput<'_>, steps: &Steps) -> u64 {
        let mut total = self.suspend.len();
        for (index, slot) in steps.slots.iter().enumerate() {
            let mut waiting = RoaringBitmap::new();
            let is_one = !input.target.slots[index].many;
            for (value, entry) in self.removing(index, slot) {
                let removals = self.removals(index, value, entry);
                total += removals.len();
                if is_one {
                    waiting |= removals;
                }
            }
            if is_one {
                let assigns = slot.values.values().map(|entry| &*entry.assign);
                total += assigns.map(|assign| assign.intersection_len(&waiting)).sum::<u64>();
            }
        }
        total
    }

    /// Marks in `steps` what it holds.
    pub(crate) fn mark(&self, input: &PlanInput<'_>, steps: &mut Steps) {
        steps.held_suspend |= &self.suspend;
        for (index, slot) in steps.slots.iter_mut().enumerate() {
            let is_one = !input.target.slots[index].many;
            let mut waiting = RoaringBitmap::new();
            let mut held: Vec<(String, RoaringBitmap)> = Vec::new();
            for (value, entry) in self.removing(index, slot) {
                let removals = self.removals(index, value, entry);
                if is_one {
                    waiting |= &removals;
                }
                if !removals.is_subset(&entry.held_unassign) {
                    held.push((value.clone(), removals));
                }
            }
            for (value, removals) in held {
                if let Some(entry) = slot.value_mut(&value) {
                    entry.held_unassign |= removals;
                }
            }
            if !waiting.is_empty() {
                for entry in slot.values_mut().values_mut() {
                    let held = &*entry.assign & &waiting;
                    if !held.is_subset(&entry.held_assign) {
                        Arc::make_mut(entry).held_assign |= held;
                    }
                }
            }
        }
    }

    /// Whether it holds this step, given that some guard does.
    pub(crate) fn covers(
        &self,
        kind: StepKind,
        place: Option<(usize, &str)>,
        subject: u32,
    ) -> bool {
        match (kind, place) {
            (StepKind::Suspend, _) => self.suspend.contains(subject),
            (StepKind::Unassign, Some((index, value))) => {
                let alone = self.unassign.get(&(index, value.to_owned()));
                self.suspend.contains(subject) || alone.is_some_and(|rows| rows.contains(subject))
            }
            (StepKind::Assign, Some((index, _))) => {
                let slot = (index, String::new())..(index + 1, String::new());
                self.unassign.range(slot).any(|(_, rows)| rows.contains(subject))
            }
            _ => false,
        }
    }
}

/// A guard with what it holds, in the order in which guards tripped.
pub(crate) type Holds = Vec<(Guard, Hold)>;

/// Holds every step but those approved; answers how many. What cannot go without a held step is
/// held with it, approved or not.
pub(crate) fn hold_everything(
    input: &PlanInput<'_>,
    actual: &Actual,
    approved: &Remembered<'_>,
    steps: &mut Steps,
) -> u64 {
    let rest = |kind, all: &RoaringBitmap| all - approved.accounts(kind, all);
    steps.held_create = rest(StepKind::Create, &steps.create);
    steps.held_update = rest(StepKind::Update, &steps.update);
    steps.held_reactivate = rest(StepKind::Reactivate, &steps.reactivate);
    steps.held_adopt = rest(StepKind::Adopt, &steps.adopt);
    steps.held_suspend = rest(StepKind::Suspend, &steps.suspend);
    let released = &steps.suspend - &steps.held_suspend;
    let waiting =
        &steps.held_create | &steps.held_reactivate | (&steps.held_adopt - &actual.managed);
    let account_steps = [
        &steps.held_create,
        &steps.held_update,
        &steps.held_reactivate,
        &steps.held_adopt,
        &steps.held_suspend,
    ];
    let mut total: u64 = account_steps.iter().map(|set| set.len()).sum();
    for (definition, slot) in input.target.slots.iter().zip(&mut steps.slots) {
        let name = &definition.name;
        let unmade = slot.create.iter().filter(|value| !approved.creation(name, value));
        slot.held_create = unmade.cloned().collect();
        total += slot.held_create.len() as u64;
        if approved.is_empty() {
            // Millions of steps are not marked one by one.
            slot.is_held = true;
            let each = slot.values.values().map(|one| one.assign.len() + one.unassign.len());
            total += each.sum::<u64>();
            continue;
        }
        let mut replaced = RoaringBitmap::new();
        for (value, entry) in Arc::make_mut(&mut slot.values) {
            let of = |kind, all: &RoaringBitmap| all - approved.values(name, value, kind, all);
            let entry = Arc::make_mut(entry);
            entry.held_assign = of(StepKind::Assign, &entry.assign) | (&*entry.assign & &waiting);
            if slot.held_create.contains(value) {
                entry.held_assign = RoaringBitmap::clone(&entry.assign);
            }
            entry.held_unassign = of(StepKind::Unassign, &entry.unassign) - &released;
            entry.held_unassign |= &entry.unassign & &steps.held_suspend;
            replaced |= &entry.held_assign | &entry.held_unassign;
        }
        for entry in slot.values_mut().values_mut().map(Arc::make_mut) {
            if !definition.many {
                entry.held_assign |= &*entry.assign & &replaced;
                entry.held_unassign |= &entry.unassign & &replaced;
            }
            total += entry.held_assign.len() + entry.held_unassign.len();
        }
    }
    total
}
