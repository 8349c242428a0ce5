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

    /// Takes the rows `out` out and puts those of `named` in where their names belong.
    pub(crate) fn change(&mut self, names: &Column, out: &RoaringBitmap, named: &RoaringBitmap) {
        let added = Self::new(names, named).rows;
        let rank = |row: u32| self.ranks.get(row as usize).filter(|rank| **rank != u32::MAX);
        let mut left: Vec<usize> =
            out.iter().filter_map(|row| Some(*rank(row)? as usize)).collect();
        left.sort_unstable();
        // Where nobody is put in, all moves up by as many as left before.
        let first = if added.is_empty() { left.first().copied() } else { Some(0) };
        let Some(first) = first else { return };
        for row in out {
            if let Some(rank) = self.ranks.get_mut(row as usize) {
                *rank = u32::MAX;
            }
        }
        let mut end = first;
        let mut left = left.into_iter().peekable();
        for at in first..self.rows.len() {
            if left.next_if_eq(&at).is_none() {
                self.rows[end] = self.rows[at];
                end += 1;
            }
        }
        self.rows.truncate(end);
        if added.is_empty() {
            return self.rank_from(first);
        }
        self.put_in(names, &added);
        self.rank_from(0);
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
        let mut order = Self { rows, ranks: Vec::new() };
        order.rank();
        let ranked = order.ranks.iter().filter(|&&rank| rank != u32::MAX).count();
        (ranked == order.rows.len()).then_some(order)
    }

    /// Makes `ranks` from `rows`.
    fn rank(&mut self) {
        self.rank_from(0);
    }

    /// Makes the ranks from `first` on.
    fn rank_from(&mut self, first: usize) {
        let rows = self.rows.get(first..).unwrap_or_default();
        let end = rows.iter().max().map_or(0, |&row| row as usize + 1);
        if self.ranks.len() < end {
            self.ranks.resize(end, u32::MAX);
        }
        for (rank, &row) in (first as u32..).zip(rows) {
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
