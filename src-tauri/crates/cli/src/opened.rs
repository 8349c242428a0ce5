//! What a command works on, opened: a configuration with its state, or the sample organization.

use crate::places::{Kept, Place};
use crate::sample::Sample;
use crate::secret;
use anyhow::bail;
use rolecall_connect::Proxies;
use rolecall_directory::Configuration;
use rolecall_engine::{Engine, SystemClock, load_configuration};
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

impl Opened {
    /// The workspace, made when it is not there.
    pub fn store(&self) -> anyhow::Result<Arc<Store>> {
        let store = Store::open(&self.state)?;
        secret::settle_place(&store)?;
        Ok(Arc::new(store))
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

/// Opens what `place` names.
pub async fn open(place: &Place) -> anyhow::Result<Opened> {
    if place.sample { Sample::open().await } else { open_kept(&place.kept) }
}

/// Opens the configuration file or workspace that `kept` names.
pub fn open_kept(kept: &Kept) -> anyhow::Result<Opened> {
    let configuration = configuration(kept)?;
    let state = kept.state()?;
    let secrets = secret::secrets_for(&state, &configuration)?;
    let engine = Engine::new(Arc::new(secrets), Arc::new(SystemClock), Proxies::System);
    Ok(Opened { configuration, state, engine, sample: None })
}

/// The configuration that `kept` names.
pub fn configuration(kept: &Kept) -> anyhow::Result<Configuration> {
    match &kept.config {
        Some(config) => {
            let mut configuration = load_configuration(config)?;
            // Which proofs of domains were found is remembered beside the file.
            if let Some(store) = Store::open_read_only(&kept.state()?)? {
                store.mark_proven(&mut configuration)?;
            }
            Ok(configuration)
        }
        None => Ok(there(&kept.state()?)?.configuration()?),
    }
}

/// The workspace in `state`, to be read.
pub fn there(state: &Path) -> anyhow::Result<Store> {
    match Store::open_read_only(state)? {
        Some(store) => Ok(store),
        None => bail!(
            "there is no workspace in {}: sync once, or set one up with \"rolecallctl config \
             import FILE --workspace DIR\"",
            state.display()
        ),
    }
}

/// The workspace in `state`, to be written; it must be there.
pub fn there_to_write(state: &Path) -> anyhow::Result<Store> {
    drop(there(state)?);
    Ok(Store::open(state)?)
}
