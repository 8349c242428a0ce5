//! The file that keeps the console's content over restarts.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::console::{Group, User};
use super::routes::House;
use super::{Error, Product};

/// How long changes are gathered before they are written.
const GATHER: Duration = Duration::from_millis(150);

/// The content of the file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) format: u32,
    pub(super) port: u16,
    pub(super) next: u64,
    pub(super) products: Vec<Product>,
    pub(super) users: Vec<User>,
    pub(super) groups: Vec<Group>,
}

/// Reads the file; none is no content.
pub(super) fn read(path: &Path) -> Result<Option<Kept>, Error> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::StateFile { path: path.to_owned(), source }),
    };
    let kept = serde_json::from_slice(&bytes);
    kept.map(Some).map_err(|source| Error::StateFormat { path: path.to_owned(), source })
}

/// Writes the file whenever something changed, a moment later, and once more at the end.
pub(super) async fn keep(house: Arc<House>, path: PathBuf, mut stopped: watch::Receiver<bool>) {
    loop {
        let mut ended = tokio::select! {
            () = house.changed.notified() => false,
            _ended = stopped.wait_for(|stop| *stop) => true,
        };
        if !ended {
            let waited = tokio::time::timeout(GATHER, stopped.wait_for(|stop| *stop)).await;
            ended = waited.is_ok();
        }
        let kept = house.console().kept(house.port);
        let target = path.clone();
        let written = tokio::task::spawn_blocking(move || write(&target, &kept)).await;
        let failed = !matches!(written, Ok(Ok(())));
        if ended {
            return;
        }
        if failed {
            // A full disk may have room later: the change is still to be written.
            house.changed.notify_one();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    let temporary = path.with_extension("json.new");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&temporary, serde_json::to_vec(kept)?)?;
    std::fs::rename(&temporary, path)
}
