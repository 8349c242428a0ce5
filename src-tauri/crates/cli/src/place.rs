//! What a command works on: a configuration file with its state beside it, a workspace, or the
//! sample organization.

use crate::arguments::Place;
use anyhow::{Context, bail};
use rolecall_connect::Proxies;
use rolecall_directory::{Configuration, TargetKind};
use rolecall_engine::{Engine, SystemClock, load_configuration};
use rolecall_sandbox::organization;
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, Keyring, KeyringState, SecretName, Secrets, workspace_key};
use rolecall_store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a command works on, opened.
pub struct Opened {
    /// The configuration.
    pub configuration: Configuration,
    /// Where what must be remembered is kept.
    pub state: PathBuf,
    /// The engine.
    pub engine: Engine,
    /// The sample's console, for as long as it is needed.
    pub sample: Option<Sample>,
}

/// The sample organization in a folder of its own.
pub struct Sample {
    provider: Provider,
    folder: tempfile::TempDir,
}

impl Sample {
    /// Ends the console; the folder goes with it.
    pub async fn end(self) -> anyhow::Result<()> {
        self.provider.shutdown().await;
        self.folder.close().context("the sample's folder could not be removed")
    }
}

impl Opened {
    /// The workspace, made when it is not there.
    pub fn store(&self) -> anyhow::Result<Arc<Store>> {
        Ok(Arc::new(Store::open(&self.state)?))
    }

    /// The workspace, if it is there; nothing is written.
    pub fn store_if_there(&self) -> anyhow::Result<Option<Store>> {
        Ok(Store::open_read_only(&self.state)?)
    }

    /// Ends what was started for it.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.sample {
            Some(sample) => sample.end().await,
            None => Ok(()),
        }
    }
}

/// Where what must be remembered about `config` is kept unless told otherwise: its name with
/// `.state` appended.
pub fn state_beside(config: &Path) -> PathBuf {
    let mut name = config.as_os_str().to_owned();
    name.push(".state");
    PathBuf::from(name)
}

/// Where a command's state is, without opening it.
pub fn state_of(place: &Place) -> anyhow::Result<PathBuf> {
    match (&place.config, &place.state, &place.workspace) {
        (Some(_), Some(state), _) => Ok(state.clone()),
        (Some(config), None, _) => Ok(state_beside(config)),
        (None, _, Some(workspace)) => Ok(workspace.clone()),
        (None, _, None) => bail!(
            "name what to work on: --config FILE, --workspace DIR (or ROLECALL_HOME), or --sample"
        ),
    }
}

/// Opens what `place` names.
pub async fn open(place: &Place) -> anyhow::Result<Opened> {
    if place.sample {
        return open_sample().await;
    }
    let state = state_of(place)?;
    let configuration = match &place.config {
        Some(config) => load_configuration(config)?,
        None => match Store::open_read_only(&state)? {
            Some(store) => store.configuration()?,
            None => bail!(
                "there is no workspace in {}; set one up with \"rolecallctl config import FILE \
                 --workspace {0}\"",
                state.display()
            ),
        },
    };
    let engine = engine(Environment::of_process(), &state, &configuration)?;
    Ok(Opened { configuration, state, engine, sample: None })
}

fn engine(
    environment: Environment,
    state: &Path,
    configuration: &Configuration,
) -> anyhow::Result<Engine> {
    let needs_more = configuration.targets.iter().any(|target| match &target.kind {
        TargetKind::Csv { .. } => false,
        TargetKind::Scim { secret, .. } => {
            SecretName::new(secret).is_ok_and(|name| !environment.holds(&name))
        }
    });
    let secrets = Secrets::new(environment);
    if needs_more {
        let workspace = workspace_key(state);
        if Secrets::probe(&workspace) == KeyringState::Ready {
            secrets.use_keyring(Keyring::open(&workspace)?);
        }
    }
    Ok(Engine::new(Arc::new(secrets), Arc::new(SystemClock), Proxies::System))
}

async fn open_sample() -> anyhow::Result<Opened> {
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
    Ok(Opened { configuration, state, engine, sample: Some(Sample { provider, folder }) })
}
