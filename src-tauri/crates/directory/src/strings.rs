//! Distinct texts in one buffer.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

/// Up to this many texts have a table for as long as the column is there.
const LOOKED_UP: usize = 1 << 16;

/// Texts that lie one after the other, each up to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(crate) bytes: String,
    pub(crate) ends: Vec<u32>,
}

impl Packed {
    fn push(&mut self, text: &str) -> Option<()> {
        let end = u32::try_from(self.bytes.len() + text.len()).ok()?;
        // A quarter more at a time: a million texts are many megabytes, and twice would be too.
        if self.bytes.capacity() - self.bytes.len() < text.len() {
            self.bytes.reserve_exact(text.len().max(self.bytes.len() / 4).max(64));
        }
        self.bytes.push_str(text);
        self.ends.push(end);
        Some(())
    }

    /// The text with number `id`; empty where there is none.
    pub(crate) fn get(&self, id: u32) -> &str {
        let at = id as usize;
        let Some(&end) = self.ends.get(at) else { return "" };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start as usize..end as usize]
    }

    /// The texts with these numbers, those that are there, in order.
    fn range(&self, numbers: Range<u32>) -> impl Iterator<Item = &str> {
        let last = (numbers.end as usize).min(self.ends.len());
        let first = (numbers.start as usize).min(last);
        let start = first.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends[first..last].iter().scan(start as usize, |start, &end| {
            let text = &self.bytes[*start..end as usize];
            *start = end as usize;
            Some(text)
        })
    }

    fn shrink(&mut self) {
        // A little room stays: a text more must not move all others.
        self.bytes.shrink_to(self.bytes.len() + self.bytes.len() / 64);
        self.ends.shrink_to(self.ends.len() + self.ends.len() / 64);
    }
}

/// Distinct texts in one buffer; a text is known by its number, in order of first use.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    /// The first of all, where another column has them too: those are kept once.
    shared: Option<Arc<Packed>>,
    /// How many are shared.
    first: u32,
    own: Packed,
    lookup: HashTable<u32>,
    /// Whether texts are only added, for there are many and hardly any comes twice.
    appends: bool,
    /// Whether a text came twice.
    repeats: bool,
    hasher: DefaultHashBuilder,
}

impl Strings {
    /// The texts that are shared, and those that are not.
    pub(crate) fn from_parts(shared: Option<Arc<Packed>>, own: Packed) -> Self {
        let first = shared.as_ref().map_or(0, |shared| shared.ends.len() as u32);
        let mut strings = Self { shared, first, own, ..Self::default() };
        if first > 0 || strings.len() >= LOOKED_UP {
            strings.appends = true;
            return strings;
        }
        let Self { own, lookup, hasher, .. } = &mut strings;
        lookup.reserve(own.ends.len(), |_| 0);
        for id in 0..own.ends.len() as u32 {
            let hash = hasher.hash_one(own.get(id));
            lookup.insert_unique(hash, id, |&id| hasher.hash_one(own.get(id)));
        }
        strings
    }

    /// The texts that are shared, where any are.
    pub(crate) fn shared(&self) -> Option<&Arc<Packed>> {
        self.shared.as_ref()
    }

    /// The texts that are not shared.
    pub(crate) fn own(&self) -> &Packed {
        &self.own
    }

    /// All texts in parts, each with the number of its first.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (u32, &Packed)> {
        let shared = self.shared.iter().map(|shared| (0, &**shared));
        shared.chain(std::iter::once((self.first, &self.own)))
    }

    /// Makes all texts so far fit to be shared; `None` where they are few, and looked up.
    pub(crate) fn lend(&mut self) -> Option<Arc<Packed>> {
        if !self.appends {
            return None;
        }
        if self.shared.is_none() {
            self.first = self.own.ends.len() as u32;
            self.shared = Some(Arc::new(std::mem::take(&mut self.own)));
        }
        self.shared.clone()
    }

    /// Whether these are the very texts of `other`.
    pub(crate) fn is_shared_with(&self, other: &Self) -> bool {
        let same = self.shared.iter().zip(&other.shared).any(|(one, two)| Arc::ptr_eq(one, two));
        same && self.own.ends.is_empty() && other.own.ends.is_empty()
    }

    /// The number of `text`, which is added when new. A text that would make the buffer longer
    /// than 4 GiB is not added: `None`. After [`Strings::shrink`], where there are 65,536 or more,
    /// texts are only added: one may be there twice.
    pub fn intern(&mut self, text: &str) -> Option<u32> {
        if self.appends {
            return self.push(text);
        }
        let hash = self.hasher.hash_one(text);
        if let Some(&id) = self.lookup.find(hash, |&id| self.own.get(id) == text) {
            self.repeats = true;
            return Some(id);
        }
        let id = self.push(text)?;
        let Self { own, lookup, hasher, .. } = self;
        lookup.insert_unique(hash, id, |&id| hasher.hash_one(own.get(id)));
        Some(id)
    }

    /// From here on only adds texts, where the first 65,536 of them are all different: looking
    /// for each of a million keys would cost more than a few that are there twice.
    pub(crate) fn append_where_all_differ(&mut self) {
        if self.own.ends.len() == LOOKED_UP && !self.repeats {
            self.lookup = HashTable::new();
            self.appends = true;
        }
    }

    pub(crate) fn push(&mut self, text: &str) -> Option<u32> {
        let id = u32::try_from(self.len()).ok().filter(|&id| id < u32::MAX - 1)?;
        self.own.push(text)?;
        Some(id)
    }

    /// The number of `text`, when it is there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.appends {
            return (0..self.len() as u32).find(|&id| self.get(id) == text);
        }
        let hash = self.hasher.hash_one(text);
        self.lookup.find(hash, |&id| self.own.get(id) == text).copied()
    }

    /// The text with number `id`; empty for a number that was never given out.
    #[must_use]
    pub fn get(&self, id: u32) -> &str {
        match (&self.shared, id.checked_sub(self.first)) {
            (_, Some(own)) => self.own.get(own),
            (Some(shared), None) => shared.get(id),
            (None, None) => "",
        }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first as usize + self.own.ends.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All texts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.range(0..self.len() as u32)
    }

    /// The texts with these numbers, in order: faster than one after the other by number.
    pub fn range(&self, numbers: Range<u32>) -> impl Iterator<Item = &str> {
        let first = self.first;
        let shared = self.shared.iter().flat_map({
            let numbers = numbers.start.min(first)..numbers.end.min(first);
            move |shared| shared.range(numbers.clone())
        });
        let own = numbers.start.saturating_sub(first)..numbers.end.saturating_sub(first);
        shared.chain(self.own.range(own))
    }

    /// Gives back the memory that only adding needs.
    pub fn shrink(&mut self) {
        self.own.shrink();
        if self.own.ends.len() >= LOOKED_UP {
            self.lookup = HashTable::new();
            self.appends = true;
        }
    }
}
