//! The leases under which a run is carried out, and under which sources are read: one at a time
//! on a workspace.

use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_store::{Lease, LeaseAnswer, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// Its name.
pub(crate) const LEASE: &str = "runner";
/// The name of the one for reading sources. What a source keeps between readings is filled by one
/// process at a time: the end of one reading in full would sweep away what another is putting.
const READING: &str = "reading";
const LEASE_MS: i64 = 60_000;
/// How often, and how many times, a process asks whether another has read to the end.
const AGAIN: Duration = Duration::from_millis(50);
const TIMES: u32 = 1_200;

impl Engine {
    /// Does `work` under the lease, which is renewed meanwhile and let go of afterwards.
    ///
    /// # Errors
    /// When another process has it, it is lost, or what the work says.
    pub(crate) async fn under_lease<T>(
        &self,
        store: &Arc<Store>,
        holder: &str,
        work: impl AsyncFnOnce(&Lease) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let lease = match store.acquire(LEASE, holder, self.now(), LEASE_MS)? {
            LeaseAnswer::Granted(lease) => lease,
            LeaseAnswer::HeldBy(other) => {
                return Err(EngineError::RunnerElsewhere { holder: other.holder });
            }
        };
        let result = tokio::select! {
            result = work(&lease) => result,
            lost = self.keep_lease(store, &lease) => Err(lost),
        };
        let released = store.release(lease);
        let result = result?;
        released?;
        Ok(result)
    }

    /// Does `work`, which reads sources into the workspace, while no other process does; waits a
    /// minute for one that does.
    ///
    /// # Errors
    /// [`EngineError::ReadingElsewhere`] where the other one goes on; when the lease is lost, or
    /// what the work says.
    pub(crate) async fn while_nobody_reads<T>(
        &self,
        store: &Store,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        let lease = self.reading_lease(store).await?;
        let result = tokio::select! {
            result = work => result,
            lost = self.keep_lease(store, &lease) => Err(lost),
        };
        let released = store.release(lease);
        let result = result?;
        released?;
        Ok(result)
    }

    async fn reading_lease(&self, store: &Store) -> Result<Lease, EngineError> {
        let own = format!("process {}", std::process::id());
        for _ in 0..TIMES {
            match store.acquire(READING, &own, self.now(), LEASE_MS)? {
                LeaseAnswer::Granted(lease) => return Ok(lease),
                LeaseAnswer::HeldBy(_) => tokio::time::sleep(AGAIN).await,
            }
        }
        match store.acquire(READING, &own, self.now(), LEASE_MS)? {
            LeaseAnswer::Granted(lease) => Ok(lease),
            LeaseAnswer::HeldBy(other) => {
                Err(EngineError::ReadingElsewhere { holder: other.holder })
            }
        }
    }

    /// Renews the lease for as long as it is polled; answers when it is lost.
    async fn keep_lease(&self, store: &Store, lease: &Lease) -> EngineError {
        loop {
            tokio::time::sleep(Duration::from_millis((LEASE_MS / 3).unsigned_abs())).await;
            if let Err(error) = self.hold_on(store, lease) {
                return EngineError::Store(error);
            }
        }
    }

    /// Renews the lease.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when another process has it; when it cannot be written.
    pub(crate) fn hold_on(&self, store: &Store, lease: &Lease) -> Result<(), StoreError> {
        store.renew(lease, self.now(), LEASE_MS)
    }
}
