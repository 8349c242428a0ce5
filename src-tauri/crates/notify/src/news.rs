//! What is new after a run.

use crate::words;
use rolecall_directory::{Cause, Configuration, Guard, NotSent};
use rolecall_engine::{EngineError, target_health};
use rolecall_store::{Page, RunId, RunState, StepFilter, StepState, Store, Trigger};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The setting that holds what was told.
const TOLD: &str = "notify.told";
/// What keeps a run from its work and is no fault.
const QUIET: [&str; 3] = ["runner_elsewhere", "closing", "fenced"];

/// The news of a run, without anybody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    /// The workspace's name.
    pub workspace: String,
    /// The run; 0 when none could begin.
    pub run: RunId,
    /// Whether it is only a trial.
    pub trial: bool,
    /// Causes with people who were not affected before, most people first.
    pub failures: Vec<FailureNews>,
    /// What guards hold that they did not hold before.
    pub held: Vec<HeldNews>,
    /// Why nothing could be read at all, in words.
    pub error: Option<String>,
}

/// A cause with people who were not affected before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailureNews {
    /// The cause.
    pub cause: Cause,
    /// The target.
    pub target: String,
    /// People affected in all; 0 where the whole target is.
    pub people: u64,
    /// Those of them who were not before.
    pub fresh: u64,
}

/// Steps that a guard newly holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldNews {
    /// The target.
    pub target: String,
    /// The guard.
    pub guard: Guard,
    /// How many steps.
    pub steps: u64,
}

/// What was told before and still stands: it is no news again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// Steps held, by target and guard.
    held: BTreeMap<String, BTreeMap<String, u64>>,
    /// Why a target could not be read, by target.
    unread: BTreeMap<String, String>,
    /// Why no run could be, by its code.
    error: Option<String>,
}

impl News {
    /// What to send to try a channel.
    #[must_use]
    pub fn trial(workspace: &str) -> Self {
        Self { trial: true, ..Self::none(workspace, 0) }
    }

    fn none(workspace: &str, run: RunId) -> Self {
        Self {
            workspace: workspace.to_owned(),
            run,
            trial: false,
            failures: Vec::new(),
            held: Vec::new(),
            error: None,
        }
    }

    /// What is new after `run`, which ended, and remembers it as told; nothing when nothing is.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn of_run(
        store: &Store,
        configuration: &Configuration,
        workspace: &str,
        run: RunId,
    ) -> Result<Option<Self>, EngineError> {
        let record = store.run(run)?;
        let told: Told = store.setting(TOLD)?.unwrap_or_default();
        let mut now = Told::default();
        let mut news = Self::none(workspace, run);
        for group in store.failures_since(record.started)? {
            news.failures.push(FailureNews {
                cause: group.cause,
                target: group.target,
                people: group.people,
                fresh: group.fresh,
            });
        }
        for target in &configuration.targets {
            let Some(health) = target_health(store, &target.name)? else { continue };
            if health.error.is_none() {
                continue;
            }
            let cause = health.cause.as_deref().and_then(Cause::from_word);
            let cause = cause.unwrap_or(Cause::Unavailable);
            now.unread.insert(target.name.clone(), cause.word().to_owned());
            if told.unread.get(&target.name).map(String::as_str) != Some(cause.word()) {
                let target = target.name.clone();
                news.failures.insert(0, FailureNews { cause, target, people: 0, fresh: 0 });
            }
        }
        now.held = if record.trigger == Trigger::Retry || record.state == RunState::Interrupted {
            // It looked at some only; the others stand as they were told.
            told.held.clone()
        } else {
            news.find_held(store, &told)?
        };
        if now != told {
            store.set_setting(TOLD, &now)?;
        }
        Ok((!news.is_empty()).then_some(news))
    }

    /// What there is to say of an error, by its code and in words, that kept a run from its work;
    /// remembers it as told. Nothing when it was told before, or is no fault to tell people of.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn of_error(
        store: &Store,
        workspace: &str,
        run: RunId,
        (code, words): (&str, &str),
    ) -> Result<Option<Self>, EngineError> {
        if QUIET.contains(&code) {
            return Ok(None);
        }
        let told: Told = store.setting(TOLD)?.unwrap_or_default();
        if told.error.as_deref() == Some(code) {
            return Ok(None);
        }
        store.set_setting(TOLD, &Told { error: Some(code.to_owned()), ..told })?;
        let error = Some(words.trim_end_matches('.').to_owned());
        Ok(Some(Self { error, ..Self::none(workspace, run) }))
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.trial && self.failures.is_empty() && self.held.is_empty() && self.error.is_none()
    }

    /// The page of the application that tells more: that of the only cause, else the Overview.
    #[must_use]
    pub fn page(&self) -> String {
        match (self.failures.as_slice(), self.held.as_slice()) {
            ([one], []) if one.people > 0 => {
                let target = words::escaped(&one.target);
                format!("/overview/failures/{target}/{}", one.cause.word())
            }
            _ => "/overview".to_owned(),
        }
    }

    /// Takes in what the run held beyond what was told; answers all that it held.
    fn find_held(
        &mut self,
        store: &Store,
        told: &Told,
    ) -> Result<BTreeMap<String, BTreeMap<String, u64>>, EngineError> {
        let filter = StepFilter {
            state: Some(StepState::NotSent),
            not_sent: Some(NotSent::HeldByGuard),
            ..StepFilter::default()
        };
        let mut held: BTreeMap<(String, Guard), u64> = BTreeMap::new();
        for step in store.steps(self.run, &filter, Page::ALL)?.rows {
            if let Some(guard) = step.guard {
                *held.entry((step.target, guard)).or_default() += 1;
            }
        }
        let mut now: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for ((target, guard), steps) in held {
            let before = told.held.get(&target).and_then(|guards| guards.get(guard.word()));
            if before.is_none_or(|before| *before < steps) {
                self.held.push(HeldNews { target: target.clone(), guard, steps });
            }
            now.entry(target).or_default().insert(guard.word().to_owned(), steps);
        }
        Ok(now)
    }
}
