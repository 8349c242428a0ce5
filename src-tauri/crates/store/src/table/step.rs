//! The journal: every step of a run, written before it is sent and after it is answered.

use crate::error::{Fault, StoreError};
use crate::page::{Listing, Page, Paged};
use crate::store::{Durability, Store};
use crate::table::run::{self, RunId};
use crate::table::step_counts;
use crate::words::{self, worded};
use rolecall_directory::{Cause, Folded, Guard, NotSent, Step, StepKind};
use rusqlite::{Row, Statement, ToSql, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(crate) const SCHEMA: &str = "
CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES run (id),
    target TEXT NOT NULL,
    user TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT,
    value TEXT,
    rules TEXT NOT NULL,
    person TEXT,
    account TEXT,
    of_suspension INTEGER NOT NULL,
    adopts TEXT NOT NULL,
    guard TEXT,
    state TEXT NOT NULL,
    cause TEXT,
    not_sent TEXT,
    message TEXT NOT NULL,
    tries INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    sent_at INTEGER,
    answered_at INTEGER
) STRICT;
CREATE INDEX step_by_run ON step (run);
";

/// Of a failed step, whether it may have been done all the same.
pub(crate) const DOUBT: &str = "
ALTER TABLE step ADD COLUMN maybe_done INTEGER NOT NULL DEFAULT 0;
CREATE INDEX step_in_doubt ON step (id) WHERE maybe_done = 1;
";

/// The number of a step in the journal.
pub type StepId = i64;

worded! {
    /// Where a step is.
    StepState as "state of a step" {
        /// Waiting to be sent.
        Planned = "planned",
        /// Sent, without an answer yet.
        Sending = "sending",
        /// Confirmed by the target.
        Done = "done",
        /// Failed.
        Failed = "failed",
        /// Not sent.
        NotSent = "not_sent",
    }
}

/// A step to be journalled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStep {
    /// The step.
    pub step: Step,
    /// The guard that holds it. A held step is not sent in this run.
    pub held: Option<Guard>,
    /// For an adoption: the values, slot and value, that become managed with it.
    pub adopts: Vec<(String, String)>,
}

/// A step as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalStep {
    /// Its number.
    pub id: StepId,
    /// Its run.
    pub run: RunId,
    /// Its target.
    pub target: String,
    /// The step; `account` is the key its outcome told, once there is one.
    pub step: Step,
    /// For an adoption: the values that become managed with it.
    pub adopts: Vec<(String, String)>,
    /// The guard that held it.
    pub guard: Option<Guard>,
    /// Where it is.
    pub state: StepState,
    /// Why it failed.
    pub cause: Option<Cause>,
    /// Why it was not sent.
    pub not_sent: Option<NotSent>,
    /// The target's own words.
    pub message: String,
    /// How often it was tried.
    pub tries: u32,
    /// The fencing number under which it was last sent; zero before.
    pub fence: i64,
    /// When it was last sent.
    pub sent_at: Option<i64>,
    /// When it was answered.
    pub answered_at: Option<i64>,
}

/// Which steps of a run are wanted; what is left out does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepFilter {
    /// Of this target.
    pub target: Option<String>,
    /// In this state.
    pub state: Option<StepState>,
    /// Of this kind.
    pub kind: Option<StepKind>,
    /// Failed for this cause.
    pub cause: Option<Cause>,
    /// Not sent for this reason.
    pub not_sent: Option<NotSent>,
    /// Not held by a guard.
    pub unheld: bool,
    /// In this slot.
    pub slot: Option<String>,
    /// On this value.
    pub value: Option<String>,
    /// With this rule behind it.
    pub rule: Option<String>,
    /// With this in user, value or message, compared without case.
    pub text: Option<String>,
}

impl StepFilter {
    /// Hands the rows of `run` that pass to `ask`: everything from `FROM` on, and its parameters.
    pub(crate) fn asked<T>(
        &self,
        run: RunId,
        ask: impl FnOnce(&str, &[(&str, &dyn ToSql)]) -> T,
    ) -> T {
        let text = self.text.as_ref().map(|text| Folded::new(text).as_str().to_owned());
        let source = "FROM step WHERE run = :run
             AND (:target IS NULL OR target = :target) AND (:state IS NULL OR state = :state)
             AND (:kind IS NULL OR kind = :kind) AND (:cause IS NULL OR cause = :cause)
             AND (:not_sent IS NULL OR not_sent = :not_sent)
             AND (NOT :unheld OR not_sent IS NOT 'held_by_guard')
             AND (:slot IS NULL OR slot = :slot) AND (:value IS NULL OR value = :value)
             AND (:rule IS NULL
                  OR EXISTS (SELECT 1 FROM json_each(step.rules) WHERE json_each.value = :rule))
             AND (:text IS NULL OR finds(user, :text) OR finds(value, :text)
                  OR finds(message, :text))";
        ask(
            source,
            &[
                (":run", &run),
                (":target", &self.target),
                (":state", &self.state.map(StepState::word)),
                (":kind", &self.kind.map(StepKind::word)),
                (":cause", &self.cause.map(Cause::word)),
                (":not_sent", &self.not_sent.map(NotSent::word)),
                (":unheld", &self.unheld),
                (":slot", &self.slot),
                (":value", &self.value),
                (":rule", &self.rule),
                (":text", &text),
            ],
        )
    }
}

pub(crate) const COLUMNS: &str = "id, run, target, user, kind, slot, value, rules, person, account, \
     of_suspension, adopts, guard, state, cause, not_sent, message, tries, fence, sent_at, \
     answered_at";

pub(crate) fn read(row: &Row<'_>) -> Result<JournalStep, Fault> {
    let word = |at| row.get::<_, Option<String>>(at);
    Ok(JournalStep {
        id: row.get(0)?,
        run: row.get(1)?,
        target: row.get(2)?,
        step: Step {
            user: row.get(3)?,
            kind: words::kind(&row.get::<_, String>(4)?)?,
            slot: row.get(5)?,
            value: row.get(6)?,
            rules: serde_json::from_str(&row.get::<_, String>(7)?)?,
            person: row.get(8)?,
            account: row.get(9)?,
            of_suspension: row.get(10)?,
        },
        adopts: serde_json::from_str(&row.get::<_, String>(11)?)?,
        guard: word(12)?.map(|word| words::guard(&word)).transpose()?,
        state: StepState::read(&row.get::<_, String>(13)?)?,
        cause: word(14)?.map(|word| words::cause(&word)).transpose()?,
        not_sent: word(15)?.map(|word| words::not_sent(&word)).transpose()?,
        message: row.get(16)?,
        tries: row.get(17)?,
        fence: row.get(18)?,
        sent_at: row.get(19)?,
        answered_at: row.get(20)?,
    })
}

fn insert(
    insert: &mut Statement<'_>,
    id: StepId,
    run: RunId,
    target: &str,
    new: &NewStep,
) -> Result<(), Fault> {
    let NewStep { step, held, adopts } = new;
    let (state, not_sent) = match held {
        Some(_) => (StepState::NotSent, Some(NotSent::HeldByGuard.word())),
        None => (StepState::Planned, None),
    };
    insert.execute(rusqlite::params![
        id,
        run,
        target,
        step.user,
        step.kind.word(),
        step.slot,
        step.value,
        serde_json::to_string(&step.rules)?,
        step.person,
        step.account,
        step.of_suspension,
        serde_json::to_string(adopts)?,
        held.map(Guard::word),
        state.word(),
        not_sent,
    ])?;
    Ok(())
}

/// Marks `steps` of `run` as about to be sent under `fence`. Steps whose numbers follow each other
/// are marked together, as those of one account do.
pub(crate) fn mark(
    tx: &Transaction<'_>,
    run: RunId,
    fence: i64,
    steps: &[StepId],
    now: i64,
) -> Result<(), Fault> {
    let mut update = tx.prepare_cached(
        "UPDATE step SET state = 'sending', fence = ?4, sent_at = ?5
         WHERE id BETWEEN ?1 AND ?2 AND +run = ?3 AND state IN ('planned', 'sending')",
    )?;
    for some in steps.chunk_by(|one, next| *next == one + 1) {
        let (Some(first), Some(last)) = (some.first(), some.last()) else { continue };
        if update.execute((first, last, run, fence, now))? != some.len() {
            return Err(not_found("waiting step", *first, *last));
        }
    }
    Ok(())
}

/// The refusal of steps of which at least one is not there.
pub(crate) fn not_found(what: &'static str, first: StepId, last: StepId) -> Fault {
    let id = if first == last { first.to_string() } else { format!("{first} to {last}") };
    StoreError::NotFound { what, id }.into()
}

impl Store {
    /// Journals `steps` of a run in `target`. Answers the number of the first; the others follow
    /// it one by one. Held steps are recorded as not sent at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the run; when they cannot be written: none is then.
    pub fn add_steps(
        &self,
        run: RunId,
        target: &str,
        steps: &[NewStep],
    ) -> Result<StepId, StoreError> {
        self.write(Durability::Full, |tx| {
            let known = "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?1)";
            if !tx.query_row(known, [run], |row| row.get::<_, bool>(0))? {
                return Err(run::not_found(run));
            }
            // From the sequence, not from the largest number: dropped steps' numbers stay used.
            let last = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'step'";
            let first = tx.query_row(last, [], |row| row.get::<_, StepId>(0))? + 1;
            let mut statement = tx.prepare_cached(
                "INSERT INTO step (id, run, target, user, kind, slot, value, rules, person,
                     account, of_suspension, adopts, guard, state, not_sent, message, tries, fence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, '', 0, 0)",
            )?;
            for (id, step) in (first..).zip(steps) {
                insert(&mut statement, id, run, target, step)?;
            }
            step_counts::forget(tx, run)?;
            Ok(first)
        })
    }

    /// Records, on disk before it returns, that `steps` of `run` are about to be sent under
    /// `fence`.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when the run's lease has a later holder; [`StoreError::NotFound`]
    /// for a step that is not waiting; when it cannot be written. Nothing may be sent then.
    pub fn mark_sending(
        &self,
        run: RunId,
        fence: i64,
        steps: &[StepId],
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            run::check_fence(tx, run, fence)?;
            mark(tx, run, fence, steps, now)?;
            step_counts::forget(tx, run)
        })
    }

    /// The steps of `run` that were sent and never answered.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn in_flight(&self, run: RunId) -> Result<Vec<JournalStep>, StoreError> {
        let filter = StepFilter { state: Some(StepState::Sending), ..StepFilter::default() };
        Ok(self.steps(run, &filter, Page::ALL)?.rows)
    }

    /// The steps of all runs that failed and may have been done all the same, in the order in which
    /// they were journalled.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn in_doubt(&self) -> Result<Vec<JournalStep>, StoreError> {
        let list = Listing {
            columns: COLUMNS,
            source: "FROM step WHERE maybe_done = 1",
            order: "id",
            params: &[],
        };
        Ok(self.read(|conn| list.page(conn, Page::ALL, read))?.rows)
    }

    /// Leaves these steps as failed: it is known now that they were not done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end_doubt(&self, steps: &[StepId]) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let mut update = tx.prepare_cached("UPDATE step SET maybe_done = 0 WHERE id = ?1")?;
            for step in steps {
                update.execute([step])?;
            }
            Ok(())
        })
    }

    /// The steps of `run` that pass `filter`, in the order in which they were journalled.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn steps(
        &self,
        run: RunId,
        filter: &StepFilter,
        page: Page,
    ) -> Result<Paged<JournalStep>, StoreError> {
        filter.asked(run, |source, params| {
            let list = Listing { columns: COLUMNS, source, order: "id", params };
            self.read(|conn| list.page(conn, page, read))
        })
    }

    /// The keys of the accounts in `target` that runs before `run` made or adopted.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn managed_before(&self, target: &str, run: RunId) -> Result<BTreeSet<String>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT DISTINCT account FROM step WHERE target = ?1 AND run < ?2
                     AND state = 'done' AND kind IN ('create', 'adopt') AND account IS NOT NULL",
            )?;
            let keys = query.query_map((target, run), |row| row.get(0))?;
            Ok(keys.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Drops the steps of `run` that were never sent and are not held, as a later plan decides
    /// anew about them; answers how many.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn drop_unsent(&self, run: RunId) -> Result<u64, StoreError> {
        self.write(Durability::Full, |tx| {
            step_counts::forget(tx, run)?;
            Ok(tx.execute("DELETE FROM step WHERE run = ?1 AND state = 'planned'", [run])? as u64)
        })
    }
}
