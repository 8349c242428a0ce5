//! Watching and stopping a run.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Where a run is on its walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Sources and targets are read.
    Read,
    /// What was read is put into the workspace.
    Ingest,
    /// Rules are resolved and the plan is made.
    Plan,
    /// Steps are sent.
    Apply,
    /// Outcomes are added up.
    Report,
}

impl Phase {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ingest => "ingest",
            Self::Plan => "plan",
            Self::Apply => "apply",
            Self::Report => "report",
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunProgress {
    /// The run's number; 0 before it has one.
    pub run: i64,
    /// Where it is.
    pub phase: Phase,
    /// Done of `total` in this phase.
    pub done: u64,
    /// 0 when not known.
    pub total: u64,
}

type Listener = dyn Fn(&RunProgress) + Send + Sync;

/// Watches and stops one run; clones are the same one.
#[derive(Clone, Default)]
pub struct RunControl {
    cancelled: Arc<AtomicBool>,
    run: Arc<AtomicU64>,
    done: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
    phase: Arc<Mutex<Option<Phase>>>,
    listener: Option<Arc<Listener>>,
}

impl std::fmt::Debug for RunControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunControl").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

impl RunControl {
    /// Tells `listener` of each progress.
    #[must_use]
    pub fn watched(listener: impl Fn(&RunProgress) + Send + Sync + 'static) -> Self {
        Self { listener: Some(Arc::new(listener)), ..Self::default() }
    }

    /// Asks the run to stop between two steps.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn begin(&self, run: i64) {
        self.run.store(run.unsigned_abs(), Ordering::SeqCst);
    }

    pub(crate) fn enter(&self, phase: Phase, total: u64) {
        self.done.store(0, Ordering::SeqCst);
        self.total.store(total, Ordering::SeqCst);
        if let Ok(mut current) = self.phase.lock() {
            *current = Some(phase);
        }
        self.tell();
    }

    pub(crate) fn advance(&self, by: u64) {
        self.done.fetch_add(by, Ordering::SeqCst);
        self.tell();
    }

    fn tell(&self) {
        let Some(listener) = &self.listener else { return };
        let phase = self.phase.lock().ok().and_then(|phase| *phase);
        listener(&RunProgress {
            run: self.run.load(Ordering::SeqCst) as i64,
            phase: phase.unwrap_or(Phase::Read),
            done: self.done.load(Ordering::SeqCst),
            total: self.total.load(Ordering::SeqCst),
        });
    }
}
