//! Changes that come together are on disk together: one transaction, pressed to disk once, and
//! each is answered after that.

use super::answer::PushAnswer;
use super::provider::PushWork;
use rolecall_store::{Store, StoreError};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How many changes wait at most; more are refused, and the client is told when to try again.
const WAITING: usize = 1024;
/// How many changes become one transaction at most.
const AT_ONCE: usize = 128;
/// After how many seconds a client that was refused may try again.
const AGAIN: u64 = 5;

struct Waiting {
    work: PushWork,
    answer: oneshot::Sender<PushAnswer>,
}

/// The way by which changes go into a workspace. Clones lead to the same place.
#[derive(Clone)]
pub struct PushQueue {
    waiting: mpsc::Sender<Waiting>,
}

impl PushQueue {
    /// Starts to carry changes into `store`, until the last clone is gone; a Tokio runtime must be
    /// there.
    #[must_use]
    pub fn start(store: Arc<Store>) -> Self {
        let (waiting, taken) = mpsc::channel(WAITING);
        tokio::spawn(carry(store, taken));
        Self { waiting }
    }

    /// Carries out a change; it is on disk when this answers.
    pub async fn write(&self, work: PushWork) -> PushAnswer {
        let (answer, answered) = oneshot::channel();
        if self.waiting.try_send(Waiting { work, answer }).is_err() {
            let words = "more is being written than can be taken in; try again in some seconds";
            let answer = PushAnswer::error(429, None, words);
            return PushAnswer { retry_after: Some(AGAIN), ..answer };
        }
        answered.await.unwrap_or_else(|_| {
            let answer = PushAnswer::error(500, None, "this request broke off inside Rolecall");
            PushAnswer { failed: true, ..answer }
        })
    }
}

async fn carry(store: Arc<Store>, mut taken: mpsc::Receiver<Waiting>) {
    let mut together = Vec::with_capacity(AT_ONCE);
    while taken.recv_many(&mut together, AT_ONCE).await > 0 {
        let batch = std::mem::take(&mut together);
        let store = store.clone();
        // One that panics takes the answers of its batch along; nothing of it was written.
        let ended = tokio::task::spawn_blocking(move || settle(&store, batch)).await;
        match ended {
            Ok(emptied) => together = emptied,
            Err(error) => tracing::error!(%error, "changes that were pushed broke off"),
        }
    }
}

/// Carries out a batch and answers each of it; the emptied list is answered to be filled again.
fn settle(store: &Store, mut batch: Vec<Waiting>) -> Vec<Waiting> {
    let done = store.push_batch(|tx| {
        let mut noted: Vec<&str> = Vec::new();
        let mut answers = Vec::with_capacity(batch.len());
        for one in &batch {
            let answer = one.work.carry_out(tx)?;
            let directory = one.work.directory();
            if answer.changed && !noted.contains(&directory) {
                noted.push(directory);
                tx.note(directory, one.work.now())?;
            }
            answers.push(answer);
        }
        Ok::<_, StoreError>(answers)
    });
    match done {
        Ok(answers) => {
            for (one, answer) in batch.drain(..).zip(answers) {
                // A client that is gone already has no use for its answer.
                let _ = one.answer.send(answer);
            }
        }
        Err(error) => {
            tracing::warn!(%error, "what was pushed could not be written");
            for one in batch.drain(..) {
                let _ = one.answer.send(PushAnswer::broken(&error));
            }
        }
    }
    batch
}
