//! The operating system's keyring.
//!
//! Entries have the service `rolecall:<workspace>` and the secret's name as user name. Keyrings
//! cannot be listed alike on all systems, so one more entry, `.index`, holds the names, one a line;
//! a dot is in no secret's name. A name enters the index before its secret is written and leaves it
//! after, so that a crash in between can only leave a name without a secret, which `list` passes over.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::store::secret_of;
use crate::{Result, SecretError, SecretName, SecretStore};

const INDEX: &str = ".index";
const PROBE: &str = ".probe";

/// Says whether the operating system's keyring can be used, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringState {
    /// Secrets can be read and written.
    Ready,
    /// There is no keyring on this machine or in this session.
    Missing {
        /// The keyring's own words.
        reason: String,
    },
    /// There is a keyring, but it is locked or has no collection to write into.
    Locked {
        /// The keyring's own words.
        reason: String,
    },
    /// There is a keyring, but it does not do what is asked.
    Failing {
        /// The keyring's own words.
        reason: String,
    },
}

/// Keeps the secrets of one workspace in the operating system's keyring.
pub struct Keyring {
    store: Arc<CredentialStore>,
    service: String,
    writing: Mutex<()>,
}

impl Keyring {
    /// Opens the keyring for a workspace (1 to 64 letters, digits, `-`, `_`). It is looked for once
    /// in the life of a process; one that starts later is found after a restart.
    ///
    /// # Errors
    /// [`SecretError::NoKeyring`] without one, [`SecretError::WorkspaceInvalid`] for an odd id.
    pub fn open(workspace: &str) -> Result<Self> {
        Self::over(default_store()?, workspace)
    }

    /// Keeps the secrets of a workspace in the given store instead of the system's own.
    ///
    /// # Errors
    /// [`SecretError::WorkspaceInvalid`] for an odd id.
    pub fn over(store: Arc<CredentialStore>, workspace: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !(1..=64).contains(&workspace.len()) || !workspace.chars().all(plain) {
            return Err(SecretError::WorkspaceInvalid { workspace: workspace.to_owned() });
        }
        let service = format!("rolecall:{workspace}");
        Ok(Self { store, service, writing: Mutex::new(()) })
    }

    /// Finds out whether secrets can be kept here, by reading the list of names or, where there is
    /// none yet, by writing an entry, reading it back and deleting it. May ask a person to unlock.
    pub fn state(&self) -> KeyringState {
        match self.try_out() {
            Ok(()) => KeyringState::Ready,
            Err(error) => KeyringState::of(&error),
        }
    }

    // An absent entry is found absent in a locked keyring too: only writing tells.
    fn try_out(&self) -> Result<()> {
        if self.read(INDEX, "read its list of secrets")?.is_some() {
            return Ok(());
        }
        let sample = b"is this keyring writable?";
        self.write(PROBE, sample, "keep an entry")?;
        let read = self.read(PROBE, "read an entry back")?;
        self.delete(PROBE, "delete an entry")?;
        if read.is_some_and(|bytes| bytes.as_slice() == sample) {
            return Ok(());
        }
        let source = "it gave back something else than it was given".into();
        Err(SecretError::KeyringFailed { action: "keep an entry".to_owned(), source })
    }

    fn read(&self, user: &str, action: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        self.ask(user, action, |entry| entry.get_secret().map(Zeroizing::new))
    }

    fn write(&self, user: &str, bytes: &[u8], action: &str) -> Result<()> {
        match self.ask(user, action, |entry| entry.set_secret(bytes))? {
            Some(()) => Ok(()),
            None => Err(failed(action, Error::NoEntry.to_string().into())),
        }
    }

    fn delete(&self, user: &str, action: &str) -> Result<bool> {
        Ok(self.ask(user, action, Entry::delete_credential)?.is_some())
    }

    /// Asks one entry on a thread of its own: the Secret Service client must not block a thread
    /// that drives an async runtime, and a panic of a platform's store must not end the process.
    /// `None` when there is no such entry.
    fn ask<T: Send>(
        &self,
        user: &str,
        action: &str,
        question: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send,
    ) -> Result<Option<T>> {
        let asked = || question(&self.store.build(&self.service, user, None)?);
        match thread::scope(|scope| scope.spawn(asked).join()) {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(Error::NoEntry)) => Ok(None),
            Ok(Err(error)) => Err(error_of(error, action)),
            Err(_) => Err(failed(action, "its client stopped unexpectedly".into())),
        }
    }

    fn index(&self) -> Result<BTreeSet<SecretName>> {
        let Some(bytes) = self.read(INDEX, "read its list of secrets")? else {
            return Ok(BTreeSet::new());
        };
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.lines().filter_map(|line| SecretName::new(line).ok()).collect())
    }

    fn write_index(&self, names: &BTreeSet<SecretName>) -> Result<()> {
        if names.is_empty() {
            return self.delete(INDEX, "delete its list of secrets").map(drop);
        }
        let lines: Vec<&str> = names.iter().map(SecretName::as_str).collect();
        self.write(INDEX, lines.join("\n").as_bytes(), "write its list of secrets")
    }
}

fn default_store() -> Result<Arc<CredentialStore>> {
    let found = thread::scope(|scope| scope.spawn(keyring::Entry::store_status).join());
    match (found, keyring_core::get_default_store()) {
        (Ok(Ok(())), Some(store)) => Ok(store),
        (Ok(Err(error)), _) => Err(SecretError::NoKeyring { source: error.to_string().into() }),
        _ => Err(SecretError::NoKeyring { source: Error::NoDefaultStore.to_string().into() }),
    }
}

fn failed(action: &str, source: Box<dyn std::error::Error + Send + Sync>) -> SecretError {
    SecretError::KeyringFailed { action: action.to_owned(), source }
}

// The store's error is never kept whole: two of its variants hold the bytes of the secret.
fn error_of(error: Error, action: &str) -> SecretError {
    match error {
        Error::NoDefaultStore => SecretError::NoKeyring { source: error.to_string().into() },
        Error::NoStorageAccess(source) => SecretError::KeyringLocked { source },
        Error::PlatformFailure(source) => failed(action, source),
        Error::BadDataFormat(..) => failed(action, "what it holds is malformed".into()),
        other => failed(action, other.to_string().into()),
    }
}

impl KeyringState {
    /// Finds out whether this machine's keyring can keep the secrets of a workspace.
    pub fn probe(workspace: &str) -> Self {
        match Keyring::open(workspace) {
            Ok(keyring) => keyring.state(),
            Err(error) => Self::of(&error),
        }
    }

    fn of(error: &SecretError) -> Self {
        let reason = match std::error::Error::source(error) {
            Some(source) => source.to_string(),
            None => error.to_string(),
        };
        match error {
            SecretError::NoKeyring { .. } => Self::Missing { reason },
            SecretError::KeyringLocked { .. } => Self::Locked { reason },
            _ => Self::Failing { reason },
        }
    }
}

impl SecretStore for Keyring {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>> {
        let Some(bytes) = self.read(name.as_str(), &format!("read the secret {name}"))? else {
            return Ok(None);
        };
        match secret_of(&bytes) {
            Some(value) => Ok(Some(value)),
            None => {
                let place = "the keyring".to_owned();
                Err(SecretError::NotText { name: name.clone(), place })
            }
        }
    }

    fn set(&self, name: &SecretName, value: &SecretString) -> Result<()> {
        let bytes = value.expose_secret().as_bytes();
        if bytes.is_empty() {
            return Err(SecretError::Empty { name: name.clone() });
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names = self.index()?;
        if names.insert(name.clone()) {
            self.write_index(&names)?;
        }
        let action = format!("keep the secret {name}");
        let kept = self.ask(name.as_str(), &action, |entry| match entry.set_secret(bytes) {
            Err(Error::TooLong(_, limit)) => Ok(Some(limit)),
            other => other.map(|()| None),
        })?;
        match kept {
            Some(None) => Ok(()),
            Some(Some(limit)) => Err(SecretError::TooLong { name: name.clone(), limit }),
            None => Err(failed(&action, Error::NoEntry.to_string().into())),
        }
    }

    fn remove(&self, name: &SecretName) -> Result<bool> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let removed = self.delete(name.as_str(), &format!("delete the secret {name}"))?;
        let mut names = self.index()?;
        if names.remove(name.as_str()) {
            self.write_index(&names)?;
        }
        Ok(removed)
    }

    fn list(&self) -> Result<Vec<SecretName>> {
        let mut held = Vec::new();
        for name in self.index()? {
            let action = format!("look for the secret {name}");
            if self.ask(name.as_str(), &action, |entry| entry.get_credential().map(drop))?.is_some()
            {
                held.push(name);
            }
        }
        Ok(held)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("service", &self.service).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
