//! The lease under which a run is carried out: one at a time on a workspace.

use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_store::{Lease, LeaseAnswer, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// Its name.
pub(crate) const LEASE: &str = "runner";
const LEASE_MS: i64 = 60_000;

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

    /// Renews the lease for as long as it is polled; answers when it is lost.
    async fn keep_lease(&self, store: &Arc<Store>, lease: &Lease) -> EngineError {
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
