//! Distinct texts in one buffer.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Up to this many texts have a table for as long as the column is there.
const LOOKED_UP: usize = 1 << 16;

/// Distinct texts in one buffer; a text is known by its number, in order of first use.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    pub(crate) bytes: String,
    pub(crate) ends: Vec<u32>,
    lookup: HashTable<u32>,
    /// Whether texts are only added, for there are many and hardly any comes twice.
    appends: bool,
    /// Whether a text came twice.
    repeats: bool,
    hasher: DefaultHashBuilder,
}

impl Strings {
    /// Texts that lie one after the other in `bytes`, each up to its end.
    pub(crate) fn from_parts(bytes: String, ends: Vec<u32>) -> Self {
        let mut strings = Self { bytes, ends, ..Self::default() };
        if strings.ends.len() >= LOOKED_UP {
            strings.appends = true;
            return strings;
        }
        let Self { bytes, ends, lookup, hasher, .. } = &mut strings;
        lookup.reserve(ends.len(), |_| 0);
        for id in 0..ends.len() as u32 {
            let hash = hasher.hash_one(slice(bytes, ends, id));
            lookup.insert_unique(hash, id, |&id| hasher.hash_one(slice(bytes, ends, id)));
        }
        strings
    }

    /// The number of `text`, which is added when new. A text that would make the buffer longer
    /// than 4 GiB is not added: `None`. After [`Strings::shrink`], where there are 65,536 or more,
    /// texts are only added: one may be there twice.
    pub fn intern(&mut self, text: &str) -> Option<u32> {
        if self.appends {
            return self.push(text);
        }
        let hash = self.hasher.hash_one(text);
        let found = self.lookup.find(hash, |&id| slice(&self.bytes, &self.ends, id) == text);
        if let Some(&id) = found {
            self.repeats = true;
            return Some(id);
        }
        let id = self.push(text)?;
        let Self { bytes, ends, lookup, hasher, .. } = self;
        lookup.insert_unique(hash, id, |&id| hasher.hash_one(slice(bytes, ends, id)));
        Some(id)
    }

    /// From here on only adds texts, where the first 65,536 of them are all different: looking
    /// for each of a million keys would cost more than a few that are there twice.
    pub(crate) fn append_where_all_differ(&mut self) {
        if self.ends.len() == LOOKED_UP && !self.repeats {
            self.lookup = HashTable::new();
            self.appends = true;
        }
    }

    fn push(&mut self, text: &str) -> Option<u32> {
        let id = u32::try_from(self.ends.len()).ok().filter(|&id| id < u32::MAX - 1)?;
        let end = u32::try_from(self.bytes.len() + text.len()).ok()?;
        // A quarter more at a time: a million texts are many megabytes, and twice would be too.
        if self.bytes.capacity() - self.bytes.len() < text.len() {
            self.bytes.reserve_exact(text.len().max(self.bytes.len() / 4).max(64));
        }
        self.bytes.push_str(text);
        self.ends.push(end);
        Some(id)
    }

    /// The number of `text`, when it is there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.appends {
            return (0..self.ends.len() as u32).find(|&id| self.get(id) == text);
        }
        let hash = self.hasher.hash_one(text);
        self.lookup.find(hash, |&id| slice(&self.bytes, &self.ends, id) == text).copied()
    }

    /// The text with number `id`; empty for a number that was never given out.
    #[must_use]
    pub fn get(&self, id: u32) -> &str {
        slice(&self.bytes, &self.ends, id)
    }

    /// How many texts there are.
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
        // A little room stays: a text more must not move all others.
        self.bytes.shrink_to(self.bytes.len() + self.bytes.len() / 64);
        self.ends.shrink_to(self.ends.len() + self.ends.len() / 64);
        if self.ends.len() >= LOOKED_UP {
            self.lookup = HashTable::new();
            self.appends = true;
        }
    }
}

fn slice<'a>(bytes: &'a str, ends: &[u32], id: u32) -> &'a str {
    let at = id as usize;
    let Some(&end) = ends.get(at) else { return "" };
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start as usize..end as usize]
}
