//! What can go wrong with secrets; no variant carries a value.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::{NameProblem, SecretName};

/// The result of every call of this crate.
pub type Result<T, E = SecretError> = std::result::Result<T, E>;

/// Says what failed with a secret or its place, why, and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// A text is not the name of a secret.
    #[error("{name:?} cannot name a secret: {problem}")]
    NameInvalid {
        /// The text that was refused.
        name: String,
        /// What is wrong with it.
        problem: NameProblem,
    },
    /// A secret without content was to be kept.
    #[error("the secret {name} is empty; give it a value, or remove it")]
    Empty {
        /// The secret's name.
        name: SecretName,
    },
    /// The environment holds this secret, so that it cannot be changed elsewhere.
    #[error("the secret {name} comes from the environment; change or unset {variable} instead")]
    ReadOnly {
        /// The secret's name.
        name: SecretName,
        /// The variable that holds it.
        variable: String,
    },
    /// A secret is there but is not UTF-8 text.
    #[error("the secret {name} in {place} is not UTF-8 text; set it again")]
    NotText {
        /// The secret's name.
        name: SecretName,
        /// Where it was found: a variable or the keyring.
        place: String,
    },
    /// No place for secrets is chosen yet.
    #[error(
        "there is no place chosen to keep the secret {name}: unlock a keyring, or choose a vault \
         or the memory of this session, or set {variable}",
        variable = name.variable()
    )]
    NoBackend {
        /// The secret's name.
        name: SecretName,
    },
    /// The operating system offers no keyring.
    #[error(
        "this machine offers no keyring; start one (on Linux a Secret Service on the session bus) \
         and restart, or choose a vault or the memory of this session"
    )]
    NoKeyring {
        /// The keyring's own words.
        source: Box<dyn Error + Send + Sync>,
    },
    /// There is a keyring, but it is locked or has no collection to write into.
    #[error("the keyring is locked; unlock it, or choose a vault or the memory of this session")]
    KeyringLocked {
        /// The keyring's own words.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The keyring refused or could not do what was asked.
    #[error("the keyring could not {action}; check it with its own tool, then try again")]
    KeyringFailed {
        /// What was asked, as an infinitive.
        action: String,
        /// The keyring's own words.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The keyring of this platform takes no secret of this length.
    #[error("the secret {name} is longer than the {limit} bytes this keyring takes; use a vault")]
    TooLong {
        /// The secret's name.
        name: SecretName,
        /// The most that it takes.
        limit: u32,
    },
    /// A workspace cannot be told apart in the keyring by this id.
    #[error("{workspace:?} is no workspace id; use 1 to 64 letters, digits, '-' and '_'")]
    WorkspaceInvalid {
        /// The id that was refused.
        workspace: String,
    },
    /// A passphrase is too short to seal with.
    #[error("the passphrase is too short; choose one of at least {least} characters")]
    PassphraseTooShort {
        /// The fewest characters it may have.
        least: usize,
    },
    /// The passphrase is not the one that the vault was sealed with.
    #[error("the vault does not open with this passphrase; try again with the right one")]
    WrongPassphrase,
    /// The bytes are not what was sealed.
    #[error("the vault is damaged or was tampered with ({reason}); restore it from a backup")]
    VaultDamaged {
        /// What did not fit.
        reason: &'static str,
    },
    /// The vault was written by a newer version.
    #[error("the vault has format {found}, and this version knows {known}; update Rolecall")]
    VaultTooNew {
        /// The format in the file.
        found: u16,
        /// The newest format known here.
        known: u16,
    },
    /// A vault was to be created where a file is.
    #[error("{path} exists; open it, or choose another place", path = path.display())]
    VaultExists {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// A vault was to be opened where no file is.
    #[error("there is no vault at {path}; create one, or check the path", path = path.display())]
    VaultMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The vault's file could not be read or written.
    #[error("could not {action} {path}; check the disk and its permissions", path = path.display())]
    VaultFile {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's words.
        source: io::Error,
    },
    /// The machine could not do the cryptography: no randomness, or too little memory.
    #[error("could not {action} to seal or open a vault; free some memory and try again")]
    Cryptography {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// The reason given.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl SecretError {
    /// Returns the code by which this error crosses to hosts and scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameInvalid { .. } => "secret_name_invalid",
            Self::Empty { .. } => "secret_empty",
            Self::ReadOnly { .. } => "secret_read_only",
            Self::NotText { .. } => "secret_not_text",
            Self::NoBackend { .. } => "secret_no_backend",
            Self::NoKeyring { .. } => "keyring_missing",
            Self::KeyringLocked { .. } => "keyring_locked",
            Self::KeyringFailed { .. } => "keyring_failed",
            Self::TooLong { .. } => "secret_too_long",
            Self::WorkspaceInvalid { .. } => "workspace_id_invalid",
            Self::PassphraseTooShort { .. } => "passphrase_too_short",
            Self::WrongPassphrase => "passphrase_wrong",
            Self::VaultDamaged { .. } => "vault_damaged",
            Self::VaultTooNew { .. } => "vault_too_new",
            Self::VaultExists { .. } => "vault_exists",
            Self::VaultMissing { .. } => "vault_missing",
            Self::VaultFile { .. } => "vault_file",
            Self::Cryptography { .. } => "cryptography_failed",
        }
    }
}
