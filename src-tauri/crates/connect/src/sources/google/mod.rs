//! Google Workspace, through the Admin SDK Directory API: users, groups and members, read by a
//! service account on behalf of an administrator (domain-wide delegation). Groups within groups go
//! on as groups; who is in them follows from our own walk. Who is suspended or archived counts as
//! inactive; who is deleted, or moved out of the scope, is not delivered any more. Where the log of
//! administrators' deeds may be read, too, only those whom it names are read again.

mod client;
mod cursor;
mod errors;
mod events;
mod fields;
mod follow;
mod key;
mod log;
mod members;
mod probe;
mod refresh;

pub(super) use fields::USUAL;

use super::{Known, Mapped, Replay};
use crate::calls::{Caller, CallerSettings, ClientCredentials, Credential, Gate, protected};
use crate::{
    ConnectError, DirectorySink, Http, Mirror, Patience, ReadReport, ReadSource, SignInKeeper,
    SignInSettings, TallySnapshot,
};
use async_trait::async_trait;
use client::Client;
use key::Key;
use log::{AUDIT, Log};
use refresh::{GROUPS, Refresh, USERS};
use reqwest::Url;
use rolecall_directory::{AttributeDefinition, Cause, SourceDefinition, SourceFlaw, SourceWarning};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// The API's address.
const URL: &str = "https://admin.googleapis.com/admin/directory/v1";
/// The token endpoint.
const TOKEN_URL: &str = "https://oauth2.googleapis.com/token";
/// Where an administrator signs in by a browser.
const AUTHORIZE_URL: &str = "https://accounts.google.com/o/oauth2/v2/auth";
/// Without a setting, the members of all groups are read anew after six hours: a group that one
/// person left and another came to may look the same.
const FULL_EVERY: u64 = 6 * 60 * 60;
/// The published limit: so many calls a minute and administrator.
const PER_MINUTE: u32 = 2400;
const MINUTE: Duration = Duration::from_secs(60);

/// What the connection to a customer's directory needs to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoogleSettings {
    /// The customer's id, or `my_customer`.
    pub customer: String,
    /// The administrator on whose behalf a service account asks; empty for a sign-in.
    pub admin: String,
    /// The API's address, where it is another.
    pub url: Option<String>,
    /// The token endpoint, where it is another.
    pub token_url: Option<String>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
}

/// A source that is the directory of Google Workspace.
pub struct GoogleSource<'m> {
    client: Client,
    /// The log of administrators' deeds; none where it would tell too little.
    log: Option<Log>,
    mirror: Box<dyn Mirror + 'm>,
    definition: SourceDefinition,
    mapped: Mapped,
    settings: GoogleSettings,
    key: Key,
    http: Http,
}

impl<'m> GoogleSource<'m> {
    /// Checks the settings; nothing is called yet. `secret` is the service account's key file,
    /// or what a sign-in brought.
    ///
    /// # Errors
    /// When an address is none or not protected, or the key cannot be used.
    pub fn new(
        settings: GoogleSettings,
        secret: &SecretString,
        http: Http,
        mirror: Box<dyn Mirror + 'm>,
        definition: SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Result<Self, ConnectError> {
        let key = Key::read(secret, &settings.customer)?;
        let client = client(&settings, &key, http.clone(), &[USERS, GROUPS])?;
        let log = log(&settings, &key, &http, &client, &definition)?;
        let mapped = Mapped::new(&USUAL, &definition, attributes);
        Ok(Self { client, log, mirror, definition, mapped, settings, key, http })
    }

    /// The same, whose sign-in is kept by `keeper` as often as Google gives another token.
    #[must_use]
    pub fn kept_by(self, keeper: Arc<dyn SignInKeeper>) -> Self {
        if let Some(kept) = &self.key.signed_in {
            kept.kept_by(keeper);
        }
        self
    }
}

/// The log of administrators' deeds, with a credential of its own. Whom a query of the scope finds
/// is Google's affair: there everybody is listed.
fn log(
    settings: &GoogleSettings,
    key: &Key,
    http: &Http,
    beside: &Client,
    definition: &SourceDefinition,
) -> Result<Option<Log>, ConnectError> {
    if definition.scope.query.is_some() {
        return Ok(None);
    }
    let own = client(settings, key, http.clone(), &[AUDIT])?;
    let own = Client { caller: own.caller.rationed_with(&beside.caller), ..own };
    Ok(Log::beside(own, settings.url.as_deref().unwrap_or(URL)))
}

/// A connection with a credential for these scopes.
fn client(
    settings: &GoogleSettings,
    key: &Key,
    http: Http,
    scopes: &[&str],
) -> Result<Client, ConnectError> {
    let token_url = token_url(settings)?;
    let wrong = |message: String| ConnectError {
        cause: Cause::CredentialRejected,
        place: settings.customer.clone(),
        message,
    };
    let grant = key.grant(&settings.admin, scopes, token_url.as_str()).map_err(wrong)?;
    let credential = ClientCredentials::by(http.clone(), token_url, grant);
    let caller = CallerSettings {
        url: settings.url.clone().unwrap_or_else(|| URL.to_owned()),
        credential: Credential::Client(Box::new(credential)),
        patience: settings.patience,
        content_type: "application/json",
        accept: "application/json",
        headers: Vec::new(),
    };
    let gate = Gate::windowed(PER_MINUTE, MINUTE, None);
    Ok(Client { caller: Caller::new(caller, http)?, gate })
}

/// What a sign-in in the browser is to ask for, so that the directory can be read: for set-ups of
/// one person, by a client of the type *desktop app*. `client` is the file that Google hands out
/// for it (JSON), or what an earlier sign-in brought. Where the token endpoint is another, the
/// browser signs in at its origin.
///
/// # Errors
/// When `client` is neither.
pub fn google_sign_in(
    settings: &GoogleSettings,
    client: &SecretString,
) -> Result<SignInSettings, ConnectError> {
    let (client_id, client_secret) = desktop_client(client).ok_or_else(|| ConnectError {
        cause: Cause::CredentialRejected,
        place: format!("customer {}", settings.customer),
        message:
            "signing in needs an OAuth client of the type Desktop app: make one in the Google \
                  Cloud console, under APIs & Services, Credentials, download its JSON, and enter \
                  the whole file"
                .to_owned(),
    })?;
    let beside = |url: &Url| format!("{}/o/oauth2/v2/auth", url.origin().ascii_serialization());
    let own = settings.token_url.as_deref().map(protected).transpose()?;
    Ok(SignInSettings {
        client_id,
        client_secret,
        authorize_url: own.as_ref().map_or_else(|| AUTHORIZE_URL.to_owned(), beside),
        token_url: settings.token_url.clone().unwrap_or_else(|| TOKEN_URL.to_owned()),
        scopes: [USERS, GROUPS, AUDIT].map(str::to_owned).into(),
        further: vec![("access_type", "offline"), ("prompt", "consent")],
        host: "127.0.0.1",
        port: None,
        patience: SignInSettings::PATIENCE,
    })
}

/// Id and secret of the client that a file, or an earlier sign-in, names.
fn desktop_client(client: &SecretString) -> Option<(String, Option<SecretString>)> {
    let file: Value = serde_json::from_str(client.expose_secret()).ok()?;
    let one = match file.get("installed") {
        Some(installed) => installed,
        None => (file["type"] == "authorized_user").then_some(&file)?,
    };
    let secret = one["client_secret"].as_str().map(SecretString::from);
    Some((one["client_id"].as_str()?.to_owned(), secret))
}

fn token_url(settings: &GoogleSettings) -> Result<Url, ConnectError> {
    // The address counts to the letter; a base address ends in a slash.
    let mut url = protected(settings.token_url.as_deref().unwrap_or(TOKEN_URL))?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
    }
    Ok(url)
}

#[async_trait]
impl ReadSource for GoogleSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let seconds = self.definition.full_every_seconds.unwrap_or(FULL_EVERY);
        let refresh = Refresh {
            client: &self.client,
            log: self.log.as_ref(),
            mirror: self.mirror.as_ref(),
            customer: &self.settings.customer,
            query: self.definition.scope.query.as_deref(),
            account: &self.key.client_id,
            now: self.settings.now,
            full_every: i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX),
        };
        if let Some(reason) = refresh.refresh().await? {
            let place = self.client.caller.place();
            sink.warning(SourceWarning::new(place, SourceFlaw::ChangesUntold { reason }));
        }
        if let Some(reason) = self.client.caller.unkept() {
            let place = self.client.caller.place();
            sink.warning(SourceWarning::new(place, SourceFlaw::TokenNotKept { reason }));
        }
        let replay = Replay {
            mirror: self.mirror.as_ref(),
            mapped: &self.mapped,
            scope: &self.definition.scope,
            place: &self.client.caller.place(),
            person: &|_, record| Ok(Some(person(record))),
            group: &|record| record["name"].as_str().map(str::to_owned),
        };
        replay.hand_on(sink)
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.caller.ration().set(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        let mut counted = self.client.caller.tally().snapshot();
        // Without the log all is listed: its refusals are no fault of the connection.
        let log = self.log.as_ref().map(|log| log.client.caller.tally().snapshot());
        if let Some(log) = log.filter(|log| log.failed == 0 && !log.credential_rejected) {
            counted.requests += log.requests;
        }
        Some(counted)
    }
}

/// Who a user is.
fn person(record: &Value) -> Known {
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    let is = |name: &str| record[name].as_bool().unwrap_or_default();
    Known {
        user_name: text("primaryEmail").unwrap_or_default(),
        active: !is("suspended") && !is("archived"),
        org_unit: text("orgUnitPath"),
    }
}
