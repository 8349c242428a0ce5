//! Building a table account by account.

use super::{AccountRecord, AccountTable, Holding};
use crate::Column;
use std::collections::HashMap;

/// A slot and value, once [`AccountTableBuilder::place`] has met them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceId(u32);

/// The plain texts and flags of one account; absent texts are empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountRow<'a> {
    /// The target's own key.
    pub key: &'a str,
    /// The userName.
    pub user_name: &'a str,
    /// The primary e-mail.
    pub email: &'a str,
    /// The externalId.
    pub external_id: &'a str,
    /// Whether it is active.
    pub active: bool,
    /// Whether Rolecall made or adopted it.
    pub managed: bool,
    /// Whether it is inactive because Rolecall suspended it.
    pub suspended_here: bool,
}

/// Takes accounts in the target's order.
#[derive(Debug, Default)]
pub struct AccountTableBuilder {
    table: AccountTable,
    places: HashMap<String, HashMap<String, PlaceId>>,
    holdings: Vec<Holding>,
}

impl AccountTableBuilder {
    /// Adds an account with all it holds; answers its row.
    pub fn push(&mut self, account: &AccountRecord) -> u32 {
        let row = self.row(&AccountRow {
            key: &account.key,
            user_name: &account.user_name,
            email: account.email.as_deref().unwrap_or_default(),
            external_id: account.external_id.as_deref().unwrap_or_default(),
            active: account.active,
            managed: account.managed,
            suspended_here: account.suspended_here,
        });
        if let Some(person) = &account.person {
            self.table.persons.set(row, person);
        }
        for (name, text) in &account.sent {
            self.sent(row, name, text);
        }
        for holding in &account.holdings {
            let place = self.place(&holding.slot, &holding.value);
            self.hold(row, place, holding.managed);
        }
        row
    }

    /// Adds an account that holds nothing yet; answers its row.
    pub fn row(&mut self, account: &AccountRow<'_>) -> u32 {
        let table = &mut self.table;
        let row = table.count;
        table.count += 1;
        let name = account.user_name;
        table.user_names.put(row, name);
        table.keys.put(row, account.key, name);
        table.emails.put(row, account.email, name);
        table.external_ids.put(row, account.external_id, name);
        let flags = [
            (account.active, &mut table.active),
            (account.managed, &mut table.managed),
            (account.suspended_here, &mut table.suspended_here),
        ];
        for (_, rows) in flags.into_iter().filter(|(set, _)| *set) {
            rows.insert(row);
        }
        row
    }

    /// Sets the target attribute `name` of `row`.
    pub fn sent(&mut self, row: u32, name: &str, text: &str) {
        let sent = &mut self.table.sent;
        let at = sent.iter().position(|(one, _)| one == name).unwrap_or_else(|| {
            sent.push((name.to_owned(), Column::default()));
            sent.len() - 1
        });
        sent[at].1.set(row, text);
    }

    /// The userName of the account in `row`.
    #[must_use]
    pub fn user_name(&self, row: u32) -> &str {
        self.table.user_name(row)
    }

    /// Whether Rolecall manages the account in `row`.
    #[must_use]
    pub fn is_managed(&self, row: u32) -> bool {
        self.table.managed.contains(row)
    }

    /// The number of `value` in `slot`, by which holders are added fast.
    pub fn place(&mut self, slot: &str, value: &str) -> PlaceId {
        if let Some(&place) = self.places.get(slot).and_then(|values| values.get(value)) {
            return place;
        }
        let place = PlaceId(u32::try_from(self.holdings.len()).unwrap_or(u32::MAX));
        self.holdings.push(Holding::default());
        self.places.entry(slot.to_owned()).or_default().insert(value.to_owned(), place);
        place
    }

    /// Lets `row` hold what `place` stands for.
    pub fn hold(&mut self, row: u32, place: PlaceId, managed: bool) {
        let Some(holding) = self.holdings.get_mut(place.0 as usize) else { return };
        holding.put(row, managed);
    }

    /// The table, with the memory given back that only building needs.
    #[must_use]
    pub fn finish(self) -> AccountTable {
        let Self { mut table, places, mut holdings } = self;
        for (slot, values) in places {
            let slot = table.slots.entry(slot).or_default();
            for (value, place) in values {
                let holding = holdings.get_mut(place.0 as usize).map(std::mem::take);
                slot.values.insert(value, holding.unwrap_or_default());
            }
        }
        table.shrink();
        table
    }
}

impl AccountTable {
    fn shrink(&mut self) {
        self.user_names.shrink();
        for column in [&mut self.keys, &mut self.emails, &mut self.external_ids] {
            column.own.shrink();
            column.same.optimize();
        }
        for (_, column) in &mut self.sent {
            column.shrink();
        }
        for rows in [&mut self.active, &mut self.managed, &mut self.suspended_here] {
            rows.optimize();
        }
    }
}
