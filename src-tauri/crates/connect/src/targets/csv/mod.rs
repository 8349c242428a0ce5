//! An accounts file: state that others read, written by temporary file and rename.

mod cells;
mod file;
mod release;
mod rewrite;
mod steps;
mod table;

use crate::{
    AccountWork, ApplyTarget, ConnectError, Journal, JournalError, Outcome, ReadTarget,
    ReleasedAccount, StepResult, TargetState, ValueWork,
};
use async_trait::async_trait;
use rolecall_directory::{Cause, Folded, NotSent, SlotDefinition};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// A target that is a CSV file.
#[derive(Debug, Clone)]
pub struct CsvTarget {
    path: PathBuf,
    slots: Vec<SlotDefinition>,
    /// One writer at a time within the process; the lease keeps other processes away.
    writing: Arc<Mutex<()>>,
}

impl CsvTarget {
    /// Names the file, which need not exist yet, and the slots that have a column in it.
    #[must_use]
    pub fn new(path: PathBuf, slots: Vec<SlotDefinition>) -> Self {
        Self { path, slots, writing: Arc::default() }
    }

    fn slot_names(&self) -> Vec<String> {
        self.slots.iter().map(|slot| slot.name.clone()).collect()
    }

    /// Reads the file afresh, does all work on it, and writes it once; rows that no work is about
    /// pass through.
    fn write(&self, works: &[AccountWork]) -> Vec<Outcome> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = self.slot_names();
        let named: HashSet<Folded> = works.iter().filter_map(steps::account_of).collect();
        let changed = rewrite::read(&self.path, &slots, |name| named.contains(name)).and_then(
            |(mut table, rest)| {
                let outcomes =
                    steps::carry_out(&mut table, &self.slots, works, &|name| rest.has(name));
                if outcomes.iter().any(|outcome| outcome.result == StepResult::Done) {
                    rewrite::write(&self.path, &slots, &mut table, &rest)?;
                }
                Ok(outcomes)
            },
        );
        changed.unwrap_or_else(|error| {
            let ids = works.iter().flat_map(|work| &work.steps).map(|one| one.id);
            ids.map(|id| steps::failed(id, error.cause, error.to_string())).collect()
        })
    }
}

#[async_trait]
impl ReadTarget for CsvTarget {
    async fn read(&self) -> Result<TargetState, ConnectError> {
        let target = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let accounts = file::read(&target.path, &target.slot_names())?;
            Ok(TargetState { accounts, ..TargetState::default() })
        });
        reading.await.unwrap_or_else(|error| {
            Err(ConnectError {
                cause: Cause::Unavailable,
                place: self.path.display().to_string(),
                message: format!("reading was broken off: {error}. Sync again"),
            })
        })
    }
}

#[async_trait]
impl ApplyTarget for CsvTarget {
    async fn apply(
        &self,
        values: Vec<ValueWork>,
        accounts: Vec<AccountWork>,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        let value_ids = values.iter().map(|value| value.step.id);
        let account_ids = accounts.iter().flat_map(|work| &work.steps).map(|one| one.id);
        let ids: Vec<i64> = value_ids.clone().chain(account_ids).collect();
        let all = |result: StepResult, message: &str| {
            let message = message.to_owned();
            let outcome = move |id| Outcome {
                id,
                result,
                tries: 1,
                account: None,
                maybe_done: false,
                message: message.clone(),
            };
            ids.iter().copied().map(outcome).collect::<Vec<_>>()
        };
        if ids.is_empty() {
            return Ok(());
        }
        if journal.cancelled() {
            let stopped = StepResult::NotSent(NotSent::Cancelled);
            let mut outcomes = all(stopped, "the run was stopped before this was written");
            outcomes.iter_mut().for_each(|outcome| outcome.tries = 0);
            return journal.answered(outcomes).await;
        }
        journal.sending(&ids).await?;
        // A value needs nothing in a file: it is there once someone holds it.
        let mut outcomes: Vec<Outcome> = value_ids.map(steps::done).collect();
        let target = self.clone();
        match tokio::task::spawn_blocking(move || target.write(&accounts)).await {
            Ok(written) => outcomes.extend(written),
            Err(error) => {
                let words = format!("writing was broken off: {error}");
                outcomes = all(StepResult::Failed(Cause::Unavailable), &words);
            }
        }
        journal.answered(outcomes).await
    }

    fn no_deletion(&self) -> Option<&'static str> {
        None
    }

    async fn delete_account(&self, key: &str) -> Result<(), ConnectError> {
        let (target, key) = (self.clone(), key.to_owned());
        let writing = tokio::task::spawn_blocking(move || target.write_without(&key));
        writing.await.unwrap_or_else(|error| {
            Err(ConnectError {
                cause: Cause::Unavailable,
                place: self.path.display().to_string(),
                message: format!("writing was broken off: {error}. Delete the account again"),
            })
        })
    }

    async fn release(&self, accounts: &[ReleasedAccount]) -> Result<(), ConnectError> {
        let (target, accounts) = (self.clone(), accounts.to_vec());
        let writing = tokio::task::spawn_blocking(move || target.write_released(&accounts));
        writing.await.unwrap_or_else(|error| {
            Err(ConnectError {
                cause: Cause::Unavailable,
                place: self.path.display().to_string(),
                message: format!("writing was broken off: {error}. Undo the run again"),
            })
        })
    }
}
