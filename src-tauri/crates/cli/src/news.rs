//! Telling the news of a run that a command carried out, where the configuration says.

use crate::opened::Opened;
use crate::print;
use rolecall_connect::{Patience, Proxies};
use rolecall_engine::{EngineError, RunResult};
use rolecall_notify::{News, Teller};
use rolecall_store::Store;

/// The setting with the workspace's name, where it was given one.
const NAME: &str = "workspace.name";

/// Tells what is new after a run, or what kept it from its work; what does not get through is
/// said and changes nothing of the run.
pub async fn tell(opened: &Opened, store: &Store, ended: &Result<RunResult, EngineError>) {
    let configuration = &opened.configuration;
    let notify = &configuration.notify;
    if opened.sample.is_some() || (notify.email.is_none() && notify.webhook.is_none()) {
        return;
    }
    let news = || -> Result<Option<News>, EngineError> {
        let first = configuration.directories.first().map(|directory| directory.name.clone());
        let name = store.setting::<String>(NAME)?.or(first).unwrap_or_default();
        match ended {
            Ok(result) => News::of_run(store, configuration, &name, result.run),
            Err(error) => {
                News::of_error(store, &name, 0, (error.code(), error.to_string().as_str()))
            }
        }
    };
    let teller = Teller::new(opened.engine.secrets().clone(), Proxies::System, Patience::default());
    let sent = match news() {
        Ok(None) => return,
        Ok(Some(news)) => {
            let now = || jiff::Timestamp::now().as_millisecond();
            teller.tell(store, notify, &news, now).await
        }
        Err(error) => Err(error),
    };
    match sent {
        Ok(sent) => {
            for error in sent.into_iter().filter_map(|one| one.error) {
                print::note(format_args!("the news of the run did not get through: {error}"));
            }
        }
        Err(error) => print::note(format_args!("the news of the run could not be told: {error}")),
    }
}
