//! Signing in by a browser: the test is the browser.

use crate::recording::Delivered;
use rolecall_connect::{
    EntraSettings, EntraSource, GoogleSettings, GoogleSource, Http, HttpSettings, MemoryMirror,
    Patience, Proxies, ReadSource, SignIn, SignInSettings, entra_sign_in, google_sign_in,
};
use rolecall_directory::{Cause, SourceDefinition, SourceKind};
use rolecall_emulators::{google, graph};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::sync::Arc;

fn http() -> Http {
    let proxies = Proxies::Named { http: None, https: None, except: None };
    Http::new(&HttpSettings { proxies, ..HttpSettings::default() }).unwrap()
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Signs in by following the address as a browser would; what is to be kept, and what it shows.
async fn signed_in(settings: SignInSettings) -> (Result<SecretString, Cause>, String) {
    let sign_in = SignIn::begin(settings, http()).await.unwrap();
    let url = sign_in.url().to_owned();
    let waiting = tokio::spawn(sign_in.finish());
    let shown = browser().get(url).send().await.unwrap().text().await.unwrap();
    (waiting.await.unwrap().map_err(|error| error.cause), shown)
}

struct Tenant {
    console: Arc<graph::Console>,
    settings: EntraSettings,
    authorize: Option<String>,
}

async fn tenant() -> Tenant {
    let mut tenant = graph::Tenant::default();
    (0..3).for_each(|at| drop(tenant.user(&format!("p{at}@example.com"), json!({}))));
    let console = Arc::new(graph::Console::new(tenant));
    let place = graph::open(console.clone()).await.unwrap();
    let sign_in = format!("{place}/{}/oauth2/v2.0", console.tenant_id);
    let settings = EntraSettings {
        tenant: console.tenant_id.clone(),
        client_id: console.client_id.clone(),
        url: Some(format!("{place}/v1.0")),
        token_url: Some(format!("{sign_in}/token")),
        patience: Patience::DEFAULT,
        now: 1_795_000_000_000,
    };
    Tenant { console, settings, authorize: Some(format!("{sign_in}/authorize")) }
}

#[tokio::test]
async fn a_tenant_is_read_by_who_signed_in() {
    let Tenant { console, settings, authorize } = tenant().await;
    let (secret, shown) = signed_in(entra_sign_in(&settings, authorize)).await;
    let secret = secret.unwrap();
    assert!(shown.contains("You are signed in"), "the browser says so: {shown}");
    assert!(secret.expose_secret().contains("refresh-"), "what is kept is a refresh token");
    let definition = SourceDefinition::new(SourceKind::ScimPush);
    let mirror = Box::<MemoryMirror>::default();
    let source = EntraSource::new(&settings, &secret, http(), mirror, definition, &[]).unwrap();
    assert_eq!(source.read(&mut Delivered::default()).await.unwrap().people, 3);
    console.front.expire_tokens();
    assert_eq!(source.read(&mut Delivered::default()).await.unwrap().people, 3, "renewed");
    console.front.expire_tokens();
    console.sign_ins.revoke();
    let refused = source.read(&mut Delivered::default()).await.unwrap_err();
    assert_eq!(refused.cause, Cause::CredentialRejected, "the sign-in was taken back: {refused}");
}

#[tokio::test]
async fn who_declines_or_is_somebody_else_is_not_signed_in() {
    let Tenant { console, settings, authorize } = tenant().await;
    console.sign_ins.decline(true);
    let (declined, shown) = signed_in(entra_sign_in(&settings, authorize.clone())).await;
    assert_eq!(declined.err(), Some(Cause::NotPermitted));
    assert!(shown.contains("not signed in"), "{shown}");

    console.sign_ins.decline(false);
    let sign_in = SignIn::begin(entra_sign_in(&settings, authorize), http()).await.unwrap();
    let url = sign_in.url().to_owned();
    let parsed = url::Url::parse(&url).unwrap();
    let redirect = parsed.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1;
    let forged = format!("{redirect}?code=code-1&state=guessed");
    let waiting = tokio::spawn(sign_in.finish());
    let answer = browser().get(forged).send().await.unwrap();
    assert_eq!(answer.status(), 404, "a code of somebody else's is not taken");
    browser().get(url).send().await.unwrap();
    assert!(waiting.await.unwrap().is_ok(), "and ours is awaited still");
}

#[tokio::test]
async fn a_directory_of_google_is_read_by_who_signed_in() {
    let mut customer = google::Customer::default();
    (0..3).for_each(|at| drop(customer.user(&format!("p{at}@example.com"), json!({}))));
    let console = Arc::new(google::Console::new(customer));
    let place = google::open(console.clone()).await.unwrap();
    let settings = GoogleSettings {
        customer: "my_customer".to_owned(),
        admin: String::new(),
        url: Some(format!("{place}/admin/directory/v1")),
        token_url: Some(format!("{place}/token")),
        patience: Patience::DEFAULT,
        now: 1_795_000_000_000,
    };
    let client = (console.client_id.clone(), SecretString::from("desktop-secret"));
    let authorize = Some(format!("{place}/o/oauth2/v2/auth"));
    let (secret, _) = signed_in(google_sign_in(&settings, client, authorize)).await;
    let definition = SourceDefinition::new(SourceKind::ScimPush);
    let mirror = Box::<MemoryMirror>::default();
    let source = GoogleSource::new(settings, &secret.unwrap(), http(), mirror, definition, &[]);
    let report = source.unwrap().read(&mut Delivered::default()).await.unwrap();
    assert_eq!(report.people, 3);
}
