//! Signing in to a source by the administrator's browser: begun, waited for, given up.

use super::source_settings::{definition, settings};
use crate::app::lock;
use crate::events::topic;
use crate::system_browser;
use crate::types::{DirectoryRequest, SignInRequest, SignInState};
use crate::{App, AppError};
use rolecall_connect::{ConnectError, SignIn, SignInSettings};
use rolecall_directory::SourceDefinition;
use rolecall_secrets::SecretString;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// The last sign-in of each directory.
pub(crate) type SignIns = Mutex<BTreeMap<String, Ongoing>>;

/// A sign-in, and the way to give it up.
pub(crate) struct Ongoing {
    state: SignInState,
    stop: Arc<Notify>,
}

/// Begins a sign-in; one that waits for the browser still is given up.
///
/// # Errors
/// `not_found` without such a directory, `source_wrong`, `sign_in_failed`.
pub(crate) async fn begin(app: &Arc<App>, ask: SignInRequest) -> Result<SignInState, AppError> {
    let SignInRequest { directory, source, client, port } = ask;
    let name = directory.clone();
    let source = app.work(move |app| source_of(app, &name, source)).await?;
    end(app, &directory, None, ("cancelled", None));
    let client = client.filter(|text| !text.trim().is_empty()).map(SecretString::from);
    let begun = app.engine.begin_sign_in(&source, client, port).await;
    let sign_in = begun.map_err(|error| failed(&error))?;
    let patience = i64::try_from(SignInSettings::PATIENCE.as_millis()).unwrap_or(i64::MAX);
    let state = SignInState {
        directory: directory.clone(),
        state: "waiting".to_owned(),
        url: Some(sign_in.url().to_owned()),
        // Elsewhere the screen is in a browser already, and it may be on another machine.
        opened: app.options.platform == "desktop" && system_browser::open(sign_in.url()),
        until: Some(app.now().saturating_add(patience)),
        secret: source.kind.secret().unwrap_or_default().to_owned(),
        error: None,
        cause: None,
    };
    let stop = Arc::new(Notify::new());
    let ongoing = Ongoing { state: state.clone(), stop: stop.clone() };
    lock(&app.sign_ins).insert(directory.clone(), ongoing);
    let (waiting, mut closing) = (app.clone(), app.stop.subscribe());
    app.spawn(async move {
        tokio::select! {
            () = stop.notified() => {}
            _ = closing.changed() => {}
            () = finish(&waiting, (directory, source), sign_in, &stop) => {}
        }
    });
    Ok(state)
}

/// The source to sign in to, which says that somebody does.
fn source_of(
    app: &Arc<App>,
    directory: &str,
    given: Option<crate::types::SourceSettings>,
) -> Result<SourceDefinition, AppError> {
    let (_, configuration) = app.configuration()?;
    let found = configuration.directories.iter().find(|one| one.name == directory);
    let found = found.ok_or_else(|| AppError::not_found("directory", directory))?;
    let given = given.or_else(|| found.source.as_ref().map(settings));
    let given = given.ok_or_else(|| AppError::not_found("source", directory))?;
    let source = definition(&configuration, found, &given)?;
    if source.kind.access().is_some_and(|access| access.sign_in) {
        return Ok(source);
    }
    let message = "This source has a secret of its own. Say first that somebody signs in to it \
                   (sign_in).";
    Err(AppError::new("source_wrong", message).with("field", "signIn"))
}

fn failed(error: &ConnectError) -> AppError {
    AppError::new("sign_in_failed", error.to_string()).with("cause", error.cause.word())
}

/// Waits for the browser and keeps what it brings.
async fn finish(
    app: &Arc<App>,
    (directory, source): (String, SourceDefinition),
    sign_in: SignIn,
    own: &Arc<Notify>,
) {
    let own = Some(own);
    let brought = match sign_in.finish().await {
        Ok(brought) => brought,
        Err(error) => return end(app, &directory, own, ("failed", Some(failed(&error)))),
    };
    let kept = app.work(move |app| {
        app.engine.keep_sign_in(&source, &brought)?;
        let name = source.kind.secret().unwrap_or_default();
        app.secret_was_set(name)
    });
    match kept.await {
        Ok(()) => end(app, &directory, own, ("done", None)),
        Err(error) => end(app, &directory, own, ("failed", Some(error))),
    }
}

/// The sign-in of `directory` that waits is over; nothing where none does, or where it is another
/// than its `own` end tells of.
fn end(
    app: &App,
    directory: &str,
    own: Option<&Arc<Notify>>,
    (word, error): (&str, Option<AppError>),
) {
    let mut all = lock(&app.sign_ins);
    let waits = |one: &&mut Ongoing| {
        let is_own = own.is_none_or(|own| Arc::ptr_eq(own, &one.stop));
        one.state.state == "waiting" && is_own
    };
    let Some(ongoing) = all.get_mut(directory).filter(waits) else { return };
    ongoing.state.state = word.to_owned();
    ongoing.state.url = None;
    ongoing.state.until = None;
    let cause = error.as_ref().and_then(|error| error.details.get("cause")?.as_str());
    ongoing.state.cause = cause.map(str::to_owned);
    ongoing.state.error = error.map(|error| error.message);
    ongoing.stop.notify_one();
    drop(all);
    app.events.changed(&[topic::CONNECTIONS, topic::SETTINGS, topic::ACTIVITY]);
}

/// Whether a sign-in waits for somebody at a browser.
pub(crate) fn is_any_waiting(app: &App) -> bool {
    lock(&app.sign_ins).values().any(|one| one.state.state == "waiting")
}

/// How the last sign-in of a directory stands.
pub(crate) fn get(app: &App, ask: &DirectoryRequest) -> SignInState {
    let all = lock(&app.sign_ins);
    all.get(&ask.directory).map_or_else(
        || SignInState {
            directory: ask.directory.clone(),
            state: "none".to_owned(),
            url: None,
            opened: false,
            until: None,
            secret: String::new(),
            error: None,
            cause: None,
        },
        |ongoing| ongoing.state.clone(),
    )
}

/// Gives up waiting for the browser.
pub(crate) fn cancel(app: &App, ask: &DirectoryRequest) -> SignInState {
    end(app, &ask.directory, None, ("cancelled", None));
    get(app, ask)
}
