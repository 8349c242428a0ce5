//! The environment first, then the one place that was chosen.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use secrecy::SecretString;

use crate::{
    Environment, Keyring, KeyringState, Memory, Result, SecretError, SecretMap, SecretName,
    SecretStore, Vault,
};

/// Names the place that secrets are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The operating system's keyring.
    Keyring,
    /// A file sealed with a passphrase.
    Vault,
    /// The memory of this session.
    Memory,
}

/// Says where a secret comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An environment variable; cannot be changed here.
    Environment,
    /// The chosen place.
    Chosen(Backend),
}

/// A secret that is there: its name and origin, never its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The secret's name.
    pub name: SecretName,
    /// Where [`Secrets::get`] takes it from.
    pub origin: Origin,
}

type Chosen = (Backend, Arc<dyn SecretStore>);

/// Finds secrets in the environment first and then in the place chosen, and writes to that place
/// only. It begins without one; there is no fallback, each `use_` call is somebody's choice.
pub struct Secrets {
    environment: Environment,
    chosen: RwLock<Option<Chosen>>,
}

impl Secrets {
    /// Begins with an environment and no place to write to.
    pub fn new(environment: Environment) -> Self {
        Self { environment, chosen: RwLock::new(None) }
    }

    /// Tells whether the operating system's keyring can keep the secrets of a workspace, and why
    /// not. Chooses nothing. May ask a person to unlock the keyring.
    pub fn probe(workspace: &str) -> KeyringState {
        KeyringState::probe(workspace)
    }

    /// Chooses the keyring. One that is locked is asked to be unlocked at the first use.
    pub fn use_keyring(&self, keyring: Keyring) {
        self.choose(Backend::Keyring, Arc::new(keyring));
    }

    /// Chooses an opened vault.
    pub fn use_vault(&self, vault: Vault) {
        self.choose(Backend::Vault, Arc::new(vault));
    }

    /// Chooses the memory of this session, empty at first; keeps it if it is chosen already.
    pub fn use_memory(&self) {
        if self.backend() != Some(Backend::Memory) {
            self.choose(Backend::Memory, Arc::new(Memory::new()));
        }
    }

    /// Returns which place is chosen, if one is.
    pub fn backend(&self) -> Option<Backend> {
        self.chosen().map(|(backend, _)| backend)
    }

    /// Lists all secrets with their origins, sorted by name.
    ///
    /// # Errors
    /// When the chosen place cannot be read.
    pub fn held(&self) -> Result<Vec<Held>> {
        let mut held = BTreeMap::new();
        if let Some((backend, store)) = self.chosen() {
            held.extend(store.list()?.into_iter().map(|name| (name, Origin::Chosen(backend))));
        }
        held.extend(self.environment.list()?.into_iter().map(|name| (name, Origin::Environment)));
        Ok(held.into_iter().map(|(name, origin)| Held { name, origin }).collect())
    }

    /// Seals what the chosen place holds with a passphrase, to move it to another machine. What
    /// comes from the environment stays there.
    ///
    /// # Errors
    /// [`SecretError::PassphraseTooShort`], or when the place cannot be read.
    pub fn export(&self, passphrase: &SecretString) -> Result<Vec<u8>> {
        let mut secrets = SecretMap::new();
        if let Some((_, store)) = self.chosen() {
            for name in store.list()? {
                if let Some(value) = store.get(&name)? {
                    secrets.insert(name, value);
                }
            }
        }
        Vault::seal_bytes(&secrets, passphrase)
    }

    /// Writes what [`Secrets::export`] sealed into the chosen place, replacing secrets of the same
    /// names, and returns the names.
    ///
    /// # Errors
    /// Those of [`Vault::open_bytes`], [`SecretError::NoBackend`], or when the place cannot be
    /// written.
    pub fn import(&self, sealed: &[u8], passphrase: &SecretString) -> Result<Vec<SecretName>> {
        let secrets = Vault::open_bytes(sealed, passphrase)?;
        for (name, value) in &secrets {
            self.writable(name)?.set(name, value)?;
        }
        Ok(secrets.into_keys().collect())
    }

    /// Tells whether a secret of this name could be written now; writes nothing.
    ///
    /// # Errors
    /// [`SecretError::ReadOnly`] for one that the environment holds, [`SecretError::NoBackend`]
    /// before a place is chosen.
    pub fn may_set(&self, name: &SecretName) -> Result<()> {
        self.not_shadowed(name)?;
        self.writable(name).map(drop)
    }

    fn choose(&self, backend: Backend, store: Arc<dyn SecretStore>) {
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = Some((backend, store));
    }

    // Cloned, so that a keyring that waits for a person does not hold up a choice.
    fn chosen(&self) -> Option<Chosen> {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writable(&self, name: &SecretName) -> Result<Arc<dyn SecretStore>> {
        match self.chosen() {
            Some((_, store)) => Ok(store),
            None => Err(SecretError::NoBackend { name: name.clone() }),
        }
    }

    // A value written elsewhere would never be read while the variable is set.
    fn not_shadowed(&self, name: &SecretName) -> Result<()> {
        if self.environment.holds(name) {
            return Err(SecretError::ReadOnly { name: name.clone(), variable: name.variable() });
        }
        Ok(())
    }
}

impl SecretStore for Secrets {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>> {
        if self.environment.holds(name) {
            return self.environment.get(name);
        }
        self.chosen().map_or(Ok(None), |(_, store)| store.get(name))
    }

    fn set(&self, name: &SecretName, value: &SecretString) -> Result<()> {
        self.not_shadowed(name)?;
        self.writable(name)?.set(name, value)
    }

    fn remove(&self, name: &SecretName) -> Result<bool> {
        self.not_shadowed(name)?;
        self.writable(name)?.remove(name)
    }

    fn list(&self) -> Result<Vec<SecretName>> {
        Ok(self.held()?.into_iter().map(|held| held.name).collect())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("environment", &self.environment)
            .field("backend", &self.backend())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;
    use secrecy::ExposeSecret;

    use super::*;

    fn name(text: &str) -> SecretName {
        SecretName::new(text).unwrap()
    }

    fn secrets() -> Secrets {
        let variable = ("ROLECALL_SECRET_OKTA".into(), "of the environment".into());
        Secrets::new(Environment::of([variable]))
    }

    #[test]
    fn nothing_is_kept_before_a_place_is_chosen() {
        let secrets = secrets();
        let goto = name("goto");
        assert_eq!(secrets.backend(), None);
        assert!(secrets.get(&goto).unwrap().is_none());
        let error = secrets.set(&goto, &SecretString::from("x")).unwrap_err();
        assert_eq!(error.code(), "secret_no_backend");
        assert!(error.to_string().contains("ROLECALL_SECRET_GOTO"), "{error}");
        assert!(secrets.get(&goto).unwrap().is_none(), "the refused secret is nowhere");
    }

    #[test]
    fn the_environment_comes_first_and_is_not_shadowed() {
        let secrets = secrets();
        let keyring = Keyring::over(mock::Store::new().unwrap(), "ws").unwrap();
        keyring.set(&name("okta"), &SecretString::from("of the keyring")).unwrap();
        keyring.set(&name("goto"), &SecretString::from("of the keyring")).unwrap();
        secrets.use_keyring(keyring);
        let value = |key| secrets.get(&name(key)).unwrap().unwrap();
        assert_eq!(value("okta").expose_secret(), "of the environment");
        assert_eq!(value("goto").expose_secret(), "of the keyring");
        let held = secrets.held().unwrap();
        let origins: Vec<_> = held.iter().map(|h| (h.name.as_str(), h.origin)).collect();
        let keyring = Origin::Chosen(Backend::Keyring);
        assert_eq!(origins, [("goto", keyring), ("okta", Origin::Environment)]);
        let error = secrets.set(&name("okta"), &SecretString::from("new")).unwrap_err();
        assert_eq!(error.code(), "secret_read_only");
        assert_eq!(secrets.remove(&name("okta")).unwrap_err().code(), "secret_read_only");
    }

    #[test]
    fn memory_forgets_and_choosing_it_twice_does_not() {
        let secrets = secrets();
        secrets.use_memory();
        secrets.set(&name("goto"), &SecretString::from("x")).unwrap();
        secrets.use_memory();
        assert!(secrets.get(&name("goto")).unwrap().is_some());
        assert_eq!(secrets.set(&name("a"), &"".into()).unwrap_err().code(), "secret_empty");
        assert!(secrets.remove(&name("goto")).unwrap());
        assert!(!secrets.remove(&name("goto")).unwrap());
    }

    #[test]
    fn secrets_move_sealed_from_one_place_to_another() {
        let from = secrets();
        from.use_memory();
        from.set(&name("goto"), &SecretString::from("marked")).unwrap();
        let passphrase = SecretString::from("correct horse");
        let sealed = from.export(&passphrase).unwrap();
        assert!(!sealed.windows(6).any(|bytes| bytes == b"marked"), "nothing is readable in it");

        let to = Secrets::new(Environment::of([]));
        let error = to.import(&sealed, &passphrase).unwrap_err();
        assert_eq!(error.code(), "secret_no_backend");
        to.use_memory();
        let wrong = to.import(&sealed, &SecretString::from("wrong horse")).unwrap_err();
        assert_eq!(wrong.code(), "passphrase_wrong");
        assert_eq!(to.import(&sealed, &passphrase).unwrap(), [name("goto")]);
        assert_eq!(to.get(&name("goto")).unwrap().unwrap().expose_secret(), "marked");
        assert!(to.get(&name("okta")).unwrap().is_none(), "the environment was not exported");
    }

    #[test]
    fn debug_shows_no_value() {
        let secrets = secrets();
        secrets.use_memory();
        secrets.set(&name("goto"), &SecretString::from("marked")).unwrap();
        let shown = format!("{secrets:?} {:?}", secrets.get(&name("goto")).unwrap());
        assert!(!shown.contains("marked") && !shown.contains("of the environment"), "{shown}");
    }
}
