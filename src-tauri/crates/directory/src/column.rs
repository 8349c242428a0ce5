//! Columns of interned values: each distinct text is kept once, each cell is a number.

use crate::Strings;
use crate::cells::Cells;
use roaring::RoaringBitmap;
use std::sync::OnceLock;

/// Separates the elements of a list inside one interned text (U+001F, unit separator).
pub const LIST_SEPARATOR: char = '\u{1f}';

/// Up to this many distinct texts, [`Column::value_rows`] keeps the rows of each.
const ROWS_KEPT: usize = 4096;

/// One attribute of all people: a cell a person, each the number of its distinct text plus one;
/// zero is absent. A list is one text, its elements separated by [`LIST_SEPARATOR`].
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub(crate) cells: Cells,
    pub(crate) distinct: Strings,
    value_rows: OnceLock<Option<Vec<RoaringBitmap>>>,
}

impl Column {
    pub(crate) fn from_parts(cells: Cells, distinct: Strings) -> Self {
        Self { cells, distinct, value_rows: OnceLock::new() }
    }

    /// Sets the cell of `row`; empty text is absent.
    pub fn set(&mut self, row: u32, text: &str) {
        let number = if text.is_empty() { None } else { self.distinct.intern(text) };
        self.distinct.append_where_all_differ();
        let cell = number.map_or(0, |number| number + 1);
        let before = self.cells.set(row, cell);
        let Some(kept) = self.value_rows.get_mut() else { return };
        match kept {
            Some(rows) if self.distinct.len() <= ROWS_KEPT => {
                rows.resize(self.distinct.len(), RoaringBitmap::new());
                if before > 0 {
                    rows[before as usize - 1].remove(row);
                }
                if cell > 0 {
                    rows[cell as usize - 1].insert(row);
                }
            }
            _ => *kept = None,
        }
    }

    /// The text of `row`, when present.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<&str> {
        self.text_number(row).map(|text| self.distinct.get(text))
    }

    /// The number of `row`'s text among [`Column::distinct`], when present.
    #[must_use]
    pub fn text_number(&self, row: u32) -> Option<u32> {
        self.cells.get(row).checked_sub(1)
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

    /// The rows of each distinct text, by its number, made once and kept; `None` where there are
    /// more than 4,096 distinct texts.
    #[must_use]
    pub fn value_rows(&self) -> Option<&[RoaringBitmap]> {
        let few = self.distinct.len() <= ROWS_KEPT;
        let made = self.value_rows.get_or_init(|| {
            few.then(|| {
                let mut rows = self.rows_by_value();
                for rows in &mut rows {
                    rows.optimize();
                }
                rows
            })
        });
        made.as_deref()
    }

    /// The rows of each distinct text, by its number.
    #[must_use]
    pub fn rows_by_value(&self) -> Vec<RoaringBitmap> {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); self.distinct.len()];
        self.cells.each(|row, cell| {
            if cell > 0 {
                rows[cell as usize - 1].push(row);
            }
        });
        let sets = rows.into_iter().map(RoaringBitmap::from_sorted_iter);
        // The rows come in ascending order, which is all that can fail here.
        sets.map(Result::unwrap_or_default).collect()
    }

    pub(crate) fn rows_of(&self, chosen: impl Fn(u32) -> bool) -> RoaringBitmap {
        let mut rows = Vec::new();
        self.cells.each(|row, cell| {
            if cell > 0 && chosen(cell - 1) {
                rows.push(row);
            }
        });
        // The rows come in ascending order, which is all that can fail here.
        RoaringBitmap::from_sorted_iter(rows).unwrap_or_default()
    }

    /// Gives back the memory that only building needs.
    pub fn shrink(&mut self) {
        self.cells.shrink(self.distinct.len());
        self.distinct.shrink();
    }
}
