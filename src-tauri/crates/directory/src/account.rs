//! Accounts: what a target holds, as records and as a table of bitmaps.

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An account as a target delivered it, with what Rolecall knows of managing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecord {
    /// The target's own key: a SCIM `id`, the userName in an accounts file.
    pub key: String,
    /// The userName there.
    pub user_name: String,
    /// The primary e-mail there.
    pub email: Option<String>,
    /// The externalId there, where the target has one.
    pub external_id: Option<String>,
    /// Whether it is active.
    pub active: bool,
    /// Whether Rolecall made or adopted it.
    pub managed: bool,
    /// Whether it is inactive because Rolecall suspended it.
    pub suspended_here: bool,
    /// The person it was linked to, by the source's stable id, where that is remembered.
    pub person: Option<String>,
    /// The values it holds.
    pub holdings: Vec<HoldingRecord>,
    /// Attributes the plan compares with what would be sent: target attribute and text.
    pub sent: Vec<(String, String)>,
}

/// A value an account holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HoldingRecord {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// Whether Rolecall gave or adopted it.
    pub managed: bool,
}

/// The accounts of one target. Rows are positions in `rows`; bitmaps hold rows.
#[derive(Debug, Clone, Default)]
pub struct AccountTable {
    /// The accounts, in the target's order.
    pub rows: Vec<AccountRecord>,
    /// Accounts that are active.
    pub active: RoaringBitmap,
    /// Accounts that Rolecall manages.
    pub managed: RoaringBitmap,
    /// Accounts that Rolecall suspended.
    pub suspended_here: RoaringBitmap,
    /// What is held, by slot.
    pub slots: BTreeMap<String, SlotHoldings>,
    /// Values that exist in the target though nobody may hold them, by slot.
    pub existing_values: BTreeMap<String, Vec<String>>,
}

/// What is held in one slot, by value.
#[derive(Debug, Clone, Default)]
pub struct SlotHoldings {
    /// The holders of each value.
    pub values: BTreeMap<String, Holding>,
}

/// The holders of one value.
#[derive(Debug, Clone, Default)]
pub struct Holding {
    /// All accounts that hold it.
    pub held: RoaringBitmap,
    /// Those of them for whom Rolecall manages it.
    pub managed: RoaringBitmap,
}

impl AccountTable {
    /// Builds the table. Holdings stay in the rows too, for reading one account.
    #[must_use]
    pub fn new(rows: Vec<AccountRecord>) -> Self {
        let mut table = Self::default();
        for (row, account) in (0u32..).zip(&rows) {
            if account.active {
                table.active.insert(row);
            }
            if account.managed {
                table.managed.insert(row);
            }
            if account.suspended_here {
                table.suspended_here.insert(row);
            }
            for holding in &account.holdings {
                table.hold(row, holding);
            }
        }
        table.rows = rows;
        table
    }

    fn hold(&mut self, row: u32, holding: &HoldingRecord) {
        // Names are copied only when they are new: a table holds many times more than it names.
        if !self.slots.contains_key(&holding.slot) {
            self.slots.insert(holding.slot.clone(), SlotHoldings::default());
        }
        let Some(slot) = self.slots.get_mut(&holding.slot) else { return };
        if !slot.values.contains_key(&holding.value) {
            slot.values.insert(holding.value.clone(), Holding::default());
        }
        let Some(entry) = slot.values.get_mut(&holding.value) else { return };
        entry.held.insert(row);
        if holding.managed {
            entry.managed.insert(row);
        }
    }
}
