//! The console of the sample organization: a provider on loopback, running while the workspace
//! is open.

use crate::{App, AppError};
use rolecall_directory::TargetKind;
use rolecall_sandbox::organization;
use rolecall_sandbox::provider::Provider;
use rolecall_secrets::{Environment, SecretName};
use rolecall_store::{Lease, LeaseAnswer, Store};
use std::ffi::OsString;
use std::path::PathBuf;

/// The lease under which one process at a time runs the console.
const LEASE: &str = "sample";
/// Longer than any process lives: the lease ends with its process.
const LEASE_MS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;

/// The running console.
pub(crate) struct SampleConsole {
    pub(crate) provider: Provider,
    lease: Lease,
}

/// The process's environment and the token of the sample console, made anew.
pub(crate) fn environment() -> (Environment, String) {
    let token = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let variable = SecretName::new(organization::SECRET).map(|name| name.variable()).ok();
    let ours = variable.map(|variable| (OsString::from(variable), OsString::from(&token)));
    (Environment::of(std::env::vars_os().chain(ours)), token)
}

impl App {
    /// Where the files of the sample organization are.
    pub(crate) fn sample_folder(&self) -> PathBuf {
        self.store.dir().join("sample")
    }

    /// Starts the console, with what it held when it was last open.
    pub(crate) async fn start_console(&self) -> Result<SampleConsole, AppError> {
        let lease = match self.store.acquire(LEASE, &self.holder(), self.now(), LEASE_MS)? {
            LeaseAnswer::Granted(lease) => lease,
            LeaseAnswer::HeldBy(other) => {
                let holder = other.holder;
                let message = format!(
                    "The sample organization of this workspace is open already: {holder}. Close it there first."
                );
                return Err(AppError::new("sample_elsewhere", message).with("holder", holder));
            }
        };
        let mut options = organization::console();
        options.token = Some(self.sample_token.clone());
        options.state_file = Some(self.sample_folder().join("console.json"));
        options.forget_calls = true;
        match Provider::start(options).await {
            Ok(provider) => Ok(SampleConsole { provider, lease }),
            Err(error) => {
                self.store.release(lease)?;
                Err(failed(&error))
            }
        }
    }

    /// Makes the stored configuration name the address at which the console listens now.
    pub(crate) fn correct_console_address(&self, url: &str) -> Result<(), AppError> {
        self.change_configuration(|configuration| {
            let mut changed = false;
            for target in &mut configuration.targets {
                if let TargetKind::Scim { url: stored, secret, .. } = &mut target.kind
                    && secret == organization::SECRET
                    && stored != url
                {
                    url.clone_into(stored);
                    changed = true;
                }
            }
            Ok(changed)
        })
    }
}

impl SampleConsole {
    /// Stops it, and lets another process have it.
    pub(crate) async fn end(self, store: &Store) {
        self.provider.shutdown().await;
        if let Err(error) = store.release(self.lease) {
            tracing::warn!(%error, "the sample console could not be handed on");
        }
    }
}

pub(crate) fn failed(error: &dyn std::fmt::Display) -> AppError {
    AppError::new("sample_failed", error.to_string())
}
