//! Columns of interned values: each distinct text is kept once, each cell is a number.

use hashbrown::{DefaultHashBuilder, HashTable};
use roaring::RoaringBitmap;
use std::hash::BuildHasher;

/// Separates the elements of a list inside one interned text (U+001F, unit separator).
pub const LIST_SEPARATOR: char = '\u{1f}';

/// Distinct texts in one buffer; a text is known by its number, in order of first use.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    bytes: String,
    ends: Vec<usize>,
    lookup: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Strings {
    /// The number of `text`, which is added when new.
    pub fn intern(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let Self { bytes, ends, lookup, hasher } = self;
        let found = lookup.find(hash, |&id| slice(bytes, ends, id) == text);
        if let Some(&id) = found {
            return id;
        }
        let id = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        bytes.push_str(text);
        ends.push(bytes.len());
        lookup.insert_unique(hash, id, |&id| hasher.hash_one(slice(bytes, ends, id)));
        id
    }

    /// The number of `text`, when it is there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.lookup.find(hash, |&id| slice(&self.bytes, &self.ends, id) == text).copied()
    }

    /// The text with number `id`; empty for a number that was never given out.
    #[must_use]
    pub fn get(&self, id: u32) -> &str {
        slice(&self.bytes, &self.ends, id)
    }

    /// How many distinct texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|id| self.get(id as u32))
    }

    /// Gives back the memory that only adding needs.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn slice<'a>(bytes: &'a str, ends: &[usize], id: u32) -> &'a str {
    let at = id as usize;
    let Some(&end) = ends.get(at) else { return "" };
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..end]
}

/// One attribute of all people: a cell a person, each the number of its distinct text plus one;
/// zero is absent. A list is one text, its elements separated by [`LIST_SEPARATOR`].
#[derive(Debug, Clone, Default)]
pub struct Column {
    cells: Vec<u32>,
    distinct: Strings,
}

impl Column {
    /// Sets the cell of `row`; empty text is absent.
    pub fn set(&mut self, row: u32, text: &str) {
        let row = row as usize;
        if self.cells.len() <= row {
            self.cells.resize(row + 1, 0);
        }
        self.cells[row] = if text.is_empty() { 0 } else { self.distinct.intern(text) + 1 };
    }

    /// The text of `row`, when present.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<&str> {
        self.text_number(row).map(|text| self.distinct.get(text))
    }

    /// The number of `row`'s text among [`Column::distinct`], when present.
    #[must_use]
    pub fn text_number(&self, row: u32) -> Option<u32> {
        self.cells.get(row as usize)?.checked_sub(1)
    }

    /// The elements of `row`: one for plain text, several for a list, none when absent.
    pub fn elements(&self, row: u32) -> impl Iterator<Item = &str> {
        self.get(row).into_iter().flat_map(|text| text.split(LIST_SEPARATOR))
    }

    /// The distinct texts of the column.
    #[must_use]
    pub fn distinct(&self) -> &Strings {
        &self.distinct
    }

    /// The rows whose text satisfies `holds`, which is asked once per distinct text.
    pub fn rows_where(&self, mut holds: impl FnMut(&str) -> bool) -> RoaringBitmap {
        let chosen: Vec<bool> = self.distinct.iter().map(&mut holds).collect();
        self.rows_of(|cell| chosen[cell as usize])
    }

    /// The rows that have a value.
    #[must_use]
    pub fn rows_present(&self) -> RoaringBitmap {
        self.rows_of(|_| true)
    }

    /// The rows of each distinct text, by its number.
    #[must_use]
    pub fn rows_by_value(&self) -> Vec<RoaringBitmap> {
        let mut rows = vec![RoaringBitmap::new(); self.distinct.len()];
        for (row, &cell) in self.cells.iter().enumerate() {
            if cell > 0 {
                rows[cell as usize - 1].insert(row as u32);
            }
        }
        rows
    }

    fn rows_of(&self, chosen: impl Fn(u32) -> bool) -> RoaringBitmap {
        let rows = self.cells.iter().enumerate();
        let hits =
            rows.filter(|&(_, &cell)| cell > 0 && chosen(cell - 1)).map(|(row, _)| row as u32);
        // The rows come in ascending order, which is all that can fail here.
        RoaringBitmap::from_sorted_iter(hits).unwrap_or_default()
    }

    /// Gives back the memory that only building needs.
    pub fn shrink(&mut self) {
        self.cells.shrink_to_fit();
        self.distinct.shrink();
    }
}
