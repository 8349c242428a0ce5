//! Rows found by a text of theirs, without a copy of the texts.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Rows by text. The texts stay where they are: each look-up is told how to read a row's.
#[derive(Debug, Clone, Default)]
pub struct RowIndex {
    rows: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl RowIndex {
    /// Adds `row` under `text`, unless a row is there; answers that one. `text_of` reads the text
    /// under which a row was added.
    pub fn insert<T: AsRef<str>>(
        &mut self,
        row: u32,
        text: &str,
        text_of: impl Fn(u32) -> T,
    ) -> Option<u32> {
        let hash = self.hash(text);
        let same = |entry: &(u32, u32)| entry.0 == hash && text_of(entry.1).as_ref() == text;
        if let Some(&(_, other)) = self.rows.find(spread(hash), same) {
            return Some(other);
        }
        self.rows.insert_unique(spread(hash), (hash, row), |entry| spread(entry.0));
        None
    }

    /// The row that was added under `text`.
    pub fn find<T: AsRef<str>>(&self, text: &str, text_of: impl Fn(u32) -> T) -> Option<u32> {
        let hash = self.hash(text);
        let same = |entry: &(u32, u32)| entry.0 == hash && text_of(entry.1).as_ref() == text;
        self.rows.find(spread(hash), same).map(|&(_, row)| row)
    }

    /// How many rows are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn hash(&self, text: &str) -> u32 {
        self.hasher.hash_one(text) as u32
    }
}

/// The table looks at both ends of a hash.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
