//! Changes that come together are one transaction, and are answered once it is on disk. While the
//! disk is waited for, the next ones are carried out; what is carried out by then is pressed to disk
//! together.

use super::answer::PushAnswer;
use super::provider::PushWork;
use rolecall_store::{Store, StoreError};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How many changes wait at most; more are refused, and the client is told when to try again.
const WAITING: usize = 1024;
/// How many changes become one transaction at most.
const AT_ONCE: usize = 128;
/// How many transactions wait for the disk at most.
const AHEAD: usize = 64;
/// After how many seconds a client that was refused may try again.
const AGAIN: u64 = 5;

/// An answer that may go once the change is on disk, and who waits for it.
type Answered = (PushAnswer, oneshot::Sender<PushAnswer>);

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
    let (done, pressed) = mpsc::channel(AHEAD);
    tokio::spawn(press(store.clone(), pressed));
    let mut together = Vec::with_capacity(AT_ONCE);
    while taken.recv_many(&mut together, AT_ONCE).await > 0 {
        let batch = std::mem::take(&mut together);
        let store = store.clone();
        // One that panics takes the answers of its batch along; nothing of it was written.
        match tokio::task::spawn_blocking(move || settle(&store, batch)).await {
            // The other end stays as long as this one.
            Ok(answered) => drop(done.send(answered).await),
            Err(error) => tracing::error!(%error, "changes that were pushed broke off"),
        }
    }
}

/// Presses to disk what was carried out, and lets the answers go.
async fn press(store: Arc<Store>, mut done: mpsc::Receiver<Vec<Answered>>) {
    let mut together = Vec::with_capacity(AHEAD);
    while done.recv_many(&mut together, AHEAD).await > 0 {
        let store = store.clone();
        let pressed = tokio::task::spawn_blocking(move || store.press()).await;
        let pressed = match pressed {
            Ok(pressed) => pressed,
            Err(error) => {
                tracing::error!(%error, "what was pushed was not pressed to disk");
                together.clear();
                continue;
            }
        };
        if let Err(error) = &pressed {
            tracing::warn!(%error, "what was pushed could not be pressed to disk");
        }
        for (answer, waits) in together.drain(..).flatten() {
            let answer = match &pressed {
                Err(error) if answer.changed => PushAnswer::broken(error),
                _ => answer,
            };
            // A client that is gone already has no use for its answer.
            let _ = waits.send(answer);
        }
    }
}

/// Carries out a batch; what is to be answered once it is on disk.
fn settle(store: &Store, batch: Vec<Waiting>) -> Vec<Answered> {
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
    let answers = done.unwrap_or_else(|error| {
        tracing::warn!(%error, "what was pushed could not be written");
        batch.iter().map(|_| PushAnswer::broken(&error)).collect()
    });
    answers.into_iter().zip(batch).map(|(answer, one)| (answer, one.answer)).collect()
}
