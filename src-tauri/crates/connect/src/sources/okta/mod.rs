//! Okta, through its management API: users by when they changed, groups by when they or their
//! members changed, and now and then all of them, which alone tells who was deleted.

mod client;
mod cursor;
mod errors;
mod fields;
mod probe;
mod round;

pub(super) use fields::USUAL;

use super::confirm::confirm_gone;
use super::expiry::{days_left, token_ends};
use super::{Mapped, Replay};
use crate::calls::{
    Assertion, Caller, CallerSettings, ClientCredentials, Credential, Gate, Grant, Signer, is_jwk,
    protected, signer_of,
};
use crate::{
    ConnectError, DirectorySink, Http, Mirror, Patience, ReadReport, ReadSource, TallySnapshot,
};
use async_trait::async_trait;
use client::Client;
use cursor::Cursor;
use errors::{GROUPS, USERS};
use jsonwebtoken::Algorithm;
use reqwest::Url;
use rolecall_directory::{
    AttributeDefinition, Cause, RecordKind, SourceDefinition, SourceFlaw, SourceWarning,
};
use round::Round;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// How long a signed token may be shown; Okta takes up to an hour.
const LIFETIME: Duration = Duration::from_secs(300);
/// Without a setting, all is read anew after a day: only that tells who was deleted.
const FULL_EVERY: u64 = 24 * 60 * 60;

/// What the connection to an org needs to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OktaSettings {
    /// The org's address, `https://<org>.okta.com`.
    pub url: String,
    /// The token endpoint, where it is not the org's own.
    pub token_url: Option<String>,
    /// The application's id, where the secret is its private key.
    pub client_id: Option<String>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
}

/// A source that is an Okta org.
pub struct OktaSource<'m> {
    client: Client,
    mirror: Box<dyn Mirror + 'm>,
    definition: SourceDefinition,
    mapped: Mapped,
    now: i64,
    /// When the token ends, in seconds since 1970 (UTC), where it says so itself.
    ends: Option<i64>,
}

impl<'m> OktaSource<'m> {
    /// Checks the settings; nothing is called yet. `secret` is an API token, or with a client id
    /// the private key of the application (JWK or PEM).
    ///
    /// # Errors
    /// When an address is none or not protected, or the key cannot be used.
    pub fn new(
        settings: OktaSettings,
        secret: &SecretString,
        http: Http,
        mirror: Box<dyn Mirror + 'm>,
        definition: SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Result<Self, ConnectError> {
        let base = protected(&settings.url)?;
        let host = base.host_str().unwrap_or_default();
        if let Some((org, rest)) = host.split_once("-admin.").filter(|(_, rest)| is_okta(rest)) {
            return Err(ConnectError {
                cause: Cause::NotFound,
                place: settings.url,
                message: format!(
                    "this is the address of the Admin Console, which answers no calls. Set url to \
                     https://{org}.{rest}"
                ),
            });
        }
        let credential = credential(&settings, &base, secret, &http)?;
        let caller = CallerSettings {
            url: settings.url,
            credential,
            patience: settings.patience,
            content_type: "application/json",
            accept: "application/json",
            headers: Vec::new(),
        };
        let client = Client { caller: Caller::new(caller, http)?, gate: Gate::new(None) };
        let mapped = Mapped::new(&USUAL, &definition, attributes).within(&fields::WITHIN);
        let ends = settings.client_id.is_none().then(|| token_ends(secret)).flatten();
        Ok(Self { client, mirror, definition, mapped, now: settings.now, ends })
    }

    /// Brings what is kept up to date; how many people and groups the lists left out though they
    /// are there.
    async fn refresh(&self) -> Result<usize, ConnectError> {
        let query = self.definition.scope.query.as_deref();
        let asked = format!("{} {}", self.client.caller.place(), query.unwrap_or_default());
        let mirror = self.mirror.as_ref();
        let seconds = self.definition.full_every_seconds.unwrap_or(FULL_EVERY);
        let full_every = i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
        let state = mirror.state()?;
        let is_due = state.filled_at.is_none_or(|at| self.now - at >= full_every);
        let (cursor, filling) = match Cursor::read(state.cursor.as_deref(), &asked) {
            Some(cursor) if state.filling || !is_due => (cursor, state.filling),
            _ => {
                mirror.begin()?;
                (Cursor::new(&asked), true)
            }
        };
        let round = Round::new(&self.client, mirror, query, self.now, cursor);
        let next = round.run().await?.text();
        if !filling {
            mirror.advance(&[], Some(&next))?;
            return Ok(0);
        }
        let mut left_out = 0;
        for kind in [RecordKind::Person, RecordKind::Group] {
            left_out += confirm_gone(mirror, kind, &round).await?.len();
        }
        mirror.end(Some(&next), self.now)?;
        Ok(left_out)
    }
}

fn is_okta(domain: &str) -> bool {
    ["okta.com", "oktapreview.com", "okta-emea.com"].contains(&domain)
}

fn credential(
    settings: &OktaSettings,
    base: &Url,
    secret: &SecretString,
    http: &Http,
) -> Result<Credential, ConnectError> {
    let Some(client_id) = settings.client_id.clone() else {
        let token = SecretString::from(secret.expose_secret().trim());
        return Ok(Credential::Scheme("SSWS", token));
    };
    let place = settings.url.clone();
    let wrong = |message: String| ConnectError {
        cause: Cause::CredentialRejected,
        place: place.clone(),
        message,
    };
    let text = secret.expose_secret();
    let signer = match is_jwk(text) {
        true => signer_of(text),
        false => Signer::from_pem(text, Algorithm::RS256),
    };
    let signer = signer.map_err(|error| wrong(error.to_string()))?;
    let token_url = match &settings.token_url {
        Some(url) => {
            let mut url = protected(url)?;
            let path = url.path().trim_end_matches('/').to_owned();
            url.set_path(&path);
            url
        }
        None => base.join("oauth2/v1/token").map_err(|error| wrong(error.to_string()))?,
    };
    let assertion = Assertion {
        signer,
        issuer: client_id.clone(),
        subject: client_id.clone(),
        audience: token_url.to_string(),
        scope: None,
        lifetime: LIFETIME,
    };
    let scope = Some(format!("{USERS} {GROUPS}"));
    let grant = Grant::Key { client_id, scope, assertion };
    Ok(Credential::Client(Box::new(ClientCredentials::by(http.clone(), token_url, grant))))
}

#[async_trait]
impl ReadSource for OktaSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let left_out = self.refresh().await?;
        let place = self.client.caller.place();
        if left_out > 0 {
            let flaw = SourceFlaw::ListsLeftOut { count: left_out };
            sink.warning(SourceWarning::new(&place, flaw));
        }
        if let Some(days) = self.ends.and_then(|ends| days_left(ends, self.now / 1000)) {
            sink.warning(SourceWarning::new(&place, SourceFlaw::TokenEnds { days }));
        }
        let replay = Replay {
            mirror: self.mirror.as_ref(),
            mapped: &self.mapped,
            scope: &self.definition.scope,
            place: &place,
            person: &fields::person,
            group: &fields::group,
        };
        replay.hand_on(sink)
    }

    fn ration(&self, calls: Option<u32>) {
        self.client.caller.ration().set(calls);
    }

    fn tally(&self) -> Option<TallySnapshot> {
        Some(self.client.caller.tally().snapshot())
    }
}
