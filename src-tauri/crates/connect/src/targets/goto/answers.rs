//! What the journal is told.

use crate::calls::Refusal;
use crate::{Journal, JournalError, Outcome, StepResult, WorkStep};
use rolecall_directory::NotSent;

/// Tells the journal of steps.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a>(pub &'a dyn Journal);

impl Answers<'_> {
    /// Whether the run was asked to stop.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled()
    }

    /// Writes down that `steps` are about to be sent.
    pub async fn sending(&self, steps: &[&WorkStep]) -> Result<(), JournalError> {
        if steps.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = steps.iter().map(|one| one.id).collect();
        self.0.sending(&ids).await
    }

    /// Writes down that `steps` are done, on the account `key`.
    pub async fn done(
        &self,
        steps: &[&WorkStep],
        tries: u32,
        key: &str,
    ) -> Result<(), JournalError> {
        self.answered(steps, StepResult::Done, (tries, "", false), Some(key)).await
    }

    /// Writes down that `steps` failed.
    pub async fn failed(&self, steps: &[&WorkStep], refused: &Refusal) -> Result<(), JournalError> {
        let result = StepResult::Failed(refused.cause);
        let told = (refused.tries, refused.message.as_str(), refused.maybe_done);
        self.answered(steps, result, told, None).await
    }

    /// Writes down that `steps` fail without a call.
    pub async fn refused(&self, steps: &[&WorkStep], why: &Refusal) -> Result<(), JournalError> {
        self.sending(steps).await?;
        self.failed(steps, why).await
    }

    /// Writes down that `steps` were not sent.
    pub async fn not_sent(
        &self,
        steps: &[&WorkStep],
        why: NotSent,
        words: &str,
    ) -> Result<(), JournalError> {
        self.answered(steps, StepResult::NotSent(why), (0, words, false), None).await
    }

    async fn answered(
        &self,
        steps: &[&WorkStep],
        result: StepResult,
        (tries, message, maybe_done): (u32, &str, bool),
        key: Option<&str>,
    ) -> Result<(), JournalError> {
        if steps.is_empty() {
            return Ok(());
        }
        let outcome = |one: &&WorkStep| Outcome {
            id: one.id,
            result,
            tries,
            account: key.map(str::to_owned),
            maybe_done,
            message: message.to_owned(),
        };
        self.0.answered(steps.iter().map(outcome).collect()).await
    }
}
