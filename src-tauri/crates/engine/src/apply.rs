//! Sending a plan's steps: all targets at once, each through its own journal, one writer for all.

use crate::admission::Connected;
use crate::control::RunControl;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::journal::{RunTicket, StoreJournal, Writer};
use crate::planning::Planned;
use crate::work::Work;
use futures_util::future::join_all;
use rolecall_connect::JournalError;
use rolecall_directory::{NotSent, TargetKind};
use rolecall_store::{StepEnding, StepOutcome, Store};
use std::sync::Arc;

/// How many outcomes are written at once for steps that are not sent.
const AT_ONCE: usize = 10_000;

/// Where a run writes, and who watches it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) store: &'a Arc<Store>,
    pub(crate) control: &'a RunControl,
    pub(crate) ticket: RunTicket,
}

impl Engine {
    /// Sends all work and waits until every outcome is journalled; answers whether the run was
    /// stopped.
    pub(crate) async fn apply(
        &self,
        planned: &Planned,
        place: &Place<'_>,
        connections: &[Connected<'_>],
        work: Vec<Work>,
    ) -> Result<bool, EngineError> {
        let writer = Writer::start(place.store.clone(), self.clock.clone(), place.ticket);
        let mut jobs = Vec::new();
        for (index, work) in work.into_iter().enumerate() {
            let Ok(connection) = &connections[index] else { continue };
            if !connection.sends() {
                self.leave_unsent(place, &work)?;
                let target = &planned.configuration.targets[index].name;
                place.control.advance(target, work.steps());
                continue;
            }
            let definition = &planned.configuration.targets[index];
            let journal = StoreJournal::new(
                writer.way_in(),
                self.clock.clone(),
                place.control.clone(),
                &connection.watch,
                (&definition.name, matches!(definition.kind, TargetKind::Csv { .. })),
                (&work.values, &work.accounts),
            );
            jobs.push(async move {
                let applied = connection.target.apply(work.values, work.accounts, &journal).await;
                let counted = connection.watch.end();
                applied.map_err(|error| broken(&error)).and(counted.map_err(EngineError::from))
            });
        }
        let results = join_all(jobs).await;
        let written = writer.end().await.map_err(|error| broken(&error));
        results.into_iter().collect::<Result<(), _>>()?;
        written?;
        Ok(place.control.is_cancelled())
    }

    /// Records that nothing of `work` is sent, as its connection is in quarantine.
    fn leave_unsent(&self, place: &Place<'_>, work: &Work) -> Result<(), EngineError> {
        let steps = work.accounts.iter().flat_map(|work| &work.steps);
        let steps = steps.chain(work.values.iter().map(|value| &value.step));
        let outcome = |id| StepOutcome {
            id,
            ending: StepEnding::NotSent(NotSent::Quarantined),
            message: "the connection is in quarantine; try it now, or lift that".to_owned(),
            tries: 0,
            account: None,
            maybe_done: false,
            at: self.now(),
        };
        let all: Vec<StepOutcome> = steps.map(|step| outcome(step.id)).collect();
        let RunTicket { run, fence } = place.ticket;
        for some in all.chunks(AT_ONCE) {
            place.store.record_outcomes(run, fence, some, &[])?;
        }
        Ok(())
    }
}

fn broken(error: &JournalError) -> EngineError {
    EngineError::Journal { reason: error.to_string() }
}
