//! A bound on how many calls go out in all, for the trial of a quarantined connection.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many calls may still go out; tries count one by one.
#[derive(Debug, Default)]
pub(crate) struct Ration(Mutex<Option<u32>>);

impl Ration {
    /// Lets `calls` more out; any number when absent.
    pub fn set(&self, calls: Option<u32>) {
        *self.left() = calls;
    }

    /// Takes one; `false` when none is left.
    pub fn take(&self) -> bool {
        match &mut *self.left() {
            None => true,
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }

    /// Whether none is left.
    pub fn is_used_up(&self) -> bool {
        *self.left() == Some(0)
    }

    fn left(&self) -> MutexGuard<'_, Option<u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
