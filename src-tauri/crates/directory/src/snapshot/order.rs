//! People in order of their folded userName.

use crate::Column;
use roaring::RoaringBitmap;
use rolecall_scim::fold_cow;
use std::borrow::Cow;
use std::sync::OnceLock;

/// All people by folded userName, and the place of each.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameOrder {
    /// Rows in order.
    pub(crate) rows: Vec<u32>,
    /// Places by row; `u32::MAX` for rows that are not in it. Found when somebody asks: most
    /// changes are over before anybody does.
    ranks: OnceLock<Vec<u32>>,
}

/// How many bytes of a name are sorted as one number.
const PREFIX: usize = 16;

impl NameOrder {
    /// Sorts the people in `rows` by the names in `names`.
    pub(crate) fn new(names: &Column, rows: &RoaringBitmap) -> Self {
        let mut entries: Vec<(u128, u32)> = Vec::with_capacity(rows.len() as usize);
        entries.extend(rows.iter().map(|row| (prefix(&name_of(names, row)), row)));
        entries.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| compare(names, a.1, b.1)).then(a.1.cmp(&b.1))
        });
        let rows = entries.into_iter().map(|(_, row)| row).collect();
        Self { rows, ranks: OnceLock::new() }
    }

    /// Takes the rows `out` out and puts those of `named` in where their names belong.
    pub(crate) fn change(&mut self, names: &Column, out: &RoaringBitmap, named: &RoaringBitmap) {
        let added = Self::new(names, named).rows;
        self.ranks = OnceLock::new();
        // A bit each: everybody is gone through once.
        let mut gone = vec![0u64; out.max().map_or(0, |last| last as usize / 64 + 1)];
        for row in out {
            gone[row as usize / 64] |= 1 << (row % 64);
        }
        let is_out =
            |row: u32| gone.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1);
        self.rows.retain(|&row| !is_out(row));
        self.put_in(names, &added);
    }

    /// Puts the rows `added`, which are in order, where their names belong.
    fn put_in(&mut self, names: &Column, added: &[u32]) {
        let before = |other: u32, row: u32| {
            compare(names, other, row).then(other.cmp(&row)) == std::cmp::Ordering::Less
        };
        let mut end = self.rows.len();
        self.rows.resize(end + added.len(), 0);
        // From the last one on, so that each moves once, by as many as come before it.
        for (more, &row) in added.iter().enumerate().rev() {
            let at = self.rows[..end].partition_point(|&other| before(other, row));
            self.rows.copy_within(at..end, at + more + 1);
            self.rows[at + more] = row;
            end = at;
        }
    }

    /// The order that `rows` is; `None` where one of them is not a row, or twice.
    pub(crate) fn from_rows(rows: Vec<u32>, people: usize) -> Option<Self> {
        if rows.iter().any(|&row| row as usize >= people) {
            return None;
        }
        let mut met = vec![0u64; people / 64 + 1];
        for &row in &rows {
            let (word, bit) = (&mut met[row as usize / 64], 1 << (row % 64));
            if *word & bit != 0 {
                return None;
            }
            *word |= bit;
        }
        Some(Self { rows, ranks: OnceLock::new() })
    }

    /// The place of `row`; `u32::MAX` where it has none.
    pub(crate) fn rank(&self, row: u32) -> u32 {
        let ranks = self.ranks.get_or_init(|| {
            let end = self.rows.iter().max().map_or(0, |&row| row as usize + 1);
            let mut ranks = vec![u32::MAX; end];
            for (rank, &row) in (0u32..).zip(&self.rows) {
                ranks[row as usize] = rank;
            }
            ranks
        });
        ranks.get(row as usize).copied().unwrap_or(u32::MAX)
    }

    /// The rows whose name is `name` without case.
    pub(crate) fn named(&self, name: &str, names: &Column) -> &[u32] {
        let name = fold_cow(name);
        let start = self.rows.partition_point(|&row| name_of(names, row) < name);
        let same = self.rows[start..].iter().take_while(|&&row| name_of(names, row) == name);
        &self.rows[start..start + same.count()]
    }
}

fn compare(names: &Column, one: u32, other: u32) -> std::cmp::Ordering {
    name_of(names, one).cmp(&name_of(names, other))
}

fn name_of(names: &Column, row: u32) -> Cow<'_, str> {
    fold_cow(names.get(row).unwrap_or_default())
}

/// The first bytes of `name` as a number that sorts as they do.
fn prefix(name: &str) -> u128 {
    let mut first = [0; PREFIX];
    let length = name.len().min(PREFIX);
    first[..length].copy_from_slice(&name.as_bytes()[..length]);
    u128::from_be_bytes(first)
}
