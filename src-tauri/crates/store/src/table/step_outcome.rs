//! Outcomes of steps, written together with what they change in the marks.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use crate::table::mark_change::{self, MarkChange};
use crate::table::run::{self, RunId};
use crate::table::step::{StepId, StepState};
use crate::table::step_counts;
use rolecall_directory::{Cause, NotSent};

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepEnding {
    /// The target confirmed it.
    Done,
    /// It failed, for this cause.
    Failed(Cause),
    /// It was not sent.
    NotSent(NotSent),
}

/// The outcome of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOutcome {
    /// The number of the step.
    pub id: StepId,
    /// How it ended.
    pub ending: StepEnding,
    /// The target's own words; empty when done.
    pub message: String,
    /// How often it was tried.
    pub tries: u32,
    /// The account's key, once it is known.
    pub account: Option<String>,
    /// When it was answered, in milliseconds since 1970 (UTC).
    pub at: i64,
}

impl Store {
    /// Records outcomes and the changes of marks they cause: all of it or nothing. A later
    /// outcome of a step takes the place of an earlier one, as when re-reading does not find it.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when the run's lease has a later holder, who looks these steps up
    /// itself; [`StoreError::NotFound`] for a step that is not in the run; when it cannot be
    /// written.
    pub fn record_outcomes(
        &self,
        run: RunId,
        fence: i64,
        outcomes: &[StepOutcome],
        marks: &[MarkChange],
    ) -> Result<(), StoreError> {
        // A power failure may take these; the steps are in flight then, and looked up.
        self.write(Durability::Process, |tx| {
            run::check_fence(tx, run, fence)?;
            let mut update = tx.prepare_cached(
                "UPDATE step SET state = ?3, cause = ?4, not_sent = ?5, message = ?6, tries = ?7,
                     account = coalesce(?8, account), answered_at = ?9
                 WHERE id = ?1 AND run = ?2",
            )?;
            for outcome in outcomes {
                let (state, cause, not_sent) = match outcome.ending {
                    StepEnding::Done => (StepState::Done, None, None),
                    StepEnding::Failed(cause) => (StepState::Failed, Some(cause.word()), None),
                    StepEnding::NotSent(why) => (StepState::NotSent, None, Some(why.word())),
                };
                let changed = update.execute(rusqlite::params![
                    outcome.id,
                    run,
                    state.word(),
                    cause,
                    not_sent,
                    outcome.message,
                    outcome.tries,
                    outcome.account,
                    outcome.at,
                ])?;
                if changed == 0 {
                    let id = outcome.id.to_string();
                    return Err(StoreError::NotFound { what: "step", id }.into());
                }
            }
            step_counts::forget(tx, run)?;
            mark_change::apply_all(tx, marks)
        })
    }
}
