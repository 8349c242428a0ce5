//! Telling people of the news of a run.

use crate::events::{Events, topic};
use crate::settings_kept::Kept;
use crate::types::{self, AppEvent};
use crate::{App, AppError};
use rolecall_connect::{Patience, Proxies};
use rolecall_directory::NotifyDefinition;
use rolecall_notify::{News, Sent, Teller};
use serde_json::json;
use std::sync::Arc;

impl App {
    /// What people call the workspace.
    pub(crate) fn name(&self) -> Result<String, AppError> {
        let (_, configuration) = self.configuration()?;
        let first = configuration.directories.first().map(|directory| directory.name.clone());
        Ok(self.store.setting::<String>(Kept::NAME)?.or(first).unwrap_or_default())
    }

    /// What sends news by e-mail and webhook.
    pub(crate) fn teller(&self, patience: Patience) -> Teller {
        Teller::new(self.secrets.clone(), Proxies::System, patience)
    }

    /// Tells what is new after `run`, or what kept it from its work. Nothing waits for it but the
    /// end of the application, which ends it.
    pub(crate) fn tell_news(self: &Arc<Self>, run: i64, error: Option<AppError>) {
        let app = self.clone();
        let mut stop = self.stop.subscribe();
        self.spawn(async move {
            let told = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return,
                told = app.find_and_tell(run, error) => told,
            };
            if let Err(error) = told {
                tracing::warn!(%error, "the news of a run could not be told");
            }
        });
    }

    async fn find_and_tell(
        self: &Arc<Self>,
        run: i64,
        error: Option<AppError>,
    ) -> Result<(), AppError> {
        let Some((news, notify)) = self.work(move |app| app.find_news(run, error)).await? else {
            return Ok(());
        };
        if notify.desktop {
            self.events.news(&news);
        }
        let teller = self.teller(Patience::default());
        let sent = teller.tell(&self.store, &notify, &news, || self.now()).await?;
        self.work(move |app| app.enter_sent(&sent)).await
    }

    fn find_news(
        &self,
        run: i64,
        error: Option<AppError>,
    ) -> Result<Option<(News, NotifyDefinition)>, AppError> {
        let (_, configuration) = self.configuration()?;
        let name = self.name()?;
        let news = match error {
            Some(error) => News::of_error(&self.store, &name, run, (&error.code, &error.message))?,
            None => News::of_run(&self.store, &configuration, &name, run)?,
        };
        Ok(news.map(|news| (news, configuration.notify.clone())))
    }

    fn enter_sent(&self, sent: &[Sent]) -> Result<(), AppError> {
        for one in sent {
            let detail = json!({"channel": one.channel.word(), "error": one.error});
            let kind = if one.error.is_some() { "notify_failed" } else { "notify_sent" };
            let entry = self.entry(kind, detail).run(one.run);
            let entry = if one.error.is_some() { entry.failed() } else { entry };
            entry.write(self)?;
        }
        if !sent.is_empty() {
            self.events.changed(&[topic::SETTINGS, topic::ACTIVITY]);
        }
        Ok(())
    }
}

impl Events {
    /// Hosts that have a desktop show `news` there.
    pub(crate) fn news(&self, news: &News) {
        let failures = news.failures.iter().map(|one| types::FailureNews {
            cause: one.cause.word().to_owned(),
            target: one.target.clone(),
            people: one.people,
            fresh: one.fresh,
        });
        let held = news.held.iter().map(|one| types::HeldNews {
            target: one.target.clone(),
            guard: one.guard.word().to_owned(),
            steps: one.steps,
        });
        self.tell(AppEvent::News {
            news: types::News {
                workspace: news.workspace.clone(),
                run: news.run,
                trial: news.trial,
                failures: failures.collect(),
                held: held.collect(),
                error: news.error.clone(),
                page: news.page(),
            },
        });
    }
}
