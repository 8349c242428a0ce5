//! Columns of interned values: each distinct text is kept once, each cell is a number.

use crate::Strings;
use crate::cells::Cells;
use crate::strings::Packed;
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Separates the elements of a list inside one interned text (U+001F, unit separator).
pub const LIST_SEPARATOR: char = '\u{1f}';

/// Up to this many distinct texts, [`Column::value_rows`] keeps the rows of each.
const ROWS_KEPT: usize = 4096;

/// From one row in this many on, a set is made of bits.
const DENSE: usize = 32;

/// One attribute of all people: a cell a person, each the number of its distinct text plus one;
/// zero is absent. A list is one text, its elements separated by [`LIST_SEPARATOR`].
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub(crate) cells: Cells,
    pub(crate) distinct: Strings,
    value_rows: OnceLock<Option<Vec<RoaringBitmap>>>,
    /// Whether any text has several elements.
    lists: OnceLock<bool>,
}

impl Column {
    pub(crate) fn from_parts(cells: Cells, distinct: Strings) -> Self {
        Self { cells, distinct, value_rows: OnceLock::new(), lists: OnceLock::new() }
    }

    /// Sets the cell of `row`; empty text is absent.
    pub fn set(&mut self, row: u32, text: &str) {
        let number = if text.is_empty() { None } else { self.distinct.intern(text) };
        if self.lists.get() == Some(&false) && text.contains(LIST_SEPARATOR) {
            self.lists = OnceLock::from(true);
        }
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
    pub fn rows_where(&self, holds: impl FnMut(&str) -> bool) -> RoaringBitmap {
        let chosen: Vec<bool> = self.distinct.iter().map(holds).collect();
        self.rows_chosen(&chosen)
    }

    /// The rows whose text is chosen, by its number.
    #[must_use]
    pub fn rows_chosen(&self, chosen: &[bool]) -> RoaringBitmap {
        self.rows_of(|cell| chosen.get(cell as usize).copied().unwrap_or_default())
    }

    /// Whether any text is a list of several elements.
    #[must_use]
    pub fn has_lists(&self) -> bool {
        *self.lists.get_or_init(|| {
            let mut parts = self.distinct.parts();
            parts.any(|(_, texts)| {
                memchr::memchr(LIST_SEPARATOR as u8, texts.bytes.as_bytes()).is_some()
            })
        })
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
        // Counted first, so that the rows of each text lie side by side; absent ones are not kept.
        let mut ends = vec![0u32; self.distinct.len() + 1];
        self.cells.each(|_, cell| ends[cell as usize] += 1);
        let mut next = Vec::with_capacity(ends.len());
        ends[0] = 0;
        for at in 0..ends.len() {
            let start = at.checked_sub(1).map_or(0, |before| ends[before]);
            next.push(start);
            ends[at] += start;
        }
        let mut rows = vec![0u32; ends.last().map_or(0, |&end| end as usize)];
        self.cells.each(|row, cell| {
            if cell > 0 {
                let place = &mut next[cell as usize];
                rows[*place as usize] = row;
                *place += 1;
            }
        });
        let each = ends.windows(2).map(|ends| &rows[ends[0] as usize..ends[1] as usize]);
        each.map(set_of).collect()
    }

    pub(crate) fn rows_of(&self, chosen: impl Fn(u32) -> bool) -> RoaringBitmap {
        let mut bits = vec![0u8; self.cells.len().div_ceil(8)];
        self.cells.each(|row, cell| {
            let holds = cell > 0 && chosen(cell - 1);
            bits[row as usize / 8] |= u8::from(holds) << (row % 8);
        });
        RoaringBitmap::from_lsb0_bytes(0, &bits)
    }

    /// Keeps the texts that `names` has in the same rows with those of `names`, once for both,
    /// where that is so of most; the texts of `names` count as distinct ones here then.
    pub(crate) fn share_with(&mut self, names: &mut Self) {
        let rows = 0..self.cells.len() as u32;
        let same = |row: u32| self.get(row).is_some_and(|text| names.get(row) == Some(text));
        let same = rows.clone().filter(|&row| same(row)).count();
        if same * 2 <= rows.len() {
            return;
        }
        let Some(shared) = names.distinct.lend() else { return };
        let of_both = |name: &u32| (*name as usize) < shared.ends.len();
        let mut distinct = Strings::from_parts(Some(shared.clone()), Packed::default());
        let mut moved: HashMap<u32, u32> = HashMap::new();
        let mut cells = Cells::default();
        for row in rows {
            let Some(number) = self.text_number(row) else { continue };
            let text = self.distinct.get(number);
            let name = names.text_number(row).filter(|_| names.get(row) == Some(text));
            let number = match name.filter(of_both) {
                Some(name) => name,
                None => match moved.get(&number) {
                    Some(&known) => known,
                    None => {
                        // All these texts fitted where they were.
                        let Some(new) = distinct.push(text) else { return };
                        moved.insert(number, new);
                        new
                    }
                },
            };
            cells.set(row, number + 1);
        }
        *self = Self::from_parts(cells, distinct);
        self.shrink();
    }

    /// Gives back the memory that only building needs.
    pub fn shrink(&mut self) {
        self.cells.shrink(self.distinct.len());
        self.distinct.shrink();
    }
}

/// The set of `rows`, which ascend.
fn set_of(rows: &[u32]) -> RoaringBitmap {
    let (Some(&first), Some(&last)) = (rows.first(), rows.last()) else {
        return RoaringBitmap::new();
    };
    // Where many are close together, a bit each is faster than one after the other.
    if rows.len() * DENSE < (last - first) as usize {
        return RoaringBitmap::from_sorted_iter(rows.iter().copied()).unwrap_or_default();
    }
    let start = first & !7;
    let mut bits = vec![0u8; (last - start) as usize / 8 + 1];
    for row in rows {
        let at = row - start;
        bits[at as usize / 8] |= 1 << (at % 8);
    }
    RoaringBitmap::from_lsb0_bytes(start, &bits)
}
