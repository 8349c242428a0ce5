//! Signing in by a browser: the test is the browser.

use crate::recording::Delivered;
use rolecall_connect::{
    EntraSettings, EntraSource, GoogleSettings, GoogleSource, Http, HttpSettings, MemoryMirror,
    Patience, Proxies, ReadSource, SignIn, SignInKeeper, SignInSettings, entra_sign_in,
    google_sign_in,
};
use rolecall_directory::{Cause, SourceDefinition, SourceKind};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::{google, graph};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

/// A place for a sign-in.
#[derive(Default)]
struct Place {
    kept: Mutex<Vec<SecretString>>,
    refuses: bool,
}

impl Place {
    fn last(&self) -> SecretString {
        self.kept.lock().unwrap().last().cloned().unwrap()
    }
}

impl SignInKeeper for Place {
    fn kept(&self) -> Option<SecretString> {
        self.kept.lock().unwrap().last().cloned()
    }

    fn keep(&self, secret: &SecretString) -> Result<(), String> {
        if self.refuses {
            return Err("the keyring is locked".to_owned());
        }
        self.kept.lock().unwrap().push(secret.clone());
        Ok(())
    }
}

struct Tenant {
    console: Arc<graph::Console>,
    settings: EntraSettings,
}

async fn tenant() -> Tenant {
    let mut tenant = graph::Tenant::default();
    (0..3).for_each(|at| drop(tenant.user(&format!("p{at}@example.com"), json!({}))));
    let console = Arc::new(graph::Console::new(tenant));
    let place = graph::open(console.clone()).await.unwrap();
    let settings = EntraSettings {
        tenant: console.tenant_id.clone(),
        client_id: console.client_id.clone(),
        url: Some(format!("{place}/v1.0")),
        token_url: Some(format!("{place}/{}/oauth2/v2.0/token", console.tenant_id)),
        patience: Patience { first: Duration::from_millis(1), ..Patience::DEFAULT },
        now: 1_795_000_000_000,
    };
    Tenant { console, settings }
}

impl Tenant {
    fn source(&self, secret: &SecretString) -> EntraSource<'static> {
        let definition = SourceDefinition::new(SourceKind::ScimPush);
        let mirror = Box::<MemoryMirror>::default();
        EntraSource::new(&self.settings, secret, http(), mirror, definition, &[]).unwrap()
    }

    /// What signing in brings.
    async fn secret(&self) -> SecretString {
        signed_in(entra_sign_in(&self.settings)).await.0.unwrap()
    }
}

#[tokio::test]
async fn a_tenant_is_read_by_who_signed_in() {
    let tenant = tenant().await;
    let (secret, shown) = signed_in(entra_sign_in(&tenant.settings)).await;
    let secret = secret.unwrap();
    assert!(shown.contains("You are signed in"), "the browser says so: {shown}");
    assert!(secret.expose_secret().contains("refresh-"), "what is kept is a refresh token");
    let source = tenant.source(&secret);
    assert_eq!(source.read(&mut Delivered::default()).await.unwrap().people, 3);
    tenant.console.front.expire_tokens();
    assert_eq!(source.read(&mut Delivered::default()).await.unwrap().people, 3, "renewed");
    tenant.console.front.expire_tokens();
    tenant.console.sign_ins.revoke();
    let refused = source.read(&mut Delivered::default()).await.unwrap_err();
    assert_eq!(refused.cause, Cause::CredentialRejected, "the sign-in was taken back: {refused}");
    assert!(refused.message.contains("Sign in again"), "and what to do: {refused}");
}

#[tokio::test]
async fn a_token_that_is_exchanged_is_kept_before_it_is_used() {
    let tenant = tenant().await;
    let place = Arc::new(Place::default());
    let first = tenant.secret().await;
    let source = tenant.source(&first).kept_by(place.clone());
    // Everything that follows the exchange is cut off, as by a crash.
    tenant.console.front.fault("/users/delta", 0, usize::MAX, FaultKind::Cut);
    assert!(source.read(&mut Delivered::default()).await.is_err(), "cut off");
    drop(source);
    tenant.console.front.clear_faults();
    let kept = place.last();
    assert_ne!(kept.expose_secret(), first.expose_secret(), "the new token is kept already");
    let again = tenant.source(&kept).kept_by(place.clone());
    assert_eq!(again.read(&mut Delivered::default()).await.unwrap().people, 3, "and is good");
    let with_first = tenant.source(&first).read(&mut Delivered::default()).await;
    assert!(with_first.is_err(), "the one before is worth nothing any more");
}

#[tokio::test]
async fn a_token_that_another_process_exchanged_is_taken_up() {
    let tenant = tenant().await;
    let place = Arc::new(Place::default());
    let first = tenant.secret().await;
    let (ours, theirs) = (tenant.source(&first), tenant.source(&first));
    let (ours, theirs) = (ours.kept_by(place.clone()), theirs.kept_by(place.clone()));
    assert_eq!(theirs.read(&mut Delivered::default()).await.unwrap().people, 3);
    assert_eq!(ours.read(&mut Delivered::default()).await.unwrap().people, 3, "by theirs");
}

#[tokio::test]
async fn a_token_that_cannot_be_kept_is_told_of() {
    let tenant = tenant().await;
    let place = Arc::new(Place { refuses: true, ..Place::default() });
    let source = tenant.source(&tenant.secret().await).kept_by(place);
    let mut delivered = Delivered::default();
    assert_eq!(source.read(&mut delivered).await.unwrap().people, 3, "it serves for now");
    let told = &delivered.warnings[0].message;
    assert!(told.contains("the keyring is locked") && told.contains("sign in again"), "{told}");
}

#[tokio::test]
async fn who_declines_or_is_somebody_else_is_not_signed_in() {
    let Tenant { console, settings } = tenant().await;
    console.sign_ins.decline(true);
    let (declined, shown) = signed_in(entra_sign_in(&settings)).await;
    assert_eq!(declined.err(), Some(Cause::NotPermitted));
    assert!(shown.contains("not signed in"), "{shown}");

    console.sign_ins.decline(false);
    let sign_in = SignIn::begin(entra_sign_in(&settings), http()).await.unwrap();
    let url = sign_in.url().to_owned();
    let parsed = url::Url::parse(&url).unwrap();
    let redirect = parsed.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1;
    let waiting = tokio::spawn(sign_in.finish());
    for forged in ["?code=code-1&state=guessed", "?error=access_denied&state=guessed", "favicon"] {
        let answer = browser().get(format!("{redirect}{forged}")).send().await.unwrap();
        assert_eq!(answer.status(), 404, "what is not ours counts neither way: {forged}");
    }
    browser().get(url).send().await.unwrap();
    assert!(waiting.await.unwrap().is_ok(), "and ours is awaited still");
}

#[tokio::test]
async fn nobody_is_waited_for_for_ever() {
    let settings = entra_sign_in(&tenant().await.settings);
    let patience = Duration::from_millis(50);
    let sign_in = SignIn::begin(SignInSettings { patience, ..settings }, http()).await.unwrap();
    let late = sign_in.finish().await.unwrap_err();
    assert_eq!(late.cause, Cause::Timeout);
    assert!(late.message.contains("nobody signed in"), "{late}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let number = taken.local_addr().unwrap().port();
    let settings = SignInSettings { port: Some(number), ..entra_sign_in(&tenant().await.settings) };
    let refused = SignIn::begin(settings.clone(), http()).await.err().unwrap();
    let words = refused.message;
    assert!(words.contains(&number.to_string()) && words.contains("another port"), "{words}");
    drop(taken);
    let (secret, _) = signed_in(settings).await;
    assert!(secret.is_ok(), "once it is free the browser comes back to it");
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
    let client = json!({"installed": {"client_id": console.client_id, "client_secret": "desk"}});
    let client = SecretString::from(client.to_string());
    let (secret, _) = signed_in(google_sign_in(&settings, &client).unwrap()).await;
    let secret = secret.unwrap();
    let definition = SourceDefinition::new(SourceKind::ScimPush);
    let mirror = Box::<MemoryMirror>::default();
    let made = GoogleSource::new(settings.clone(), &secret, http(), mirror, definition, &[]);
    let source = made.unwrap();
    assert_eq!(source.read(&mut Delivered::default()).await.unwrap().people, 3);
    // Trying out asks for a token a right; each refresh token is good once.
    let probe = rolecall_connect::ProbeSource::probe(&source).await;
    assert!(probe.steps.iter().all(rolecall_connect::ProbeStep::suffices), "{:?}", probe.steps);
    let right = probe.steps.iter().find(|step| step.optional).unwrap();
    assert!(!right.ok && right.remedy.contains("Sign in again"), "{right:?}");
    console.delegate(google::AUDIT);
    console.front.expire_tokens();
    let probe = rolecall_connect::ProbeSource::probe(&source).await;
    assert!(probe.steps.iter().all(|step| step.ok), "the token has it: {:?}", probe.steps);

    let again = google_sign_in(&settings, &secret).unwrap();
    assert_eq!(again.client_id, console.client_id, "the client is known from the sign-in before");
    let wrong = google_sign_in(&settings, &SecretString::from("{}")).err().unwrap();
    assert!(wrong.message.contains("Desktop app"), "{wrong}");
}
