//! Outcomes of steps, written together with what they change in the marks.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::mark_change::{self, MarkChange};
use crate::table::run::{self, RunId};
use crate::table::step::{self, StepId, StepState};
use crate::table::step_counts;
use rolecall_directory::{Cause, NotSent};
use rusqlite::Transaction;

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
    /// Whether it may have been done though it ended otherwise, as its answer never came.
    pub maybe_done: bool,
    /// When it was answered, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// A piece of the journal: an intent, or outcomes with what they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalEntry {
    /// These steps are about to be sent.
    Sending(Vec<StepId>),
    /// These outcomes came, with the changes of marks they cause.
    Answered(Vec<StepOutcome>, Vec<MarkChange>),
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
            record(tx, run, outcomes, marks)?;
            step_counts::forget(tx, run)
        })
    }

    /// Records what calls are about to send and what others were answered, in their order and as
    /// one change: all of it or nothing. Intents are on disk before this returns.
    ///
    /// # Errors
    /// As [`Store::mark_sending`] and [`Store::record_outcomes`]; nothing may be sent then.
    pub fn journal(
        &self,
        run: RunId,
        fence: i64,
        entries: &[JournalEntry],
        now: i64,
    ) -> Result<(), StoreError> {
        let intent = |entry: &JournalEntry| matches!(entry, JournalEntry::Sending(_));
        let durability = match entries.iter().any(intent) {
            true => Durability::Full,
            false => Durability::Process,
        };
        self.write(durability, |tx| {
            run::check_fence(tx, run, fence)?;
            for entry in entries {
                match entry {
                    JournalEntry::Sending(steps) => step::mark(tx, run, fence, steps, now)?,
                    JournalEntry::Answered(outcomes, marks) => record(tx, run, outcomes, marks)?,
                }
            }
            step_counts::forget(tx, run)
        })
    }
}

/// Records outcomes; of steps whose numbers follow each other those that ended alike together.
fn record(
    tx: &Transaction<'_>,
    run: RunId,
    outcomes: &[StepOutcome],
    marks: &[MarkChange],
) -> Result<(), Fault> {
    let mut update = tx.prepare_cached(
        "UPDATE step SET state = ?4, cause = ?5, not_sent = ?6, message = ?7, tries = ?8,
             account = coalesce(?9, account), answered_at = ?10, maybe_done = ?11
         WHERE id BETWEEN ?1 AND ?2 AND +run = ?3",
    )?;
    for some in outcomes.chunk_by(StepOutcome::goes_with) {
        let (Some(outcome), Some(last)) = (some.first(), some.last()) else { continue };
        let (state, cause, not_sent) = match outcome.ending {
            StepEnding::Done => (StepState::Done, None, None),
            StepEnding::Failed(cause) => (StepState::Failed, Some(cause.word()), None),
            StepEnding::NotSent(why) => (StepState::NotSent, None, Some(why.word())),
        };
        let changed = update.execute(rusqlite::params![
            outcome.id,
            last.id,
            run,
            state.word(),
            cause,
            not_sent,
            outcome.message,
            outcome.tries,
            outcome.account,
            outcome.at,
            outcome.maybe_done,
        ])?;
        if changed != some.len() {
            return Err(step::not_found("step", outcome.id, last.id));
        }
    }
    mark_change::apply_all(tx, marks)
}

impl StepOutcome {
    /// Whether `next` is of the step that follows, and ended alike.
    fn goes_with(&self, next: &Self) -> bool {
        let told = |one: &Self| (one.ending, one.tries, one.at, one.maybe_done);
        next.id == self.id + 1
            && told(next) == told(self)
            && (&next.message, &next.account) == (&self.message, &self.account)
    }
}
