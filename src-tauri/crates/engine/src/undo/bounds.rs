//! What bounds undoing in a target as a whole: its last administrators, and its seats.

use super::inverse::AccountUndo;
use super::{Left, Why};
use rolecall_directory::{AccountTable, Folded, SlotDefinition, Step, StepKind};
use std::collections::{BTreeMap, HashMap};

/// Leaves an administrator value with the first of its active holders, by folded userName, where
/// undoing would take it from all of them, as a plan does.
pub(super) fn keep_last_administrators(
    table: &AccountTable,
    slots: &[SlotDefinition],
    accounts: &mut [AccountUndo<'_>],
    left: &mut Vec<Left>,
) {
    for slot in slots {
        for value in &slot.administrators {
            let held = table.slots.get(&slot.name).and_then(|slot| slot.values.get(value));
            let Some(held) = held else { continue };
            let mut holders = &held.held & &table.active;
            let is_it = |step: &Step| {
                step.slot.as_ref() == Some(&slot.name) && step.value.as_ref() == Some(value)
            };
            let mut losing = Vec::new();
            for (at, undo) in accounts.iter().enumerate() {
                let loses = |step: &Step| {
                    step.kind == StepKind::Suspend
                        || (step.kind == StepKind::Unassign && is_it(step))
                };
                if holders.contains(undo.row) && undo.steps.iter().any(|(step, _)| loses(step)) {
                    holders.remove(undo.row);
                    losing.push(at);
                }
            }
            if !holders.is_empty() {
                continue;
            }
            let keeper = losing.into_iter().min_by_key(|at| Folded::new(&accounts[*at].user));
            let Some(keeper) = keeper else { continue };
            let stays = |step: &Step| match step.kind {
                StepKind::Suspend => true,
                StepKind::Unassign => is_it(step),
                // A slot of one has no room for another value then.
                StepKind::Assign => !slot.many && step.slot.as_ref() == Some(&slot.name),
                _ => false,
            };
            accounts[keeper].leave(Why::LastAdministrator, stays, left);
        }
    }
}

/// Leaves values without a free seat untaken: seats go by folded userName. An account that would
/// be active again for no value stays suspended.
pub(super) fn give_by_seats(
    table: &AccountTable,
    seats: &dyn Fn(&str, &str) -> Option<u64>,
    accounts: &mut [AccountUndo<'_>],
    left: &mut Vec<Left>,
) {
    let mut changes: BTreeMap<(String, String), (u64, Vec<usize>)> = BTreeMap::new();
    for (at, undo) in accounts.iter().enumerate() {
        for (step, _) in &undo.steps {
            let Some(value) = step.slot.clone().zip(step.value.clone()) else { continue };
            let (freed, wanting) = changes.entry(value).or_default();
            match step.kind {
                StepKind::Unassign => *freed += 1,
                StepKind::Assign => wanting.push(at),
                _ => {}
            }
        }
    }
    let mut without: HashMap<usize, Vec<(String, String)>> = HashMap::new();
    for ((slot, value), (freed, mut wanting)) in changes {
        let Some(seats) = seats(&slot, &value) else { continue };
        let held = table.slots.get(&slot).and_then(|slot| slot.values.get(&value));
        let used = held.map_or(0, |held| held.held.len()).saturating_sub(freed);
        let free = usize::try_from(seats.saturating_sub(used)).unwrap_or(usize::MAX);
        wanting.sort_by_cached_key(|at| Folded::new(&accounts[*at].user));
        for at in wanting.into_iter().skip(free) {
            without.entry(at).or_default().push((slot.clone(), value.clone()));
        }
    }
    for (at, values) in without {
        let undo = &mut accounts[at];
        let assigns = undo.steps.iter().filter(|(step, _)| step.kind == StepKind::Assign).count();
        let none_left = assigns == values.len();
        let stays = |step: &Step| match step.kind {
            StepKind::Assign => {
                let value = step.slot.clone().zip(step.value.clone());
                value.is_some_and(|value| values.contains(&value))
            }
            StepKind::Reactivate => none_left,
            _ => false,
        };
        undo.leave(Why::NoLicences, stays, left);
    }
}

impl AccountUndo<'_> {
    /// Leaves the steps that `stays` names undone. What goes on is no part of a suspension that
    /// does not.
    fn leave(&mut self, why: Why, stays: impl Fn(&Step) -> bool, left: &mut Vec<Left>) {
        let (stay, go): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.steps).into_iter().partition(|(step, _)| stays(step));
        left.extend(stay.into_iter().map(|(_, of)| Left::of(of, why)));
        self.steps = go;
        let suspends = self.steps.iter().any(|(step, _)| step.kind == StepKind::Suspend);
        for (step, _) in &mut self.steps {
            step.of_suspension &= suspends;
        }
    }
}
