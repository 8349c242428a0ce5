//! The last holder of an administrator value keeps it.

use crate::subjects::{Actual, Subjects};
use crate::target_plan::{PlanInput, Steps};
use roaring::RoaringBitmap;
use rolecall_directory::Folded;
use std::sync::Arc;

/// Where a plan would take an administrator value from all its active holders, the first of them
/// by folded userName keeps it and is not suspended; that account's other steps go on.
pub(crate) fn keep_last_administrators(
    input: &PlanInput<'_>,
    subjects: &Subjects,
    actual: &Actual,
    steps: &mut Steps,
) {
    for (index, definition) in input.target.slots.iter().enumerate() {
        for value in &definition.administrators {
            let holders = &actual.held(&definition.name, value).held & &actual.active;
            // A suspended holder holds it no more, even where the value itself stays.
            let mut losing = &steps.suspend & &holders;
            if let Some(entry) = steps.slots[index].values.get(value) {
                losing |= &entry.unassign & &holders;
            }
            if holders.is_empty() || losing != holders {
                continue;
            }
            let Some(keeper) = first_by_name(&holders, input, subjects) else { continue };
            steps.suspend.remove(keeper);
            if let Some(entry) = steps.slots[index].value_mut(value) {
                entry.unassign.remove(keeper);
            }
            if !definition.many {
                for (other, entry) in steps.slots[index].values_mut() {
                    if other != value {
                        Arc::make_mut(&mut Arc::make_mut(entry).assign).remove(keeper);
                    }
                }
            }
        }
    }
}

fn first_by_name(
    holders: &RoaringBitmap,
    input: &PlanInput<'_>,
    subjects: &Subjects,
) -> Option<u32> {
    let name = |subject: u32| {
        let account = subjects.account(subject);
        account.map(|row| Folded::new(input.table.user_name(row))).unwrap_or_default()
    };
    holders.iter().min_by_key(|&subject| name(subject))
}
