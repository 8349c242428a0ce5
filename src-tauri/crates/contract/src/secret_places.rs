//! Where secrets are kept: the keyring when it is ready, otherwise what somebody chooses.

use crate::app::lock;
use crate::events::topic;
use crate::settings_kept::Kept;
use crate::types::SecretsState;
use crate::{App, AppError};
use rolecall_secrets::{Backend, Keyring, KeyringState, SecretString, Secrets, Vault};
use std::path::PathBuf;
use std::sync::Arc;

/// Looks for the keyring and uses it when it is ready and nothing else was chosen. It may ask a
/// person to unlock it, so nothing waits for this.
pub(crate) fn probe(app: &Arc<App>) {
    let watched = Arc::downgrade(app);
    std::thread::spawn(move || {
        let Some(id) = watched.upgrade().map(|app| app.workspace_id()) else { return };
        let state = match id {
            Ok(id) => (Secrets::probe(&id), id),
            Err(error) => (KeyringState::Failing { reason: error.message }, String::new()),
        };
        let Some(app) = watched.upgrade() else { return };
        if let Err(error) = app.keyring_found(state) {
            tracing::warn!(%error, "the keyring cannot be used");
        }
        app.events.changed(&[topic::SETTINGS, topic::CONNECTIONS]);
    });
}

impl App {
    /// The id under which the keyring keeps this workspace's secrets.
    fn workspace_id(&self) -> Result<String, AppError> {
        if let Some(id) = self.store.setting::<String>(Kept::ID)? {
            return Ok(id);
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        self.store.set_setting(Kept::ID, &id)?;
        Ok(id)
    }

    fn keyring_found(&self, (state, id): (KeyringState, String)) -> Result<(), AppError> {
        let chosen: Option<String> = self.store.setting(Kept::SECRETS)?;
        let wanted = chosen.is_none_or(|backend| backend == "keyring");
        if state == KeyringState::Ready && wanted && self.secrets.backend().is_none() {
            self.secrets.use_keyring(Keyring::open(&id)?);
        }
        *lock(&self.keyring) = Some(state);
        Ok(())
    }

    fn vault_path(&self) -> PathBuf {
        self.store.dir().join("secrets.vault")
    }

    /// How it stands with the places for secrets.
    pub(crate) fn secrets_state(&self) -> SecretsState {
        let backend = match self.secrets.backend() {
            Some(Backend::Keyring) => "keyring",
            Some(Backend::Vault) => "vault",
            Some(Backend::Memory) => "memory",
            None => "none",
        };
        let (keyring, reason) = match lock(&self.keyring).clone() {
            Some(KeyringState::Ready) => ("ready", String::new()),
            Some(KeyringState::Missing { reason }) => ("missing", reason),
            Some(KeyringState::Locked { reason }) => ("locked", reason),
            Some(KeyringState::Failing { reason }) => ("failing", reason),
            None => ("missing", "The keyring has not answered yet.".to_owned()),
        };
        SecretsState {
            backend: backend.to_owned(),
            keyring: keyring.to_owned(),
            reason,
            vault_exists: self.vault_path().is_file(),
        }
    }

    /// Uses the place called `backend` from now on.
    pub(crate) fn use_secrets_of(
        &self,
        backend: &str,
        passphrase: Option<String>,
    ) -> Result<(), AppError> {
        match backend {
            "keyring" => {
                let id = self.workspace_id()?;
                let keyring = Keyring::open(&id)?;
                *lock(&self.keyring) = Some(keyring.state());
                self.secrets.use_keyring(keyring);
            }
            "vault" => {
                let Some(passphrase) = passphrase.map(SecretString::from) else {
                    let message = "A vault is sealed with a passphrase. Enter one.";
                    return Err(AppError::new("passphrase_missing", message));
                };
                let path = self.vault_path();
                let vault = if path.is_file() {
                    Vault::open(path, &passphrase)?
                } else {
                    Vault::create(path, &passphrase)?
                };
                self.secrets.use_vault(vault);
            }
            "memory" => self.secrets.use_memory(),
            other => {
                let message = format!(
                    "Secrets cannot be kept in \"{other}\". Choose keyring, vault or memory."
                );
                return Err(AppError::new("setting_unknown", message));
            }
        }
        self.store.set_setting(Kept::SECRETS, &backend)?;
        Ok(())
    }
}
