//! The steps of a run as screens list them: put in an order once, then read a page at a time by
//! their numbers, so that the last page of a million costs what the first does.

use crate::error::StoreError;
use crate::store::Store;
use crate::table::run::RunId;
use crate::table::step::{self, JournalStep, StepFilter, StepId};
use serde::{Deserialize, Serialize};

/// By what the steps of a run are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepSort {
    /// What failed first, then what is held or was not sent, and what was done last.
    #[default]
    Result,
    /// By userName, folded.
    User,
    /// By what they do: losses before gains, then by slot and value.
    Change,
    /// By the first rule behind them; those without one last.
    Rule,
    /// By when they were answered; those without an answer last.
    Answered,
}

impl StepSort {
    fn order(self) -> &'static str {
        match self {
            Self::Result => {
                "CASE state WHEN 'failed' THEN 0
                     WHEN 'not_sent' THEN iif(not_sent = 'held_by_guard', 1, 2)
                     WHEN 'sending' THEN 3 WHEN 'planned' THEN 4 ELSE 5 END, id"
            }
            Self::User => "folded(user), id",
            Self::Change => {
                "CASE kind WHEN 'suspend' THEN 0 WHEN 'unassign' THEN 1 WHEN 'update' THEN 2
                     WHEN 'adopt' THEN 3 WHEN 'reactivate' THEN 4 WHEN 'create' THEN 5
                     WHEN 'value' THEN 6 ELSE 7 END, slot, folded(value), folded(user), id"
            }
            Self::Rule => "rules = '[]', folded(rules), folded(user), id",
            Self::Answered => "answered_at IS NULL, answered_at, id",
        }
    }
}

impl Store {
    /// The numbers of the steps of `run` that pass `filter`, in this order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn step_ids(
        &self,
        run: RunId,
        filter: &StepFilter,
        sort: StepSort,
    ) -> Result<Vec<StepId>, StoreError> {
        filter.asked(run, |source, params| {
            self.read(|conn| {
                let sql = format!("SELECT id {source} ORDER BY {}", sort.order());
                let mut query = conn.prepare_cached(&sql)?;
                let ids = query.query_map(params, |row| row.get(0))?;
                Ok(ids.collect::<rusqlite::Result<_>>()?)
            })
        })
    }

    /// The steps with these numbers, in the order given; those that are gone are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn steps_of(&self, ids: &[StepId]) -> Result<Vec<JournalStep>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {} FROM step WHERE id = ?1", step::COLUMNS);
            let mut query = conn.prepare_cached(&sql)?;
            let mut steps = Vec::with_capacity(ids.len());
            for id in ids {
                let mut found = query.query([id])?;
                if let Some(row) = found.next()? {
                    steps.push(step::read(row)?);
                }
            }
            Ok(steps)
        })
    }
}
