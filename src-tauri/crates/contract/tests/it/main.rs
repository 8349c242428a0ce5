//! The application over a workspace, as hosts use it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop and say why")]

mod absent;
mod accounts;
mod attributes;
mod conditions;
mod directories;
mod draft;
mod exceptions;
mod failures;
mod guards;
mod ldap;
mod lists;
mod looking;
mod notify;
mod people;
mod pushed;
mod retention;
mod rule_tests;
mod rules;
mod sample;
mod schedule;
mod sign_in;
mod targets;
mod unasked;
mod undo;
mod workspace;

use rolecall_contract::types::{AppEvent, Draft, DraftAnswer, Overview};
use rolecall_contract::{App, AppError, AppOptions, Command};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

async fn open(workspace: &Path, sample: bool) -> Arc<App> {
    let options = AppOptions {
        workspace: workspace.to_owned(),
        sample,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    App::open(options).await.expect("the workspace opens")
}

async fn refused(app: &Arc<App>, name: &str, args: Value) -> AppError {
    let command = Command::read(json!({"name": name, "args": args})).expect("a command");
    app.call(command).await.expect_err("it is refused")
}

async fn call<T: DeserializeOwned>(app: &Arc<App>, name: &str, args: Value) -> T {
    let command = Command::read(json!({"name": name, "args": args})).expect("a command");
    let answer = app.call(command).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    serde_json::from_value(answer).expect("an answer of its type")
}

/// Makes these edits of the draft and saves it.
async fn save(app: &Arc<App>, edits: Value) -> Draft {
    let answer: DraftAnswer = call(app, "draft.edit", json!({"edits": edits})).await;
    call(app, "draft.save", json!({"edition": answer.edition, "syncNow": false})).await
}

async fn overview(app: &Arc<App>) -> Overview {
    call(app, "overview.get", json!({})).await
}

/// Waits until no run is under way; answers the phases that were told meanwhile.
async fn run_ends(app: &Arc<App>, events: &mut Receiver<AppEvent>) -> Vec<String> {
    let mut phases = Vec::new();
    let waiting = async {
        loop {
            match events.recv().await.expect("an event") {
                AppEvent::Progress { progress } if !phases.contains(&progress.phase) => {
                    phases.push(progress.phase);
                }
                AppEvent::Progress { .. } => {}
                AppEvent::Changed { topics } if topics.contains(&"runs".to_owned()) => {
                    if overview(app).await.sync.running.is_none() {
                        return;
                    }
                }
                AppEvent::Changed { .. } | AppEvent::News { .. } => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the run ends");
    phases
}
