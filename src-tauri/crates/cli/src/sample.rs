//! The sample organization in a folder of its own, for one command.

use crate::opened::Opened;
use crate::places::state_beside;
use anyhow::Context;
use rolecall_connect::Proxies;
use rolecall_engine::{Engine, SystemClock, load_configuration};
use rolecall_sandbox::organization;
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, SecretName, Secrets};
use std::sync::Arc;

/// The sample organization in a folder of its own.
pub struct Sample {
    provider: Provider,
    folder: tempfile::TempDir,
}

impl Sample {
    /// Writes it and starts its console.
    pub async fn open() -> anyhow::Result<Opened> {
        let folder = tempfile::Builder::new().prefix("rolecall-sample-").tempdir()?;
        let provider = Provider::start(Options { forget_calls: true, ..organization::console() })
            .await
            .context("the sample's console could not be started")?;
        let sample = organization::write(folder.path(), &provider.url())
            .context("the sample organization could not be written")?;
        let configuration = load_configuration(&sample.config)?;
        let name = SecretName::new(organization::SECRET)?;
        let token = (name.variable().into(), provider.token().into());
        let secrets = Secrets::new(Environment::of([token]));
        let engine = Engine::new(
            Arc::new(secrets),
            Arc::new(SystemClock),
            // The console is on this machine; no proxy has any business in between.
            Proxies::Named { http: None, https: None, except: None },
        );
        let state = state_beside(&sample.config);
        Ok(Opened { configuration, state, engine, sample: Some(Self { provider, folder }) })
    }

    /// Ends the console; the folder goes with it.
    pub async fn end(self) -> anyhow::Result<()> {
        self.provider.shutdown().await;
        self.folder.close().context("the sample's folder could not be removed")
    }
}
