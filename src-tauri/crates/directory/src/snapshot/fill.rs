//! Columns that are computed after the people are there.

use super::Snapshot;
use crate::{AttributeType, Column, Folded};

impl Snapshot {
    /// Puts `column` in the place of the one called `name`, which is made when new.
    pub fn fill_column(&mut self, name: &str, column: Column) {
        let key = Folded::new(name);
        if let Some(&at) = self.column_index.get(&key) {
            self.columns[at] = column;
            return;
        }
        self.column_index.insert(key, self.columns.len());
        self.columns.push(column);
        self.column_names.push(name.to_owned());
        self.column_types.push(AttributeType::Text);
    }
}
