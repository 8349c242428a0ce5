//! The latest plan, kept for paging and for explaining.

use crate::app::lock;
use crate::events::topic;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_engine::{Planned, target_health};
use rolecall_plan::Candidate;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// How long after an attempt to plan unasked the next one may begin.
const AGAIN: Duration = Duration::from_secs(20);
/// How long the first screen is left to itself: reading very many people takes a processor that
/// drawing it needs.
const FIRST_SCREEN: Duration = Duration::from_millis(400);

/// A plan under its number.
#[derive(Clone)]
pub(crate) struct Latest {
    pub(crate) id: i64,
    /// The version of the configuration it was made from.
    pub(crate) version: i64,
    pub(crate) planned: Arc<Planned>,
    /// Whether what is pushed may make another plan of it: the targets are as it found them, as
    /// far as this application knows, and nobody who asked for it is paging through it.
    pub(crate) may_follow: bool,
}

/// Whether `configuration` differs from that of the plan in rules, exceptions and rule tests only.
fn is_over_the_same(latest: &Latest, configuration: &Configuration) -> bool {
    let planned = &latest.planned.configuration;
    planned.directories == configuration.directories
        && planned.attributes == configuration.attributes
        && planned.targets == configuration.targets
}

impl App {
    /// The latest plan under the present configuration; where only rules, exceptions and rule
    /// tests are other ones since, over the same people and accounts.
    pub(crate) fn latest(&self) -> Result<Option<Latest>, AppError> {
        let (version, configuration) = self.configuration()?;
        let mut kept = lock(&self.latest);
        let Some(latest) = kept.take() else { return Ok(None) };
        if latest.version == version || !is_over_the_same(&latest, &configuration) {
            let latest = kept.insert(latest);
            return Ok((latest.version == version).then(|| latest.clone()));
        }
        let Latest { id, version: before, planned, may_follow } = latest;
        match Arc::try_unwrap(planned) {
            Ok(planned) => match Candidate::new(&planned.base(), &configuration) {
                Ok(candidate) => {
                    let planned = Arc::new(planned.under(&candidate));
                    let id = self.plans.fetch_add(1, Ordering::SeqCst) + 1;
                    self.engine.keep_at_hand(&planned);
                    Ok(Some(kept.insert(Latest { id, version, planned, may_follow }).clone()))
                }
                Err(error) => {
                    tracing::warn!(%error, "a saved rule cannot be read");
                    let planned = Arc::new(planned);
                    *kept = Some(Latest { id, version: before, planned, may_follow });
                    Ok(None)
                }
            },
            // Somebody looks at it: it is planned anew instead.
            Err(planned) => {
                *kept = Some(Latest { id, version: before, planned, may_follow });
                Ok(None)
            }
        }
    }

    /// Plans what was pushed since the latest plan, on that plan: screens follow each change, and
    /// nobody else is read. Answers whether the plan is of now then; a whole reading is wanted
    /// where it is not.
    pub(crate) fn follow_pushed(&self) -> Result<bool, AppError> {
        let (version, configuration) = self.configuration()?;
        let latest = lock(&self.latest).clone();
        let latest = latest.filter(|one| one.may_follow && one.version == version);
        let Some(Latest { id, planned, .. }) = latest else { return Ok(false) };
        let pushed = self.engine.pushed_since(&configuration, &self.store, &planned)?;
        let Some(pushed) = pushed else { return Ok(false) };
        if pushed.people() == 0 {
            return Ok(true);
        }
        planned.prepare_changes();
        drop(planned);
        let mut kept = lock(&self.latest);
        let Some(latest) = kept.take_if(|one| one.id == id) else { return Ok(false) };
        // Where somebody looks at it they keep theirs.
        let planned = Arc::unwrap_or_clone(latest.planned);
        let Some(planned) = self.engine.follow(&self.store, planned, pushed)? else {
            return Ok(false);
        };
        self.keep_seats(&planned, version, &[])?;
        let id = self.plans.fetch_add(1, Ordering::SeqCst) + 1;
        let planned = Arc::new(planned);
        self.engine.keep_at_hand(&planned);
        *kept = Some(Latest { id, version, planned, may_follow: true });
        drop(kept);
        self.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::DRAFT, topic::PEOPLE]);
        Ok(true)
    }

    /// Keeps the people of the latest plan ready for the next start.
    pub(crate) fn keep_people(&self) -> Result<(), AppError> {
        let latest = lock(&self.latest).clone();
        let Some(Latest { planned, .. }) = latest else { return Ok(()) };
        Ok(self.engine.keep_people(&self.store, &planned)?)
    }

    /// Gives the latest plan up: what it was made from is not so any more.
    pub(crate) fn forget_plan(&self) {
        *lock(&self.latest) = None;
    }

    /// Keeps `planned` as the latest plan; `may_follow` as [`Latest`] has it.
    pub(crate) fn keep_plan(&self, planned: Planned, version: i64, may_follow: bool) -> Latest {
        let id = self.plans.fetch_add(1, Ordering::SeqCst) + 1;
        let latest = Latest { id, version, planned: Arc::new(planned), may_follow };
        self.engine.keep_at_hand(&latest.planned);
        *lock(&self.latest) = Some(latest.clone());
        latest
    }

    /// The latest plan, which is made where there is none.
    pub(crate) async fn latest_or_plan(self: &Arc<Self>) -> Result<Latest, AppError> {
        match self.work(|app| app.latest()).await? {
            Some(latest) => Ok(latest),
            None => self.plan().await,
        }
    }

    /// Reads sources and targets and plans; sends nothing.
    pub(crate) async fn plan(self: &Arc<Self>) -> Result<Latest, AppError> {
        self.plan_anew(true).await
    }

    /// Plans. What nobody asked for gives way to what somebody asked for meanwhile: a screen may
    /// be paging through that.
    async fn plan_anew(self: &Arc<Self>, is_asked: bool) -> Result<Latest, AppError> {
        let before = self.asked.load(Ordering::SeqCst);
        let latest = self
            .work(move |app| {
                let (version, configuration) = app.configuration()?;
                let runs = app.runs_begun();
                // What sources tell is told once: it is kept, unless a run is keeping it just now.
                let keeps = !app.is_running() && app.runner_elsewhere()?.is_none();
                let planned = Handle::current().block_on(async {
                    match keeps {
                        true => app.engine.plan_keeping(&configuration, &app.store).await,
                        false => app.engine.plan(&configuration, Some(&app.store)).await,
                    }
                });
                // What was read while a run was changing it, or while everything was being
                // closed, is for looking at only.
                let calm = !app.is_running() && runs == app.runs_begun() && !app.is_closing();
                if calm {
                    app.engine.note_planning(&app.store, planned.as_ref())?;
                }
                let planned = planned?;
                if calm {
                    app.keep_seats(&planned, version, &[])?;
                }
                if is_asked {
                    app.asked.fetch_add(1, Ordering::SeqCst);
                } else if app.asked.load(Ordering::SeqCst) != before
                    && let Some(latest) = app.latest()?
                {
                    return Ok(latest);
                }
                Ok(app.keep_plan(planned, version, calm && !is_asked))
            })
            .await?;
        *lock(&self.planning) = None;
        self.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::DRAFT]);
        Ok(latest)
    }

    /// Plans unasked where a target was never read, so that screens have counts. The console of
    /// the sample organization costs nothing to ask.
    pub(crate) fn look_around(self: &Arc<Self>) -> Result<(), AppError> {
        let (_, configuration) = self.configuration()?;
        let mut unread = self.is_sample()?;
        for target in &configuration.targets {
            unread |= target_health(&self.store, &target.name)?.is_none();
        }
        self.plan_at_start(unread);
        Ok(())
    }

    /// Shows what the workspace alone knows, then asks the targets where that is wanted.
    fn plan_at_start(self: &Arc<Self>, ask: bool) {
        let app = Arc::downgrade(self);
        self.spawn(async move {
            tokio::time::sleep(FIRST_SCREEN).await;
            let Some(app) = app.upgrade() else { return };
            match app.work(Self::plan_from_kept).await {
                Ok(()) => app.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::DRAFT]),
                Err(error) => tracing::info!(%error, "nothing could be planned from what is kept"),
            }
            if ask {
                app.plan_in_background();
            }
        });
    }

    /// Plans from what was last read of people and accounts, unless there is a plan already.
    fn plan_from_kept(self: &Arc<Self>) -> Result<(), AppError> {
        let (version, configuration) = self.configuration()?;
        if self.latest()?.is_some() || configuration.targets.is_empty() {
            return Ok(());
        }
        let planned = self.engine.plan_cached(&configuration, &self.store)?;
        let whole = planned.targets.iter().all(|target| target.error.is_none());
        if whole && self.latest()?.is_none() {
            self.keep_plan(planned, version, true);
        }
        Ok(())
    }

    /// Plans in the background, unless that is going on or was in vain a moment ago.
    pub(crate) fn plan_soon(self: &Arc<Self>) {
        let mut tried = lock(&self.planning);
        if tried.is_none_or(|at| at.elapsed() > AGAIN) {
            *tried = Some(Instant::now());
            self.plan_in_background();
        }
    }

    fn plan_in_background(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let mut stop = self.stop.subscribe();
        self.spawn(async move {
            let looking = async {
                let Some(app) = app.upgrade() else { return };
                if let Err(error) = app.plan_anew(false).await {
                    tracing::info!(%error, "nothing could be planned at the start");
                }
            };
            tokio::select! {
                () = looking => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        });
    }
}
