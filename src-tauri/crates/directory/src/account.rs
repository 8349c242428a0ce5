//! Accounts: what a target holds, as records and as a table of columns and bitmaps.

mod binary;
mod builder;
mod row_index;
mod table;
mod texts;

pub use binary::{Sealed, Unsealed};
pub use builder::{AccountRow, AccountTableBuilder, PlaceId};
pub use row_index::RowIndex;
pub use table::{AccountTable, Holding, HoldingRef, SlotHoldings};
pub use texts::Texts;

use serde::{Deserialize, Serialize};

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
