//! The accounts of one target as columns and bitmaps.

use super::{AccountRecord, AccountTableBuilder, HoldingRecord, RowIndex, Texts};
use crate::Column;
use roaring::RoaringBitmap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The accounts of one target. Rows are positions in the target's order; bitmaps hold rows. A
/// single account is put together on demand by [`AccountTable::record`].
#[derive(Debug, Clone, Default)]
pub struct AccountTable {
    pub(super) count: u32,
    pub(super) user_names: Texts,
    pub(super) keys: Beside,
    pub(super) emails: Beside,
    pub(super) external_ids: Beside,
    pub(super) persons: Column,
    /// What the plan compares, by target attribute.
    pub(super) sent: Vec<(String, Column)>,
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

/// A column whose texts are mostly those of the userNames: these are not written again.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Beside {
    pub(super) same: RoaringBitmap,
    pub(super) own: Texts,
}

impl Beside {
    pub(super) fn put(&mut self, row: u32, text: &str, user_name: &str) {
        if text == user_name && !text.is_empty() {
            self.same.insert(row);
        } else {
            self.own.put(row, text);
        }
    }

    fn get<'a>(&'a self, row: u32, user_names: &'a Texts) -> &'a str {
        match self.own.get(row) {
            "" if self.same.contains(row) => user_names.get(row),
            own => own,
        }
    }

    fn is_empty(&self) -> bool {
        self.same.is_empty() && self.own.is_empty()
    }
}

/// What is held in one slot, by value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SlotHoldings {
    /// The holders of each value.
    pub values: BTreeMap<String, Holding>,
}

/// The holders of one value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Holding {
    /// All accounts that hold it.
    pub held: RoaringBitmap,
    /// Those of them for whom Rolecall does not manage it: mostly nobody.
    pub unmanaged: RoaringBitmap,
}

impl Holding {
    /// The accounts that hold it and for whom Rolecall manages it.
    #[must_use]
    pub fn managed(&self) -> Cow<'_, RoaringBitmap> {
        match self.unmanaged.is_empty() {
            true => Cow::Borrowed(&self.held),
            false => Cow::Owned(&self.held - &self.unmanaged),
        }
    }

    /// Lets the account in `row` hold it; whether it is managed stays where it held it before.
    fn hold(&mut self, row: u32) {
        if self.held.insert(row) {
            self.unmanaged.insert(row);
        }
    }

    /// Lets the account in `row` hold it, managed or not; once managed it stays so.
    pub(super) fn put(&mut self, row: u32, managed: bool) {
        self.hold(row);
        if managed {
            self.unmanaged.remove(row);
        }
    }
}

/// A value an account holds, borrowed from the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldingRef<'a> {
    /// The slot.
    pub slot: &'a str,
    /// The value.
    pub value: &'a str,
    /// Whether Rolecall gave or adopted it.
    pub managed: bool,
}

impl AccountTable {
    /// A table of records that are at hand.
    #[must_use]
    pub fn new(records: &[AccountRecord]) -> Self {
        let mut builder = AccountTableBuilder::default();
        for record in records {
            builder.push(record);
        }
        builder.finish()
    }

    /// A builder, to which accounts are given one by one.
    #[must_use]
    pub fn builder() -> AccountTableBuilder {
        AccountTableBuilder::default()
    }

    /// How many accounts there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there is no account.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All rows.
    pub fn rows(&self) -> std::ops::Range<u32> {
        0..self.count
    }

    /// The target's own key of the account in `row`.
    #[must_use]
    pub fn key(&self, row: u32) -> &str {
        self.keys.get(row, &self.user_names)
    }

    /// The userName.
    #[must_use]
    pub fn user_name(&self, row: u32) -> &str {
        self.user_names.get(row)
    }

    /// The primary e-mail, where there is one.
    #[must_use]
    pub fn email(&self, row: u32) -> Option<&str> {
        present(self.emails.get(row, &self.user_names))
    }

    /// The externalId, where there is one.
    #[must_use]
    pub fn external_id(&self, row: u32) -> Option<&str> {
        present(self.external_ids.get(row, &self.user_names))
    }

    /// Whether any account has an externalId.
    #[must_use]
    pub fn has_external_ids(&self) -> bool {
        !self.external_ids.is_empty()
    }

    /// The stable id of the person it was linked to, where that is remembered.
    #[must_use]
    pub fn person(&self, row: u32) -> Option<&str> {
        self.persons.get(row)
    }

    /// Whether any account remembers a person.
    #[must_use]
    pub fn has_persons(&self) -> bool {
        !self.persons.distinct().is_empty()
    }

    /// The text of the target attribute `name`, as the plan compares it.
    #[must_use]
    pub fn sent(&self, row: u32, name: &str) -> Option<&str> {
        self.sent.iter().find(|(one, _)| one == name)?.1.get(row)
    }

    /// The target attributes that accounts carry, each with its column.
    pub fn sent_columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.sent.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// What the account in `row` holds, by slot and value. Walks all values: for single accounts.
    pub fn holdings(&self, row: u32) -> impl Iterator<Item = HoldingRef<'_>> {
        self.slots.iter().flat_map(move |(slot, holdings)| {
            holdings.values.iter().filter(move |(_, holding)| holding.held.contains(row)).map(
                move |(value, holding)| {
                    let managed = !holding.unmanaged.contains(row);
                    HoldingRef { slot, value, managed }
                },
            )
        })
    }

    /// Whether the account in `row` holds `value` in `slot`.
    #[must_use]
    pub fn holds(&self, row: u32, slot: &str, value: &str) -> bool {
        let holding = self.slots.get(slot).and_then(|slot| slot.values.get(value));
        holding.is_some_and(|holding| holding.held.contains(row))
    }

    /// The account in `row`, put together.
    #[must_use]
    pub fn record(&self, row: u32) -> AccountRecord {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let holdings = self.holdings(row).map(|held| HoldingRecord {
            slot: held.slot.to_owned(),
            value: held.value.to_owned(),
            managed: held.managed,
        });
        let sent = self.sent.iter().filter_map(|(name, column)| {
            column.get(row).map(|text| (name.clone(), text.to_owned()))
        });
        AccountRecord {
            key: self.key(row).to_owned(),
            user_name: self.user_name(row).to_owned(),
            email: owned(self.email(row)),
            external_id: owned(self.external_id(row)),
            active: self.active.contains(row),
            managed: self.managed.contains(row),
            suspended_here: self.suspended_here.contains(row),
            person: owned(self.person(row)),
            holdings: holdings.collect(),
            sent: sent.collect(),
        }
    }

    /// All accounts, put together one at a time.
    pub fn records(&self) -> impl Iterator<Item = AccountRecord> {
        self.rows().map(|row| self.record(row))
    }

    /// Rows by key; look-ups take [`AccountTable::key`] to read one.
    #[must_use]
    pub fn rows_by_key(&self) -> RowIndex {
        let mut index = RowIndex::default();
        for row in self.rows() {
            index.insert(row, self.key(row), |other| self.key(other));
        }
        index
    }

    /// Lets the account in `row` hold `value` in `slot`; whether it is managed stays.
    pub fn hold(&mut self, row: u32, slot: &str, value: &str) {
        // Names are copied only when they are new: a table holds many times more than it names.
        if !self.slots.contains_key(slot) {
            self.slots.insert(slot.to_owned(), SlotHoldings::default());
        }
        let Some(slot) = self.slots.get_mut(slot) else { return };
        match slot.values.get_mut(value) {
            Some(holding) => holding.hold(row),
            None => {
                let mut holding = Holding::default();
                holding.hold(row);
                slot.values.insert(value.to_owned(), holding);
            }
        }
    }

    /// Says that Rolecall manages `value` in `slot` on the account in `row`, if it is held there.
    pub fn manage_value(&mut self, row: u32, slot: &str, value: &str) {
        let slot = self.slots.get_mut(slot);
        let Some(holding) = slot.and_then(|slot| slot.values.get_mut(value)) else { return };
        holding.unmanaged.remove(row);
    }

    /// Forgets what is managed, suspended here and linked.
    pub fn forget_marks(&mut self) {
        self.managed.clear();
        self.suspended_here.clear();
        self.persons = Column::default();
        let slots = self.slots.values_mut();
        let all = slots.flat_map(|slot| slot.values.values_mut());
        all.for_each(|one| one.unmanaged.clone_from(&one.held));
    }

    /// Remembers the person of the account in `row`, by the source's stable id.
    pub fn set_person(&mut self, row: u32, person: &str) {
        self.persons.set(row, person);
    }
}

fn present(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
