//! The rows of an accounts file that are in memory.

use std::collections::{BTreeMap, BTreeSet};

/// Rows of an accounts file, and the columns that are not ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Names of the columns that are not ours, in the file's order.
    pub unknown: Vec<String>,
    pub rows: Vec<Row>,
}

/// One account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub user_name: String,
    pub email: String,
    pub active: bool,
    pub managed: bool,
    /// What it holds and does not manage, while the account is managed.
    pub unmanaged: BTreeSet<(String, String)>,
    /// Values by slot.
    pub values: BTreeMap<String, BTreeSet<String>>,
    /// Cells of the columns that are not ours.
    pub unknown: Vec<String>,
}

impl Row {
    pub fn holds(&self, slot: &str, value: &str) -> bool {
        self.values.get(slot).is_some_and(|values| values.contains(value))
    }

    /// Slot and value of everything held.
    pub fn held(&self) -> impl Iterator<Item = (String, String)> {
        self.values.iter().flat_map(|(slot, values)| {
            values.iter().map(move |value| (slot.clone(), value.clone()))
        })
    }

    /// Exceptions for values that are held; others mean nothing.
    pub fn exceptions(&self) -> impl Iterator<Item = &(String, String)> {
        self.unmanaged.iter().filter(|(slot, value)| self.holds(slot, value))
    }
}
