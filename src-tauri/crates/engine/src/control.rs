//! Watching and stopping a run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a run is on its walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Sources and targets are read.
    Read,
    /// What was read is put into the workspace.
    Ingest,
    /// Rules are resolved and the plan is made.
    Plan,
    /// Steps are sent.
    Apply,
    /// What was written is read again.
    Verify,
    /// Outcomes are added up.
    Report,
}

impl Phase {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ingest => "ingest",
            Self::Plan => "plan",
            Self::Apply => "apply",
            Self::Verify => "verify",
            Self::Report => "report",
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunProgress {
    /// The run's number; 0 before it has one.
    pub run: i64,
    /// Where it is.
    pub phase: Phase,
    /// Done of `total` in this phase.
    pub done: u64,
    /// 0 when not known.
    pub total: u64,
    /// The targets that steps are sent to, in the configuration's order; none in other phases.
    pub targets: Vec<TargetProgress>,
}

/// How far a run is in one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetProgress {
    /// The target.
    pub target: String,
    /// Steps that have an outcome.
    pub done: u64,
    /// Steps to be sent.
    pub total: u64,
}

type Listener = dyn Fn(&RunProgress) + Send + Sync;

/// Watches and stops one run; clones are the same one.
#[derive(Clone, Default)]
pub struct RunControl {
    cancelled: Arc<AtomicBool>,
    now: Arc<Mutex<RunProgress>>,
    listener: Option<Arc<Listener>>,
}

impl std::fmt::Debug for RunControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunControl").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

impl Default for RunProgress {
    fn default() -> Self {
        Self { run: 0, phase: Phase::Read, done: 0, total: 0, targets: Vec::new() }
    }
}

impl RunControl {
    /// Tells `listener` of each progress.
    #[must_use]
    pub fn watched(listener: impl Fn(&RunProgress) + Send + Sync + 'static) -> Self {
        Self { listener: Some(Arc::new(listener)), ..Self::default() }
    }

    /// Asks the run to stop between two steps.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub(crate) fn begin(&self, run: i64) {
        self.change(|now| now.run = run);
    }

    pub(crate) fn enter(&self, phase: Phase, total: u64) {
        let now = self.change(|now| {
            *now = RunProgress { run: now.run, phase, total, ..RunProgress::default() };
        });
        self.tell(&now);
    }

    /// Begins to send so many steps to each of these targets.
    pub(crate) fn enter_apply(&self, steps: impl Iterator<Item = (String, u64)>) {
        let targets: Vec<_> = steps
            .filter(|(_, total)| *total > 0)
            .map(|(target, total)| TargetProgress { target, done: 0, total })
            .collect();
        let now = self.change(|now| {
            let total = targets.iter().map(|target| target.total).sum();
            *now = RunProgress { run: now.run, phase: Phase::Apply, done: 0, total, targets };
        });
        self.tell(&now);
    }

    /// So many more steps in `target` have an outcome.
    pub(crate) fn advance(&self, target: &str, by: u64) {
        let now = self.change(|now| {
            now.done += by;
            if let Some(one) = now.targets.iter_mut().find(|one| one.target == target) {
                one.done += by;
            }
        });
        self.tell(&now);
    }

    fn change(&self, change: impl FnOnce(&mut RunProgress)) -> RunProgress {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut now);
        now.clone()
    }

    fn tell(&self, now: &RunProgress) {
        if let Some(listener) = &self.listener {
            listener(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Phase, RunControl, RunProgress};
    use std::sync::{Arc, Mutex};

    #[test]
    fn each_target_is_told_of_by_itself() {
        let told: Arc<Mutex<Vec<RunProgress>>> = Arc::default();
        let control = RunControl::watched({
            let told = told.clone();
            move |now| told.lock().unwrap().push(now.clone())
        });
        control.begin(3);
        let steps = [("goto", 10), ("idle", 0), ("adobe", 4)];
        control.enter_apply(steps.into_iter().map(|(name, steps)| (name.to_owned(), steps)));
        control.advance("goto", 2);
        control.advance("adobe", 4);
        let last = told.lock().unwrap().last().cloned().unwrap();
        assert_eq!((last.run, last.done, last.total), (3, 6, 14));
        let targets: Vec<_> =
            last.targets.iter().map(|one| (one.target.as_str(), one.done, one.total)).collect();
        assert_eq!(targets, [("goto", 2, 10), ("adobe", 4, 4)], "one without steps is left out");
        control.enter(Phase::Report, 0);
        let last = told.lock().unwrap().last().cloned().unwrap();
        assert!(last.targets.is_empty() && last.run == 3, "another phase, the same run");
    }
}
