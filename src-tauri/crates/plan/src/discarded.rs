//! Leaving out the steps that an administrator discarded.

use crate::decisions::Remembered;
use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_directory::StepKind;
use std::sync::Arc;

/// Takes discarded steps out of `steps`, and with them what makes no sense alone: the values of a
/// suspension, of an account that is not made, reactivated or adopted, the other half of a
/// replacement, and gifts of a value that is not made.
pub(crate) fn forget_discarded(
    input: &PlanInput<'_>,
    subjects: &Subjects,
    actual: &Actual,
    steps: &mut Steps,
) {
    let discarded = Remembered::new(input, subjects, &input.decisions.discarded);
    if discarded.is_empty() {
        return;
    }
    let of = |kind, among: &RoaringBitmap| discarded.accounts(kind, among);
    let kept = of(StepKind::Suspend, &steps.suspend);
    let outdated = of(StepKind::Update, &steps.update);
    let not_made = of(StepKind::Create, &steps.create);
    let asleep = of(StepKind::Reactivate, &steps.reactivate);
    let adopted = of(StepKind::Adopt, &steps.adopt);
    steps.suspend -= &kept;
    steps.update -= outdated | &asleep;
    steps.create -= &not_made;
    steps.reactivate -= &asleep;
    steps.adopt -= &adopted;
    // An account that stays another's is given nothing and loses nothing.
    let strange = adopted - &actual.managed;
    let without = not_made | asleep | &strange;
    let keeping = kept | strange;
    for (definition, slot) in input.target.slots.iter().zip(&mut steps.slots) {
        let name = &definition.name;
        let mut stay = RoaringBitmap::new();
        for (value, entry) in slot.values_mut() {
            let of = |kind, among| discarded.values(name, value, kind, among);
            let given = if discarded.creation(name, value) {
                RoaringBitmap::clone(&entry.assign)
            } else {
                of(StepKind::Assign, &entry.assign)
            };
            let lost = of(StepKind::Unassign, &entry.unassign);
            let entry = Arc::make_mut(entry);
            *Arc::make_mut(&mut entry.assign) -= &given | &without;
            entry.unassign -= &lost | &keeping;
            stay |= given | (lost - &steps.suspend);
        }
        if !definition.many {
            for entry in slot.values_mut().values_mut().map(Arc::make_mut) {
                *Arc::make_mut(&mut entry.assign) -= &stay;
                entry.unassign -= &stay;
            }
        }
    }
}
