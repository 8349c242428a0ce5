//! What single clauses matched, remembered over one Snapshot.

use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many clauses are remembered: a thousand of a million people are 130 MB at most, and
/// rules of that many clauses repeat them.
const CLAUSES: usize = 1024;

/// The people in scope whom clauses matched, by canonical text. Clones share what they remember; it
/// holds for one Snapshot and one moment only.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClauseCache {
    entries: Arc<Mutex<Entries>>,
}

#[derive(Debug, Default)]
struct Entries {
    clauses: HashMap<String, Entry>,
    /// Counts look-ups: what was asked longest ago is forgotten first.
    asked: u64,
}

#[derive(Debug)]
struct Entry {
    /// `None` while it was asked of some people only.
    people: Option<Arc<RoaringBitmap>>,
    asked: u64,
}

impl ClauseCache {
    /// What is remembered of `clause`, and whether it was ever asked.
    pub(crate) fn find(&self, clause: &str) -> (Option<Arc<RoaringBitmap>>, bool) {
        let mut entries = self.entries();
        entries.asked += 1;
        let now = entries.asked;
        if let Some(entry) = entries.clauses.get_mut(clause) {
            entry.asked = now;
            return (entry.people.clone(), true);
        }
        entries.keep(clause, None);
        (None, false)
    }

    pub(crate) fn keep(&self, clause: &str, people: Arc<RoaringBitmap>) {
        self.entries().keep(clause, Some(people));
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn keep(&mut self, clause: &str, people: Option<Arc<RoaringBitmap>>) {
        if self.clauses.len() >= CLAUSES {
            let mut asked: Vec<u64> = self.clauses.values().map(|entry| entry.asked).collect();
            let middle = asked.len() / 2;
            let (_, &mut oldest_kept, _) = asked.select_nth_unstable(middle);
            self.clauses.retain(|_, entry| entry.asked >= oldest_kept);
        }
        let asked = self.asked;
        self.clauses.insert(clause.to_owned(), Entry { people, asked });
    }
}
