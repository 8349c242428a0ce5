//! The list of runs: what is asked of it, and in which order.

use crate::error::StoreError;
use crate::page::{Listing, Page, Paged};
use crate::store::Store;
use crate::table::run::{self, RunRecord, Trigger};
use rolecall_directory::Folded;
use serde::{Deserialize, Serialize};

/// What runs came to, for narrowing a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    /// They came to their end, and nothing failed or is held.
    Clean,
    /// Something failed.
    Failures,
    /// A guard held something.
    Held,
    /// They did not come to their end: failed, interrupted, cancelled.
    BrokenOff,
}

/// Which runs are wanted; what is left out does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunFilter {
    /// That came to this.
    pub outcome: Option<RunOutcome>,
    /// Begun by this.
    pub trigger: Option<Trigger>,
    /// Begun at this moment or later, in milliseconds since 1970 (UTC).
    pub from: Option<i64>,
    /// Begun by someone whose name contains this, compared without case.
    pub who: Option<String>,
    /// Whether somebody carries on runs that have not ended; else they were interrupted.
    pub going: bool,
}

/// By what runs are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunSort {
    /// By when they began.
    #[default]
    Started,
    /// By what began them, and who.
    Trigger,
    /// By how long they took; those that have not ended first.
    Took,
    /// By how many steps were done.
    Done,
    /// By how many steps failed.
    Failed,
    /// By how many steps are held.
    Held,
    /// By how many other steps were not sent.
    NotSent,
}

/// Counts as kept with a run that ended, and counted for one that goes on.
macro_rules! counted {
    ($name:literal, $going:literal) => {
        concat!(
            "(CASE WHEN counts IS NULL THEN (SELECT count(*) FROM step WHERE step.run = run.id AND ",
            $going,
            ") ELSE (SELECT ifnull(sum(json_extract(value, '$.",
            $name,
            "')), 0) FROM json_each(counts)) END)"
        )
    };
}

const DONE: &str = counted!("done", "state = 'done'");
const FAILED: &str = counted!("failed", "state = 'failed'");
const HELD: &str = counted!("held", "not_sent = 'held_by_guard'");
const NOT_SENT: &str = counted!("not_sent", "state = 'not_sent'");

impl RunSort {
    fn order(self, descending: bool) -> String {
        let way = if descending { "DESC" } else { "ASC" };
        let by = match self {
            Self::Started => return format!("id {way}"),
            Self::Trigger => format!("begun_by {way}, folded(who)"),
            Self::Took => "ifnull(finished - started, -1)".to_owned(),
            Self::Done => DONE.to_owned(),
            Self::Failed => FAILED.to_owned(),
            Self::Held => HELD.to_owned(),
            Self::NotSent => format!("({NOT_SENT} - {HELD})"),
        };
        format!("{by} {way}, id DESC")
    }
}

impl RunFilter {
    fn source(&self) -> String {
        let open = if self.going { "'none'" } else { "'running'" };
        let broken = format!("run.state IN ('failed', 'interrupted', 'cancelled', {open})");
        let outcome = match self.outcome {
            None => "1".to_owned(),
            Some(RunOutcome::Clean) => {
                format!("run.state = 'finished' AND {FAILED} = 0 AND {HELD} = 0")
            }
            Some(RunOutcome::Failures) => format!("{FAILED} > 0"),
            Some(RunOutcome::Held) => format!("{HELD} > 0"),
            Some(RunOutcome::BrokenOff) => broken,
        };
        format!(
            "FROM run WHERE (:trigger IS NULL OR begun_by = :trigger)
                 AND (:from IS NULL OR started >= :from)
                 AND (:who IS NULL OR finds(who, :who)) AND {outcome}"
        )
    }
}

impl Store {
    /// The runs that pass `filter`, in this order; `true` turns it round.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn runs_by(
        &self,
        filter: &RunFilter,
        (sort, descending): (RunSort, bool),
        page: Page,
    ) -> Result<Paged<RunRecord>, StoreError> {
        let who = filter.who.as_ref().map(|who| Folded::new(who).as_str().to_owned());
        let list = Listing {
            columns: run::COLUMNS,
            source: &filter.source(),
            order: &sort.order(descending),
            params: &[
                (":trigger", &filter.trigger.map(Trigger::word)),
                (":from", &filter.from),
                (":who", &who),
            ],
        };
        self.read(|conn| list.page(conn, page, |row| run::read(conn, row)))
    }
}
