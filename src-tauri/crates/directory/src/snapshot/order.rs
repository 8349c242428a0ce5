//! People in order of their folded userName.

use crate::Column;
use roaring::RoaringBitmap;
use rolecall_scim::fold_cow;
use std::borrow::Cow;

/// All people by folded userName, and the place of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NameOrder {
    /// Rows in order.
    pub(crate) rows: Vec<u32>,
    /// Places by row; `u32::MAX` for rows that are not in it.
    pub(crate) ranks: Vec<u32>,
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
        let mut order =
            Self { rows: entries.into_iter().map(|(_, row)| row).collect(), ranks: Vec::new() };
        order.rank();
        order
    }

    /// Makes `ranks` from `rows`.
    pub(crate) fn rank(&mut self) {
        let end = self.rows.iter().max().map_or(0, |&row| row as usize + 1);
        self.ranks = vec![u32::MAX; end];
        for (rank, &row) in (0u32..).zip(&self.rows) {
            self.ranks[row as usize] = rank;
        }
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
