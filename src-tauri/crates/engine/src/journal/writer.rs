//! One writer for all calls of a run: what gathers while it writes goes to disk together.

use super::{RunTicket, refused};
use crate::clock::Clock;
use rolecall_connect::JournalError;
use rolecall_store::{JournalEntry, MarkChange, StepOutcome, Store};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The most entries of one change, so that nobody waits long for the disk.
const TOGETHER: usize = 1024;

/// Why writing ended early, once it has.
type Failed = Arc<Mutex<Option<JournalError>>>;

/// An entry, and who waits for it to be on disk.
struct Waiting {
    entry: JournalEntry,
    written: Option<oneshot::Sender<()>>,
}

/// Writes the journal of a run on a thread of its own.
pub(crate) struct Writer {
    way_in: WayIn,
    task: JoinHandle<()>,
}

/// The way into the journal; clones lead to the same one.
#[derive(Clone)]
pub(crate) struct WayIn {
    entries: UnboundedSender<Waiting>,
    failed: Failed,
}

impl Writer {
    /// Begins to write for the run of `ticket`.
    pub(crate) fn start(store: Arc<Store>, clock: Arc<dyn Clock>, ticket: RunTicket) -> Self {
        let (entries, coming) = unbounded_channel();
        let failed = Failed::default();
        let way_in = WayIn { entries, failed: failed.clone() };
        let task = tokio::task::spawn_blocking(move || {
            write_all(&store, clock.as_ref(), ticket, coming, &failed);
        });
        Self { way_in, task }
    }

    /// A way in.
    pub(crate) fn way_in(&self) -> WayIn {
        self.way_in.clone()
    }

    /// Waits until all is written that came in.
    ///
    /// # Errors
    /// When some of it could not be.
    pub(crate) async fn end(self) -> Result<(), JournalError> {
        let WayIn { entries, failed } = self.way_in;
        drop(entries);
        let ended = self.task.await;
        let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (failed, ended) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(JournalError::Unwritable { reason: error.to_string() }),
            (None, Ok(())) => Ok(()),
        }
    }
}

impl WayIn {
    /// Writes down that `steps` are about to be sent; returns once that is on disk.
    ///
    /// # Errors
    /// When it could not be written: nothing may be sent then.
    pub(crate) async fn sending(&self, steps: &[i64]) -> Result<(), JournalError> {
        let (written, on_disk) = oneshot::channel();
        self.put(JournalEntry::Sending(steps.to_vec()), Some(written))?;
        on_disk.await.map_err(|_| self.failure())
    }

    /// Writes down outcomes, sooner or later.
    ///
    /// # Errors
    /// When nothing can be written any more.
    pub(crate) fn answered(
        &self,
        outcomes: Vec<StepOutcome>,
        marks: Vec<MarkChange>,
    ) -> Result<(), JournalError> {
        self.put(JournalEntry::Answered(outcomes, marks), None)
    }

    fn put(
        &self,
        entry: JournalEntry,
        written: Option<oneshot::Sender<()>>,
    ) -> Result<(), JournalError> {
        self.entries.send(Waiting { entry, written }).map_err(|_| self.failure())
    }

    /// Why the writer is gone.
    fn failure(&self) -> JournalError {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let reason = "the writer of the journal is gone".to_owned();
        failed.unwrap_or(JournalError::Unwritable { reason })
    }
}

/// Writes what comes until nobody is left who could send, or until it cannot be written.
fn write_all(
    store: &Store,
    clock: &dyn Clock,
    RunTicket { run, fence }: RunTicket,
    mut coming: UnboundedReceiver<Waiting>,
    failed: &Failed,
) {
    let (mut entries, mut waiting) = (Vec::new(), Vec::new());
    while let Some(first) = coming.blocking_recv() {
        let mut next = Some(first);
        while let Some(one) = next {
            entries.push(one.entry);
            waiting.extend(one.written);
            next = if entries.len() < TOGETHER { coming.try_recv().ok() } else { None };
        }
        if let Err(error) = store.journal(run, fence, &entries, clock.now_ms()) {
            // Whoever waits learns of it as their sender is dropped with `coming`.
            *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused(&error));
            return;
        }
        entries.clear();
        for written in waiting.drain(..) {
            // Who does not wait any more has gone with the run.
            let _ = written.send(());
        }
    }
}
