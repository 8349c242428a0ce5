//! The last few things that took a while to make.

use crate::app::lock;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

/// The last few things that were made, each under what it was asked for as.
pub(crate) struct Recent<K, V> {
    most: usize,
    kept: Mutex<Vec<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Recent<K, V> {
    /// Keeps up to `most` things.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// What was asked for as `key`, made where it is not kept. Who asks meanwhile waits, and so
    /// nothing is made twice.
    pub(crate) fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let made = self.get_or(key, || Ok::<V, Infallible>(make()));
        made.unwrap_or_else(|never| match never {})
    }

    /// The same where making it may fail; nothing is kept then.
    pub(crate) fn get_or<E>(
        &self,
        key: K,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<Arc<V>, E> {
        let mut kept = lock(&self.kept);
        let found = kept.iter().position(|(known, _)| *known == key);
        let value = match found {
            Some(at) => kept.remove(at).1,
            None => Arc::new(make()?),
        };
        kept.insert(0, (key, value.clone()));
        kept.truncate(self.most);
        Ok(value)
    }
}
