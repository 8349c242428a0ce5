//! What was pushed lately, as this process saw it: whoever knows how all stood at a mark learns
//! what is different since, and need not go through everybody.

use crate::error::StoreError;
use crate::store::Store;
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{MutexGuard, PoisonError};

/// How many things are remembered; of what came before them nothing is known.
const REMEMBERED: usize = 20_000;

/// Numbers that tell one opened workspace from another.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// One thing that was pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// The resource of this id has other attributes, or is in other groups.
    Resource(String),
    /// Something else is different: who there is, or which groups.
    Otherwise,
}

/// What was pushed since the workspace was opened, the latest of it.
#[derive(Debug)]
pub(crate) struct PushLog {
    of: u64,
    /// The number of the first thing that is remembered.
    first: u64,
    told: VecDeque<Pushed>,
}

/// A moment in what is pushed to a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushMark {
    of: u64,
    next: u64,
    data_version: i64,
}

impl Default for PushLog {
    fn default() -> Self {
        let of = OPENED.fetch_add(1, Ordering::Relaxed);
        Self { of, first: 0, told: VecDeque::new() }
    }
}

impl PushLog {
    /// Takes in what a change did, in order.
    pub(crate) fn take_in(&mut self, told: Vec<Pushed>) {
        self.told.extend(told);
        while self.told.len() > REMEMBERED {
            self.told.pop_front();
            self.first += 1;
        }
    }

    fn next(&self) -> u64 {
        self.first + self.told.len() as u64
    }

    /// The resources that are different since `mark`; `None` where more than that may be.
    fn since(&self, mark: &PushMark) -> Option<BTreeSet<String>> {
        let skipped = mark.next.checked_sub(self.first).filter(|_| mark.of == self.of)?;
        let told = self.told.iter().skip(usize::try_from(skipped).ok()?);
        let ids = told.map(|one| match one {
            Pushed::Resource(id) => Some(id.clone()),
            Pushed::Otherwise => None,
        });
        ids.collect()
    }
}

impl Store {
    pub(crate) fn pushed(&self) -> MutexGuard<'_, PushLog> {
        self.pushed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The present moment. What is looked at after it holds everything that was pushed before.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn push_mark(&self) -> Result<PushMark, StoreError> {
        let data_version = self.data_version()?;
        let log = self.pushed();
        Ok(PushMark { of: log.of, next: log.next(), data_version })
    }

    /// The ids of resources of any directory that were pushed since `mark`, and the present
    /// moment; `None` where somebody came or went, groups are others, another process wrote to
    /// the workspace meanwhile, or it is not remembered.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn pushed_since(
        &self,
        mark: &PushMark,
    ) -> Result<Option<(BTreeSet<String>, PushMark)>, StoreError> {
        if self.data_version()? != mark.data_version {
            return Ok(None);
        }
        let log = self.pushed();
        let now = PushMark { next: log.next(), ..mark.clone() };
        Ok(log.since(mark).map(|ids| (ids, now)))
    }
}
