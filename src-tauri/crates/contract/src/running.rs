//! Runs: starting, watching, stopping, and what is kept of them.

use crate::app::lock;
use crate::events::topic;
use crate::types::Progress;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_engine::{Phase, Retry, RunControl, RunOrder, RunProgress, RunResult};
use rolecall_store::{Page, StepFilter, Trigger};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// The lease under which the engine runs.
const RUNNER: &str = "runner";
/// How often progress is told at most.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// The run under way.
pub(crate) struct Running {
    pub(crate) control: RunControl,
    pub(crate) progress: Arc<Mutex<Meter>>,
}

/// How far a run is, and how fast.
pub(crate) struct Meter {
    pub(crate) progress: Progress,
    phase: Option<Phase>,
    phase_began: Instant,
    told: Instant,
}

/// What a run is to do beyond the usual.
#[derive(Default)]
pub(crate) struct Errand {
    /// Only this.
    pub(crate) retry: Option<Retry>,
    /// With this instead of the workspace's configuration.
    pub(crate) configuration: Option<Configuration>,
}

impl Meter {
    fn new(started: i64) -> Self {
        let progress = Progress {
            run: 0,
            phase: Phase::Read.word().to_owned(),
            target: None,
            done: 0,
            total: 0,
            rate: None,
            seconds_left: None,
            started,
        };
        let now = Instant::now();
        Self { progress, phase: None, phase_began: now, told: now }
    }

    /// Takes `now` in; answers what is to be told, and whether the phase is another.
    fn advance(&mut self, now: &RunProgress) -> (Option<Progress>, bool) {
        let entered = self.phase != Some(now.phase);
        if entered {
            self.phase = Some(now.phase);
            self.phase_began = Instant::now();
        }
        let progress = &mut self.progress;
        now.phase.word().clone_into(&mut progress.phase);
        (progress.run, progress.done, progress.total) = (now.run, now.done, now.total);
        let seconds = self.phase_began.elapsed().as_secs_f64();
        let measured = now.phase == Phase::Apply && now.done > 0 && seconds > 0.0;
        progress.rate = measured.then(|| now.done as f64 / seconds);
        progress.seconds_left = progress.rate.map(|rate| {
            let left = now.total.saturating_sub(now.done) as f64 / rate;
            left.ceil() as u64
        });
        if entered || self.told.elapsed() >= TELL_EVERY {
            self.told = Instant::now();
            return (Some(progress.clone()), entered);
        }
        (None, entered)
    }
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
        let scheduled = matches!(trigger, Trigger::Schedule);
        let order = RunOrder {
            trigger,
            who: if scheduled { "schedule".to_owned() } else { self.options.who.clone() },
            holder: self.holder(),
            retry: errand.retry,
        };
        let configuration = errand.configuration.map_or(present, Arc::new);
        let progress = Arc::new(Mutex::new(Meter::new(self.now())));
        let control = self.watched(progress.clone());
        {
            let mut running = lock(&self.running);
            if running.is_some() {
                let message = "A run is under way. Wait until it ends, or stop it.";
                return Err(AppError::new("run_under_way", message));
            }
            *running = Some(Running { control: control.clone(), progress });
        }
        self.begun.fetch_add(1, Ordering::SeqCst);
        let app = self.clone();
        self.spawn(async move { app.carry_out(order, configuration, version, control).await });
        self.events.changed(&[topic::OVERVIEW, topic::RUNS]);
        Ok(())
    }

    /// A control that tells how far the run is.
    fn watched(self: &Arc<Self>, meter: Arc<Mutex<Meter>>) -> RunControl {
        let app = Arc::downgrade(self);
        RunControl::watched(move |now| {
            let Some(app) = app.upgrade() else { return };
            let (told, entered) = lock(&meter).advance(now);
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
        order: RunOrder,
        configuration: Arc<Configuration>,
        version: i64,
        control: RunControl,
    ) {
        let trigger = order.trigger;
        let carried = self
            .work(move |app| {
                let run = app.engine.run(&configuration, &app.store, &order, &control);
                Ok(Handle::current().block_on(run)?)
            })
            .await;
        let number = match &carried {
            Ok(result) => result.run,
            Err(_) => lock(&self.running).as_ref().map_or(0, |r| lock(&r.progress).progress.run),
        };
        let failed = carried.as_ref().err().cloned();
        let ended = match carried {
            Ok(result) => self.work(move |app| app.conclude(result, version)).await,
            Err(error) => {
                // What failed under its number is in Activity already; the schedule tries again.
                let silent = number != 0 || trigger == Trigger::Schedule;
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
        self.tell_news(number, failed);
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
        let steps = self.store.steps(result.run, &StepFilter::default(), Page::ALL)?.rows;
        self.keep_seats(&result.planned, version, &steps)?;
        self.keep_plan(result.planned, version);
        Ok(())
    }
}
