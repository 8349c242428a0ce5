//! What every place for secrets can do.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::{Result, SecretName};

/// Holds secrets by name, in the order of their names.
pub type SecretMap = BTreeMap<SecretName, SecretString>;

/// Keeps secrets by name. Calls block; some backends ask a person before they answer.
pub trait SecretStore: Send + Sync {
    /// Returns the secret, or `None` when this place holds none of that name.
    ///
    /// # Errors
    /// When the place cannot be read: see the backend.
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>>;

    /// Keeps the secret, replacing one of the same name.
    ///
    /// # Errors
    /// [`crate::SecretError::Empty`] for an empty value, otherwise when the place cannot be written.
    fn set(&self, name: &SecretName, value: &SecretString) -> Result<()>;

    /// Forgets the secret and returns whether there was one.
    ///
    /// # Errors
    /// When the place cannot be written: see the backend.
    fn remove(&self, name: &SecretName) -> Result<bool>;

    /// Lists the names of the secrets kept here, sorted; never their values.
    ///
    /// # Errors
    /// When the place cannot be read: see the backend.
    fn list(&self) -> Result<Vec<SecretName>>;
}

/// Makes a secret of bytes; `None` when they are not UTF-8. The copy is made in a
/// buffer of the exact size, so that no reallocation leaves a second one behind.
pub(crate) fn secret_of(bytes: &[u8]) -> Option<SecretString> {
    std::str::from_utf8(bytes).ok().map(|text| SecretString::from(Box::<str>::from(text)))
}
