//! The keys people are known by, compared without case.

use crate::{Column, Strings};
use rolecall_scim::fold_cow;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of a column, found without case.
///
/// An open hash table of text numbers; the bits of a slot that the number leaves free hold bits
/// of its hash, so that a probe rarely has to look at a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KeyIndex {
    /// Number plus one below `bits`, bits of the hash above; zero is free.
    pub(crate) slots: Vec<u32>,
    pub(crate) bits: u32,
    /// How many texts of the column are in here.
    pub(crate) texts: u32,
    /// Texts that fold like an earlier one: whose number they share.
    pub(crate) joined: BTreeMap<u32, u32>,
}

impl KeyIndex {
    /// Takes in the texts that were added to the column since the last time.
    pub(crate) fn extend(&mut self, texts: &Strings) {
        let count = texts.len() as u32;
        let full = count as usize > self.slots.len() / 5 * 4;
        if full || u64::from(count) >= 1 << self.bits {
            let room = count as usize + count as usize / 2;
            self.bits = (u32::BITS - count.saturating_add(count / 4).leading_zeros()).max(8);
            self.slots = vec![0; room.max(16)];
            self.joined.clear();
            self.texts = 0;
        }
        while self.texts < count {
            self.add(self.texts, texts);
            self.texts += 1;
        }
    }

    fn add(&mut self, number: u32, texts: &Strings) {
        match self.seek(texts.get(number), texts) {
            Ok(first) => {
                self.joined.insert(number, first);
            }
            Err((slot, tag)) => self.slots[slot] = tag | (number + 1),
        }
    }

    /// The number of the first text that folds like `text`; else the slot it would go into, and
    /// the bits of its hash.
    fn seek(&self, text: &str, texts: &Strings) -> Result<u32, (usize, u32)> {
        let text = folded_unless_ascii(text);
        let hash = hash_of(text.as_bytes());
        let low = u32::MAX >> (u32::BITS - self.bits);
        let tag = hash as u32 & !low;
        let mut slot = ((u128::from(hash) * self.slots.len() as u128) >> 64) as usize;
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return Err((slot, tag));
            }
            let number = (found & low) - 1;
            if found & !low == tag && same(texts.get(number), &text) {
                return Ok(number);
            }
            slot = if slot + 1 == self.slots.len() { 0 } else { slot + 1 };
        }
    }

    pub(crate) fn find(&self, text: &str, texts: &Strings) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.seek(text, texts).ok() }
    }

    /// Whether it can be an index of `texts` texts.
    pub(crate) fn is_sound(&self, texts: usize) -> bool {
        if self.slots.is_empty() {
            return self.texts == 0;
        }
        if !(8..=u32::BITS).contains(&self.bits) || self.texts as usize > texts {
            return false;
        }
        let low = u32::MAX >> (u32::BITS - self.bits);
        let free = self.slots.iter().filter(|&&slot| slot == 0).count();
        let joined = self.joined.iter().all(|(one, first)| one.max(first) < &self.texts);
        free > 0
            && joined
            && self.slots.iter().all(|&slot| slot & low <= self.texts)
            && self.slots.iter().all(|&slot| slot == 0 || slot & low > 0)
    }

    /// The numbers of the texts whose first is `first`, itself among them.
    pub(crate) fn alike(&self, first: u32) -> impl Iterator<Item = u32> + '_ {
        let others = self.joined.iter().filter(move |(_, one)| **one == first);
        std::iter::once(first).chain(others.map(|(&number, _)| number))
    }

    pub(crate) fn first_of(&self, number: u32) -> u32 {
        if self.joined.is_empty() {
            return number;
        }
        self.joined.get(&number).copied().unwrap_or(number)
    }
}

/// Takes in the texts that were added to `columns`, each with its index; columns that have the
/// very same texts have one index.
pub(crate) fn take_in(columns: &[Column], indexes: &mut [Arc<KeyIndex>]) {
    for at in 0..indexes.len().min(columns.len()) {
        let texts = &columns[at].distinct;
        let twin = (0..at).find(|&other| texts.is_shared_with(&columns[other].distinct));
        match twin {
            Some(other) => indexes[at] = indexes[other].clone(),
            None if indexes[at].texts as usize == texts.len() => {}
            None => Arc::make_mut(&mut indexes[at]).extend(texts),
        }
    }
}

fn folded_unless_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { fold_cow(text) }
}

/// Whether `text` folds like `other`, which is ASCII or folded already.
fn same(text: &str, other: &str) -> bool {
    match (text.is_ascii(), other.is_ascii()) {
        (true, true) => text.eq_ignore_ascii_case(other),
        (false, true) => fold_cow(text).eq_ignore_ascii_case(other),
        (false, false) => fold_cow(text) == other,
        (true, false) => false,
    }
}

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of text that is ASCII, whose case does not count, or folded already. The same in every
/// process: it is kept on disk.
fn hash_of(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    for word in words {
        hash = mixed(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    hash = mixed(hash, u64::from_le_bytes(last));
    hash ^ (hash >> 29)
}

fn mixed(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ lower(word) ^ MIX) * u128::from(MIX | 1);
    (product as u64) ^ ((product >> 64) as u64).rotate_left(23)
}

/// The ASCII letters among eight bytes in lower case; other bytes stay.
fn lower(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = word & (0x7F * ONES);
    let from_a = low + (0x80 - u64::from(b'A')) * ONES;
    let past_z = low + (0x7F - u64::from(b'Z')) * ONES;
    let upper = (from_a & !past_z) & !word & (0x80 * ONES);
    word | (upper >> 2)
}

/// A key column of people, without case: rows whose texts are equal as [`crate::Folded`] share a
/// number.
#[derive(Debug, Clone, Copy)]
pub struct KeyColumn<'a> {
    pub(crate) column: &'a Column,
    pub(crate) index: &'a KeyIndex,
}

impl<'a> KeyColumn<'a> {
    /// The number of `row`'s key; `None` where the cell is absent.
    #[must_use]
    pub fn of(&self, row: u32) -> Option<u32> {
        self.column.text_number(row).map(|number| self.index.first_of(number))
    }

    /// The number of the key that `text` is, without case.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.index.find(text, &self.column.distinct)
    }

    /// The folded text of `row`; empty where the cell is absent. Its order is by code points.
    #[must_use]
    pub fn text(&self, row: u32) -> Cow<'a, str> {
        fold_cow(self.column.get(row).unwrap_or_default())
    }

    /// What every key's number is below.
    #[must_use]
    pub fn len(&self) -> usize {
        self.column.distinct.len()
    }

    /// Whether nobody has a key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.column.distinct.is_empty()
    }
}

/// The three keys of people: stable id, userName, primary e-mail.
#[derive(Debug, Clone, Copy)]
pub struct PersonKeys<'a> {
    /// The source's stable id, comparable within one directory only.
    pub id: KeyColumn<'a>,
    /// The userName.
    pub user_name: KeyColumn<'a>,
    /// The primary e-mail.
    pub email: KeyColumn<'a>,
}
