//! Signing in to a source by a browser, from nothing to a directory that is read: the test is the
//! browser.

use super::{call, open, refused};
use rolecall_contract::App;
use rolecall_contract::types::{DirectoryDetails, Settings, SignInState, SourceProbe};
use rolecall_emulators::graph::{Console, Tenant, open as serve};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A tenant with three people, and the source that it is.
async fn tenant() -> (Arc<Console>, Value) {
    let mut tenant = Tenant::default();
    (0..3).for_each(|at| drop(tenant.user(&format!("p{at}@example.com"), json!({}))));
    let console = Arc::new(Console::new(tenant));
    let place = serve(console.clone()).await.expect("a port");
    let source = json!({
        "kind": "entra", "tenant": console.tenant_id, "clientId": console.client_id,
        "url": format!("{place}/v1.0"), "signIn": true,
        "tokenUrl": format!("{place}/{}/oauth2/v2.0/token", console.tenant_id),
    });
    (console, source)
}

/// An application with one empty directory.
async fn application(folder: &Path) -> Arc<App> {
    let app = open(folder, false).await;
    let _: DirectoryDetails = call(&app, "directories.add", json!({"name": "main"})).await;
    app
}

fn main() -> Value {
    json!({"directory": "main"})
}

/// How the sign-in ended.
async fn ended(app: &Arc<App>) -> SignInState {
    let begun = Instant::now();
    loop {
        let state: SignInState = call(app, "sign_in.get", main()).await;
        if state.state != "waiting" {
            return state;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it waits for ever: {state:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Follows an address as a browser would.
async fn browse(url: &str) -> String {
    let browser = reqwest::Client::builder().no_proxy().build().expect("a client");
    let shown = browser.get(url).send().await.expect("an answer");
    shown.text().await.expect("its text")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_is_read_by_who_signed_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = application(folder.path()).await;
    let (console, source) = tenant().await;
    let ask = json!({"directory": "main", "source": source});

    // Where nothing could be kept no browser is troubled.
    let nowhere = refused(&app, "sign_in.begin", ask.clone()).await;
    assert_eq!(nowhere.code, "sign_in_failed", "{nowhere:?}");
    let _: Settings = call(&app, "secrets.choose", json!({"backend": "memory"})).await;
    let state: SignInState = call(&app, "sign_in.get", main()).await;
    assert_eq!(state.state, "none");

    let begun: SignInState = call(&app, "sign_in.begin", ask.clone()).await;
    let url = begun.url.expect("an address to open");
    assert!(!begun.opened && url.contains("code_challenge="), "no browser is opened here: {url}");
    assert!(browse(&url).await.contains("You are signed in"));
    let state = ended(&app).await;
    assert_eq!((state.state.as_str(), state.secret.as_str()), ("done", "source-main"));
    assert_eq!(state.url, None, "the address is of no use any more");

    let probe: SourceProbe = call(&app, "connections.probe", ask.clone()).await;
    assert!(probe.steps.iter().all(|step| step.ok), "{:?}", probe.steps);
    assert!(!probe.fields.is_empty(), "and there is what to choose from");
    let _: DirectoryDetails = call(&app, "directories.attach", ask).await;
    let details: DirectoryDetails = call(&app, "directories.read", main()).await;
    assert_eq!((details.directory.people, details.directory.signs_in), (3, true));
    let last = details.directory.last.expect("it was read");
    assert_eq!((last.added, last.changed, last.gone), (3, 0, 0));
    assert!(last.calls.is_some_and(|calls| calls >= 2), "{last:?}");

    // Each token is good once: the one that came with the last reading was kept.
    console.front.expire_tokens();
    let details: DirectoryDetails = call(&app, "directories.read", main()).await;
    assert_eq!(details.directory.error, None);
    assert_eq!(details.directory.last.map(|last| last.added), Some(0), "nobody is new");

    // The attached source is signed in to again without saying what it is.
    let begun: SignInState = call(&app, "sign_in.begin", main()).await;
    console.sign_ins.decline(true);
    let shown = browse(&begun.url.expect("an address")).await;
    assert!(shown.contains("not signed in"), "{shown}");
    let state = ended(&app).await;
    assert_eq!((state.state.as_str(), state.cause.as_deref()), ("failed", Some("not_permitted")));
    assert!(state.error.is_some_and(|words| words.contains("No thanks")), "in their words");
    let details: DirectoryDetails = call(&app, "directories.read", main()).await;
    assert_eq!(details.directory.error, None, "what was kept before is kept still");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_given_up_and_begun_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = application(folder.path()).await;
    let _: Settings = call(&app, "secrets.choose", json!({"backend": "memory"})).await;
    let (_console, source) = tenant().await;
    let ask = json!({"directory": "main", "source": source});
    let first: SignInState = call(&app, "sign_in.begin", ask.clone()).await;
    let state: SignInState = call(&app, "sign_in.cancel", main()).await;
    assert_eq!((state.state.as_str(), state.url), ("cancelled", None));
    let second: SignInState = call(&app, "sign_in.begin", ask.clone()).await;
    assert_ne!(first.url, second.url, "another sign-in");
    browse(&second.url.expect("an address")).await;
    assert_eq!(ended(&app).await.state, "done");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its number").port();
    let at = json!({"directory": "main", "source": source, "port": port});
    let error = refused(&app, "sign_in.begin", at).await;
    assert!(error.message.contains("another port"), "{error:?}");

    let mut with_secret = source;
    with_secret["signIn"] = json!(false);
    let plain = json!({"directory": "main", "source": with_secret});
    assert_eq!(refused(&app, "sign_in.begin", plain).await.code, "source_wrong");
    let nobody = json!({"directory": "nobody", "source": null});
    assert_eq!(refused(&app, "sign_in.begin", nobody).await.code, "not_found");
}
