//! A file sealed with a passphrase that the administrator chooses.

mod entries;
mod seal;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::{Result, SecretError, SecretMap, SecretName, SecretStore};
use seal::{Cost, Key, Sealed};

const LARGEST: u64 = 16 * 1024 * 1024;

/// Keeps secrets in a file sealed by Argon2id (RFC 9106) and XChaCha20-Poly1305. The key is held in
/// memory while it is open, the secrets only during a call; several processes may have it open.
pub struct Vault {
    path: PathBuf,
    key: Key,
}

impl Vault {
    /// Makes an empty vault at a path whose folder exists.
    ///
    /// # Errors
    /// [`SecretError::VaultExists`], [`SecretError::PassphraseTooShort`] (under 8 characters),
    /// [`SecretError::VaultFile`].
    pub fn create(path: impl Into<PathBuf>, passphrase: &SecretString) -> Result<Self> {
        Self::create_at_cost(path.into(), passphrase, Cost::RECOMMENDED)
    }

    fn create_at_cost(path: PathBuf, passphrase: &SecretString, cost: Cost) -> Result<Self> {
        let key = Key::fresh(passphrase, cost)?;
        let vault = Self { path, key };
        let _lock = vault.lock()?;
        if fs::symlink_metadata(&vault.path).is_ok() {
            return Err(SecretError::VaultExists { path: vault.path.clone() });
        }
        vault.write(&SecretMap::new())?;
        Ok(vault)
    }

    /// Opens a vault.
    ///
    /// # Errors
    /// [`SecretError::VaultMissing`], [`SecretError::WrongPassphrase`],
    /// [`SecretError::VaultDamaged`], [`SecretError::VaultTooNew`], [`SecretError::VaultFile`].
    pub fn open(path: impl Into<PathBuf>, passphrase: &SecretString) -> Result<Self> {
        let path = path.into();
        let bytes = read_bytes(&path)?;
        let sealed = Sealed::parse(&bytes)?;
        let key = Key::of(&sealed, passphrase)?;
        key.open(&sealed)?;
        Ok(Self { path, key })
    }

    /// Seals secrets with a passphrase, as bytes to be moved to another machine.
    ///
    /// # Errors
    /// [`SecretError::PassphraseTooShort`] under 8 characters, [`SecretError::Cryptography`].
    pub fn seal_bytes(secrets: &SecretMap, passphrase: &SecretString) -> Result<Vec<u8>> {
        Key::fresh(passphrase, Cost::RECOMMENDED)?.seal(secrets)
    }

    /// Opens bytes that [`Vault::seal_bytes`] sealed, or a vault's file.
    ///
    /// # Errors
    /// [`SecretError::WrongPassphrase`], [`SecretError::VaultDamaged`],
    /// [`SecretError::VaultTooNew`], [`SecretError::Cryptography`].
    pub fn open_bytes(bytes: &[u8], passphrase: &SecretString) -> Result<SecretMap> {
        let sealed = Sealed::parse(bytes)?;
        Key::of(&sealed, passphrase)?.open(&sealed)
    }

    /// Returns where the vault is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read(&self) -> Result<SecretMap> {
        self.key.open(&Sealed::parse(&read_bytes(&self.path)?)?)
    }

    // Readers see the old file or the new one, never a half: it is written beside and renamed.
    fn write(&self, secrets: &SecretMap) -> Result<()> {
        let failed = |source| self.failed("write", source);
        let sealed = self.key.seal(secrets)?;
        let folder = folder_of(&self.path);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".vault-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o600));
        }
        let mut file = builder.tempfile_in(folder).map_err(failed)?;
        file.write_all(&sealed).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&self.path).map_err(|error| failed(error.error))?;
        // The rename itself lasts once the folder is on disk; Windows has no such call.
        #[cfg(unix)]
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(())
    }

    // Held while the vault is read and written back, so that two processes lose nothing. It is a
    // file of its own because the vault's is replaced.
    fn lock(&self) -> Result<File> {
        let mut path = self.path.clone().into_os_string();
        path.push(".lock");
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let failed = |source| self.failed("lock", source);
        let file = file.map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(file)
    }

    fn failed(&self, action: &'static str, source: io::Error) -> SecretError {
        SecretError::VaultFile { action, path: self.path.clone(), source }
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => SecretError::VaultMissing { path: path.to_owned() },
        _ => SecretError::VaultFile { action: "read", path: path.to_owned(), source },
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(SecretError::VaultDamaged { reason: "it is larger than any vault" });
    }
    Ok(bytes)
}

impl SecretStore for Vault {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>> {
        Ok(self.read()?.remove(name))
    }

    fn set(&self, name: &SecretName, value: &SecretString) -> Result<()> {
        if value.expose_secret().is_empty() {
            return Err(SecretError::Empty { name: name.clone() });
        }
        let _lock = self.lock()?;
        let mut secrets = self.read()?;
        secrets.insert(name.clone(), value.clone());
        self.write(&secrets)
    }

    fn remove(&self, name: &SecretName) -> Result<bool> {
        let _lock = self.lock()?;
        let mut secrets = self.read()?;
        let held = secrets.remove(name).is_some();
        if held {
            self.write(&secrets)?;
        }
        Ok(held)
    }

    fn list(&self) -> Result<Vec<SecretName>> {
        Ok(self.read()?.into_keys().collect())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
