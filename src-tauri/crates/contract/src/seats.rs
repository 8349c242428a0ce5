//! Seats as the last plan or run left them, kept so that a restart shows them.

use crate::settings_kept::Kept;
use crate::{App, AppError};
use roaring::RoaringBitmap;
use rolecall_directory::StepKind;
use rolecall_engine::Planned;
use rolecall_store::{JournalStep, StepState};
use serde::{Deserialize, Serialize};

/// Seats of every product.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Seats {
    /// The configuration that `coming` and `short` were computed from.
    pub(crate) version: i64,
    pub(crate) products: Vec<ProductSeats>,
}

/// Seats of one product.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ProductSeats {
    pub(crate) target: String,
    pub(crate) slot: String,
    pub(crate) value: String,
    /// Accounts that hold it.
    pub(crate) used: u64,
    /// Those of them to whom no rule gives it.
    pub(crate) without_rule: u64,
    /// How many more the next run uses.
    pub(crate) coming: i64,
    /// People who go without.
    pub(crate) short: u64,
}

impl Seats {
    /// Seats as `planned` found them.
    fn of_plan(planned: &Planned, version: i64) -> Self {
        let targets = (0..).zip(&planned.targets).filter(|(_, target)| target.error.is_none());
        let products = targets.flat_map(|(index, target)| {
            target.plan.seats.iter().map(move |seats| ProductSeats {
                target: target.name.clone(),
                slot: seats.slot.clone(),
                value: seats.value.clone(),
                used: seats.used,
                without_rule: holders_without_rule(planned, index, (&seats.slot, &seats.value))
                    .len(),
                coming: seats.needed.saturating_sub(seats.short).cast_signed()
                    - seats.freed.cast_signed(),
                short: seats.short,
            })
        });
        Self { version, products: products.collect() }
    }

    /// Counts what the steps of a run gave and took.
    fn after(mut self, steps: &[JournalStep]) -> Self {
        for done in steps.iter().filter(|step| step.state == StepState::Done) {
            let by = match done.step.kind {
                StepKind::Assign => 1,
                StepKind::Unassign => -1,
                _ => continue,
            };
            let product = self.products.iter_mut().find(|product| {
                product.target == done.target
                    && Some(&product.slot) == done.step.slot.as_ref()
                    && Some(&product.value) == done.step.value.as_ref()
            });
            if let Some(product) = product {
                product.used = product.used.saturating_add_signed(by);
                product.coming -= by;
            }
        }
        self
    }

    pub(crate) fn of(&self, target: &str, slot: &str, value: &str) -> Option<&ProductSeats> {
        self.products
            .iter()
            .find(|one| one.target == target && one.slot == slot && one.value == value)
    }
}

/// Holders whom the plan leaves their seat and to whom no rule gives it.
pub(crate) fn holders_without_rule(
    planned: &Planned,
    index: usize,
    (slot, value): (&str, &str),
) -> RoaringBitmap {
    let (target, definition) = (&planned.targets[index], &planned.configuration.targets[index]);
    let at = definition.slots.iter().position(|one| one.name == slot);
    let holding = target.table.slots.get(slot).and_then(|slot| slot.values.get(value));
    let (Some(at), Some(holding)) = (at, holding) else { return RoaringBitmap::new() };
    let mut holders = target.plan.subjects.of_accounts(&holding.held);
    if let Some(slot) = target.plan.resolution.slots.get(at) {
        holders -= slot.people(value);
    }
    let slot = target.plan.steps.slots.get(at);
    if let Some((slot, steps)) = slot.and_then(|slot| Some((slot, slot.values.get(value)?))) {
        holders -= &steps.unassign - slot.held_unassign(steps);
    }
    holders
}

impl App {
    /// Seats as the last plan or run left them.
    pub(crate) fn seats(&self) -> Result<Seats, AppError> {
        Ok(self.store.setting(Kept::SEATS)?.unwrap_or_default())
    }

    /// Keeps what `planned`, and the steps carried out of it, say of seats. A target that could
    /// not be read keeps what was known of it.
    pub(crate) fn keep_seats(
        &self,
        planned: &Planned,
        version: i64,
        steps: &[JournalStep],
    ) -> Result<(), AppError> {
        let mut seats = Seats::of_plan(planned, version).after(steps);
        let unread = planned.targets.iter().filter(|target| target.error.is_some());
        let unread: Vec<&str> = unread.map(|target| target.name.as_str()).collect();
        let before = self.seats()?.products.into_iter();
        seats.products.extend(before.filter(|one| unread.contains(&one.target.as_str())));
        self.store.set_setting(Kept::SEATS, &seats)?;
        Ok(())
    }
}
