//! Runs: starting, watching, stopping, and what is kept of them.

use crate::app::lock;
use crate::events::topic;
use crate::meter::Meter;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_engine::{Phase, Retry, RunControl, RunOrder, RunResult, UndoOrder};
use rolecall_store::{Page, StepFilter, Trigger};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::runtime::Handle;

/// The lease under which the engine runs.
const RUNNER: &str = "runner";

/// The run under way.
pub(crate) struct Running {
    pub(crate) control: RunControl,
    pub(crate) progress: Arc<Mutex<Meter>>,
}

/// What a run is to do beyond the usual.
#[derive(Default)]
pub(crate) struct Errand {
    /// Only this.
    pub(crate) retry: Option<Retry>,
    /// With this instead of the workspace's configuration.
    pub(crate) configuration: Option<Configuration>,
    /// Only in these targets.
    pub(crate) targets: Option<BTreeSet<String>>,
    /// Undoing an earlier run instead.
    pub(crate) undo: Option<UndoErrand>,
}

/// Undoing an earlier run.
pub(crate) struct UndoErrand {
    /// Its number.
    pub(crate) run: i64,
    /// The plan that was looked at.
    pub(crate) plan: String,
}

/// A run as the engine is told of it.
enum Job {
    Run(RunOrder),
    Undo(UndoOrder),
}

/// What came of a run.
enum Ended {
    Run(Box<RunResult>),
    Undo(Option<i64>),
}

impl App {
    pub(crate) fn is_running(&self) -> bool {
        lock(&self.running).is_some()
    }

    /// How many runs this process has begun.
    pub(crate) fn runs_begun(&self) -> u64 {
        self.begun.load(Ordering::SeqCst)
    }

    /// Another process that runs on this workspace.
    pub(crate) fn runner_elsewhere(&self) -> Result<Option<String>, AppError> {
        if self.is_running() {
            return Ok(None);
        }
        let holder = self.store.lease_holder(RUNNER, self.now())?;
        Ok(holder.map(|holder| holder.holder).filter(|holder| *holder != self.holder()))
    }

    /// This process, as others see it while it runs.
    pub(crate) fn holder(&self) -> String {
        format!("{}, {}", self.options.who, self.options.platform)
    }

    /// Begins a run in the background.
    pub(crate) fn start_run(
        self: &Arc<Self>,
        trigger: Trigger,
        errand: Errand,
    ) -> Result<(), AppError> {
        let (version, present) = self.configuration()?;
        if present.targets.is_empty() {
            let message = "There is no target to sync yet. Connect one, or import a configuration.";
            return Err(AppError::new("nothing_set_up", message));
        }
        let who = match trigger {
            Trigger::Schedule => "schedule".to_owned(),
            Trigger::Push => "SCIM push".to_owned(),
            _ => self.options.who.clone(),
        };
        let holder = self.holder();
        let whole = errand.undo.is_none() && errand.retry.is_none();
        let all = present.targets.len();
        let takes_all_in = whole && errand.targets.as_ref().is_none_or(|some| some.len() == all);
        let job = match errand.undo {
            Some(UndoErrand { run, plan }) => {
                Job::Undo(UndoOrder { run, plan: Some(plan), who, holder })
            }
            None => {
                let (retry, targets) = (errand.retry, errand.targets);
                Job::Run(RunOrder { trigger, who, holder, retry, targets })
            }
        };
        let configuration = errand.configuration.map_or(present, Arc::new);
        let progress = Arc::new(Mutex::new(Meter::new(self.now(), Instant::now())));
        let control = self.watched(progress.clone());
        {
            let mut running = lock(&self.running);
            if running.is_some() {
                let message = "A run is under way. Wait until it ends, or stop it.";
                return Err(AppError::new("run_under_way", message));
            }
            *running = Some(Running { control: control.clone(), progress });
        }
        if takes_all_in {
            // It reads what was pushed until now; what comes later is another reason to run.
            lock(&self.push.debounce).take(i64::MAX);
        }
        self.begun.fetch_add(1, Ordering::SeqCst);
        let app = self.clone();
        self.spawn(async move { app.carry_out(job, configuration, version, control).await });
        self.events.changed(&[topic::OVERVIEW, topic::RUNS]);
        Ok(())
    }

    /// A control that tells how far the run is.
    fn watched(self: &Arc<Self>, meter: Arc<Mutex<Meter>>) -> RunControl {
        let app = Arc::downgrade(self);
        RunControl::watched(move |now| {
            let Some(app) = app.upgrade() else { return };
            let (told, entered) = lock(&meter).advance(now, Instant::now());
            if let Some(progress) = told {
                app.events.progress(progress);
            }
            match now.phase {
                Phase::Plan if entered => app.events.changed(&[topic::PEOPLE, topic::RULES]),
                Phase::Apply if entered => app.events.changed(&[topic::RUNS]),
                _ => {}
            }
        })
    }

    async fn carry_out(
        self: Arc<Self>,
        job: Job,
        configuration: Arc<Configuration>,
        version: i64,
        control: RunControl,
    ) {
        let unasked = matches!(&job, Job::Run(order)
            if matches!(order.trigger, Trigger::Schedule | Trigger::Push));
        let carried = self
            .work(move |app| {
                let (engine, store) = (&app.engine, &app.store);
                let here = Handle::current();
                Ok(match job {
                    Job::Run(order) => {
                        let run = engine.run(&configuration, store, &order, &control);
                        Ended::Run(Box::new(here.block_on(run)?))
                    }
                    Job::Undo(order) => {
                        let undo = engine.undo(&configuration, store, &order, &control);
                        Ended::Undo(here.block_on(undo)?.run)
                    }
                })
            })
            .await;
        let number = match &carried {
            Ok(Ended::Run(result)) => result.run,
            Ok(Ended::Undo(run)) => run.unwrap_or(0),
            Err(_) => lock(&self.running).as_ref().map_or(0, |r| lock(&r.progress).progress.run),
        };
        let undone = matches!(carried, Ok(Ended::Undo(Some(_))));
        let failed = carried.as_ref().err().cloned();
        let ended = match carried {
            Ok(Ended::Run(result)) => self.work(move |app| app.conclude(*result, version)).await,
            Ok(Ended::Undo(_)) => {
                // What was planned before is nothing to look at any more.
                *lock(&self.latest) = None;
                Ok(())
            }
            Err(error) => {
                // What failed under its number is in Activity already; the schedule tries again.
                let silent = number != 0 || unasked;
                let detail = serde_json::json!({"error": error.message, "code": error.code});
                let told =
                    move |app: &Arc<Self>| app.entry("run_failed", detail).failed().write(app);
                if silent { Ok(()) } else { self.work(told).await }
            }
        };
        if let Err(error) = ended {
            tracing::warn!(%error, "what a run came to could not be kept");
        }
        *lock(&self.running) = None;
        if undone {
            self.plan_soon();
        }
        // Where nothing stood that could be undone, there was no run.
        if number != 0 || failed.is_some() {
            self.tell_news(number, failed);
        }
        self.events.changed(&[
            topic::OVERVIEW,
            topic::RUNS,
            topic::ACTIVITY,
            topic::PEOPLE,
            topic::CONNECTIONS,
            topic::RULES,
        ]);
    }

    /// Keeps what a run found and changed.
    fn conclude(&self, result: RunResult, version: i64) -> Result<(), AppError> {
        // What followed by itself was planned last.
        let (run, planned) = match result.follow_up {
            Some(last) => (last.run, last.planned),
            None => (result.run, result.planned),
        };
        let steps = self.store.steps(run, &StepFilter::default(), Page::ALL)?.rows;
        self.keep_seats(&planned, version, &steps)?;
        self.keep_plan(planned, version, steps.is_empty());
        Ok(())
    }
}
