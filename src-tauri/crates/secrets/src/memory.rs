//! Secrets that live no longer than the process.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};

use crate::{Result, SecretError, SecretMap, SecretName, SecretStore};

/// Keeps secrets for this session only; they are wiped when it is dropped.
#[derive(Default)]
pub struct Memory {
    held: Mutex<SecretMap>,
}

impl Memory {
    /// Makes an empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    // A map that was left by a panicking thread is still whole: each call changes it in one step.
    fn held(&self) -> MutexGuard<'_, SecretMap> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for Memory {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>> {
        Ok(self.held().get(name).cloned())
    }

    fn set(&self, name: &SecretName, value: &SecretString) -> Result<()> {
        if value.expose_secret().is_empty() {
            return Err(SecretError::Empty { name: name.clone() });
        }
        self.held().insert(name.clone(), value.clone());
        Ok(())
    }

    fn remove(&self, name: &SecretName) -> Result<bool> {
        Ok(self.held().remove(name).is_some())
    }

    fn list(&self) -> Result<Vec<SecretName>> {
        Ok(self.held().keys().cloned().collect())
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("held", &self.held().len()).finish()
    }
}
