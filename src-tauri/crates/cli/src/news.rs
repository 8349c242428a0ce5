//! Telling the news of a run that a command carried out, where the configuration says, and
//! `rolecallctl notify`.

use crate::arguments::{NotifyCommand, Way};
use crate::entry::entry;
use crate::opened::{Opened, open_kept, there_to_write};
use crate::places::Kept;
use crate::print;
use rolecall_connect::{Patience, Proxies};
use rolecall_directory::Configuration;
use rolecall_engine::{EngineError, RunResult};
use rolecall_notify::{Channel, News, Teller};
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
        let name = name_of(store, configuration)?;
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

/// The workspace's name, else the first directory's.
fn name_of(store: &Store, configuration: &Configuration) -> Result<String, EngineError> {
    let first = configuration.directories.first().map(|directory| directory.name.clone());
    Ok(store.setting::<String>(NAME)?.or(first).unwrap_or_default())
}

/// Runs a command on the news of runs.
pub async fn test(command: &NotifyCommand) -> anyhow::Result<u8> {
    let NotifyCommand::Test { channel, place } = command;
    let channel = match channel {
        Way::Email => Channel::Email,
        Way::Webhook => Channel::Webhook,
    };
    send_trial(channel, place).await
}

/// Sends a trial, once: whoever asked can ask again.
async fn send_trial(channel: Channel, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let (configuration, secrets) = (&opened.configuration, opened.engine.secrets().clone());
    let store = there_to_write(&opened.state)?;
    let trial = News::trial(&name_of(&store, configuration)?);
    let once = Patience { tries: 1, ..Patience::default() };
    let teller = Teller::new(secrets, Proxies::System, once);
    let sent = teller.send(channel, &configuration.notify, &trial).await;
    let detail = serde_json::json!({"channel": channel.word(), "ok": sent.is_ok()});
    store.append(&[entry("notify_tested", detail)])?;
    let place = Teller::place(channel, &configuration.notify);
    let error = sent.err().map(|error| error.to_string());
    if kept.json {
        let told = serde_json::json!({"channel": channel.word(), "to": place, "error": error});
        print::json(&told)?;
    } else if let Some(error) = &error {
        print::note(error);
    } else {
        print::note(format_args!("taken by {place}"));
    }
    Ok(if error.is_some() { 2 } else { 0 })
}
