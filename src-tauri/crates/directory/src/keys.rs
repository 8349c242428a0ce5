//! The keys people are known by, compared without case.

use crate::{Column, Snapshot, Strings};
use rolecall_scim::fold_cow;

const ABSENT: u32 = u32::MAX;

/// A column without case: rows whose texts are equal as [`crate::Folded`] share a number.
#[derive(Debug, Clone, Default)]
pub struct KeyColumn {
    of_row: Vec<u32>,
    keys: Strings,
}

impl KeyColumn {
    /// Folds each distinct text of `column` once.
    #[must_use]
    pub fn new(column: &Column, rows: u32) -> Self {
        let mut keys = Strings::default();
        let of_text: Vec<u32> =
            column.distinct().iter().map(|text| keys.intern(&fold_cow(text))).collect();
        let of_row = (0..rows).map(|row| column.text_number(row));
        let of_row = of_row.map(|text| text.and_then(|text| of_text.get(text as usize).copied()));
        Self { of_row: of_row.map(|key| key.unwrap_or(ABSENT)).collect(), keys }
    }

    /// The number of `row`'s key; `None` where the cell is absent.
    #[must_use]
    pub fn of(&self, row: u32) -> Option<u32> {
        self.of_row.get(row as usize).copied().filter(|&key| key != ABSENT)
    }

    /// The number of the key that `text` is, without case.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.keys.find(&fold_cow(text))
    }

    /// The folded text of `row`; empty where the cell is absent. Its order is by code points.
    #[must_use]
    pub fn text(&self, row: u32) -> &str {
        self.of(row).map_or("", |key| self.keys.get(key))
    }

    /// How many distinct keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nobody has a key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The three keys of people: stable id, userName, primary e-mail.
#[derive(Debug, Clone, Default)]
pub struct PersonKeys {
    /// The source's stable id, comparable within one directory only.
    pub id: KeyColumn,
    /// The userName.
    pub user_name: KeyColumn,
    /// The primary e-mail.
    pub email: KeyColumn,
}

impl PersonKeys {
    /// Reads the keys of all people.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let column = |name: &str| {
            let column = snapshot.column(name);
            column.map(|column| KeyColumn::new(column, snapshot.people())).unwrap_or_default()
        };
        Self { id: column("id"), user_name: column("userName"), email: column("email") }
    }
}
