//! Where secrets are kept: the operating system's keyring, the environment, a sealed vault file,
//! or the memory of this session; never plain text on disk.
//!
//! | module | what it holds |
//! |---|---|
//! | `name` | [`SecretName`], the only form a secret is asked for by |
//! | `store` | [`SecretStore`], what every backend can do |
//! | `keyring` | [`Keyring`] and [`KeyringState`], the operating system's keyring |
//! | `environment` | [`Environment`], `ROLECALL_SECRET_<NAME>`, read only |
//! | `vault` | [`Vault`], a file sealed with a passphrase, and its byte format |
//! | `memory` | [`Memory`], forgotten when the process ends |
//! | `secrets` | [`Secrets`], the environment first and then the one chosen backend |
//!
//! Values are [`secrecy::SecretString`]: they are not printed by `Debug` and are wiped when dropped.
//! No error of this crate carries a value. Nothing here falls back by itself: without a keyring the
//! host says so and calls [`Secrets::use_vault`] or [`Secrets::use_memory`] because somebody chose it.
//! All calls block (a keyring may ask a person for its password), so an async host calls them from
//! a blocking thread.

mod environment;
mod error;
mod keyring;
mod memory;
mod name;
mod secrets;
mod store;
mod vault;
mod workspace;

pub use environment::Environment;
pub use error::{Result, SecretError};
pub use keyring::{Keyring, KeyringState};
pub use memory::Memory;
pub use name::{NameProblem, SecretName};
pub use secrecy::{ExposeSecret, SecretString};
pub use secrets::{Backend, Held, Origin, Secrets};
pub use store::{SecretMap, SecretStore};
pub use vault::Vault;
pub use workspace::workspace_key;
