//! The engine: what every plan and run needs, passed in once.

use crate::clock::Clock;
use crate::planning::Planned;
use rolecall_connect::{Patience, Proxies};
use rolecall_secrets::Secrets;
use std::sync::{Arc, Mutex, Weak};

/// Plans and runs. Holds no configuration and no state: those are given with each call, but for
/// the latest plan, from which readings go on while it is there.
#[derive(Clone)]
pub struct Engine {
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) proxies: Proxies,
    pub(crate) patience: Patience,
    /// One reading into a workspace at a time.
    pub(crate) reading: Arc<tokio::sync::Mutex<()>>,
    /// The latest plan, as long as somebody holds it.
    pub(crate) at_hand: Arc<Mutex<Weak<Planned>>>,
}

impl Engine {
    /// An engine with these secrets, this clock, and calls going through `proxies`.
    #[must_use]
    pub fn new(secrets: Arc<Secrets>, clock: Arc<dyn Clock>, proxies: Proxies) -> Self {
        let (patience, reading) = (Patience::default(), Arc::default());
        Self { secrets, clock, proxies, patience, reading, at_hand: Arc::default() }
    }

    /// The same engine, which tries what failed in passing as often as `patience` says.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The secrets.
    #[must_use]
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("clock", &self.clock).finish_non_exhaustive()
    }
}
