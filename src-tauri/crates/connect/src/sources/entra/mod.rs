//! Microsoft Entra ID, through Microsoft Graph v1.0: users and groups by delta queries, members by
//! `members@delta`. Groups within groups go on as groups; who is in them follows from our own walk.

mod client;
mod cursor;
mod delta;
mod errors;
mod fields;
mod probe;

pub(super) use fields::USUAL;

use super::expiry::days_left;
use super::{Known, Mapped, Replay};
use crate::calls::{
    Ask, Assertion, Caller, CallerSettings, ClientCredentials, Credential, Gate, Grant, SignedIn,
    Signer, TokenForm, certificate, protected,
};
use crate::{
    ConnectError, DirectorySink, Http, Mirror, Patience, ReadReport, ReadSource, SignInKeeper,
    SignInSettings, TallySnapshot,
};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use client::{Client, eventual};
use delta::{GROUPS, Rounds, USERS};
use jsonwebtoken::Algorithm;
use reqwest::Url;
use rolecall_directory::{AttributeDefinition, Cause, SourceDefinition, SourceFlaw, SourceWarning};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// Graph's address in the global cloud.
const URL: &str = "https://graph.microsoft.com/v1.0";
/// How long a signed token may be shown.
const LIFETIME: Duration = Duration::from_secs(300);
/// Without a setting, all is read anew after a day. Delta tokens last seven days at most.
const FULL_EVERY: u64 = 24 * 60 * 60;

/// What the connection to a tenant needs to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EntraSettings {
    /// The tenant's id or one of its domains.
    pub tenant: String,
    /// The application's id.
    pub client_id: String,
    /// Graph's address, where it is that of a national cloud.
    pub url: Option<String>,
    /// The token endpoint, where it is that of a national cloud.
    pub token_url: Option<String>,
    /// How often what failed in passing is tried again.
    pub patience: Patience,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
}

/// A source that is a tenant of Microsoft Entra ID.
pub struct EntraSource<'m> {
    client: Client,
    mirror: Box<dyn Mirror + 'm>,
    definition: SourceDefinition,
    mapped: Mapped,
    select: String,
    now: i64,
    /// When the certificate ends, in seconds since 1970 (UTC), where the secret is one.
    ends: Option<i64>,
    /// What a sign-in brought, where the secret is that.
    signed_in: Option<Arc<SignedIn>>,
}

impl<'m> EntraSource<'m> {
    /// Checks the settings; nothing is called yet. `secret` is a client secret, a certificate with
    /// its private key (PEM), or what a sign-in brought.
    ///
    /// # Errors
    /// When an address is none or not protected, or the key cannot be used.
    pub fn new(
        settings: &EntraSettings,
        secret: &SecretString,
        http: Http,
        mirror: Box<dyn Mirror + 'm>,
        definition: SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Result<Self, ConnectError> {
        let url = settings.url.clone().unwrap_or_else(|| URL.to_owned());
        let signed_in = SignedIn::read(secret).map(Arc::new);
        let (grant, ends) = match &signed_in {
            Some(kept) => (Grant::Refresh(kept.clone()), None),
            None => grant(settings, &protected(&url)?, secret)?,
        };
        let credential = ClientCredentials::by(http.clone(), token_url(settings)?, grant);
        let caller = CallerSettings {
            url,
            credential: Credential::Client(Box::new(credential)),
            patience: settings.patience,
            content_type: "application/json",
            accept: "application/json",
            headers: Vec::new(),
        };
        let client = Client { caller: Caller::new(caller, http)?, gate: Gate::new(None) };
        let mapped = Mapped::new(&USUAL, &definition, attributes);
        let select = fields::select(&definition, attributes);
        let now = settings.now;
        Ok(Self { client, mirror, definition, mapped, select, now, ends, signed_in })
    }

    /// The same, whose sign-in is kept by `keeper` as often as Microsoft gives another token.
    #[must_use]
    pub fn kept_by(self, keeper: Arc<dyn SignInKeeper>) -> Self {
        if let Some(kept) = &self.signed_in {
            kept.kept_by(keeper);
        }
        self
    }

    async fn refresh(&self) -> Result<(), ConnectError> {
        let seconds = self.definition.full_every_seconds.unwrap_or(FULL_EVERY);
        let asked = format!("{} {}", self.client.caller.place(), self.select);
        let rounds = Rounds {
            client: &self.client,
            mirror: self.mirror.as_ref(),
            select: &self.select,
            asked: &asked,
            now: self.now,
            full_every: i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX),
        };
        rounds.refresh().await
    }

    /// The ids of those whom the scope's query finds. A delta query takes no filter, so the ids
    /// are read each time.
    async fn found(&self) -> Result<Option<HashSet<String>>, ConnectError> {
        let Some(query) = &self.definition.scope.query else { return Ok(None) };
        let mut found = HashSet::new();
        let mut counted = None;
        let query =
            [("$filter", query.as_str()), ("$select", "id"), ("$count", "true"), ("$top", "999")];
        let query = query.map(|(name, value)| (name, value.to_owned())).to_vec();
        let mut ask = Ask::get("users", query);
        loop {
            ask.headers.push(eventual());
            let page = self.client.page(&ask).await.map_err(|refused| {
                let place = format!("{}/users", self.client.caller.place());
                errors::error(&place, USERS, &refused)
            })?;
            counted = counted.or(page.count);
            let ids = page.objects.iter().filter_map(|one| one.get("id")?.as_str());
            found.extend(ids.map(str::to_owned));
            match page.next {
                Some(next) => ask = Ask::follow(next),
                None => break,
            }
        }
        let count = counted.unwrap_or_default();
        if (found.len() as u64) + (count / 100).max(5) < count {
            return Err(ConnectError {
                cause: Cause::UnreadableAnswer,
                place: format!("{}/users", self.client.caller.place()),
                message: format!(
                    "Microsoft Graph listed {} people whom the scope's query finds and counts \
                     {count}: a page is missing, so that nothing of it is used. Sync again",
                    found.len()
                ),
            });
        }
        Ok(Some(found))
    }

    fn warn(&self, sink: &mut dyn DirectorySink) {
        let left = self.ends.and_then(|ends| days_left(ends, self.now / 1000));
        let ends = left.map(|days| SourceFlaw::CertificateEnds { days });
        let unkept = self.client.caller.unkept();
        let unkept = unkept.map(|reason| SourceFlaw::TokenNotKept { reason });
        let place = self.client.caller.place();
        for flaw in ends.into_iter().chain(unkept) {
            sink.warning(SourceWarning::new(&place, flaw));
        }
    }
}

/// What a sign-in in the browser is to ask for, so that this tenant can be read: for set-ups of one
/// person, by an application that is registered for mobile and desktop use. Where the token
/// endpoint is another cloud's, the browser signs in beside it.
#[must_use]
pub fn entra_sign_in(settings: &EntraSettings) -> SignInSettings {
    let tenant = settings.tenant.trim_matches('/');
    let own = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");
    let token_url = settings.token_url.clone().unwrap_or(own);
    let beside = token_url.trim_end_matches('/').trim_end_matches("/token");
    let graph = settings.url.clone().unwrap_or_else(|| URL.to_owned());
    let origin = Url::parse(&graph).map(|url| url.origin().ascii_serialization());
    let graph = origin.unwrap_or_default();
    let rights = [USERS, GROUPS].map(|right| format!("{graph}/{right}"));
    SignInSettings {
        client_id: settings.client_id.clone(),
        client_secret: None,
        authorize_url: format!("{beside}/authorize"),
        token_url,
        scopes: rights.into_iter().chain(["offline_access".to_owned()]).collect(),
        further: vec![("prompt", "select_account")],
        host: "localhost",
        port: None,
        patience: SignInSettings::PATIENCE,
    }
}

#[async_trait]
impl ReadSource for EntraSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        self.refresh().await?;
        let found = self.found().await?;
        self.warn(sink);
        let replay = Replay {
            mirror: self.mirror.as_ref(),
            mapped: &self.mapped,
            scope: &self.definition.scope,
            place: &self.client.caller.place(),
            person: &|id, record| match &found {
                Some(found) if !found.contains(id) => Ok(None),
                _ => Ok(Some(person(record))),
            },
            group: &|record| record["displayName"].as_str().map(str::to_owned),
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

/// Who a user is. One of whom Graph does not say whether they may sign in counts as active:
/// nobody is disabled for what was not said.
fn person(record: &Value) -> Known {
    Known {
        user_name: record["userPrincipalName"].as_str().unwrap_or_default().to_owned(),
        active: record["accountEnabled"].as_bool().unwrap_or(true),
        org_unit: None,
    }
}

fn token_url(settings: &EntraSettings) -> Result<Url, ConnectError> {
    let own = format!(
        "https://login.microsoftonline.com/{}/oauth2/v2.0/token",
        settings.tenant.trim_matches('/')
    );
    // The address counts to the letter; a base address ends in a slash.
    let mut url = protected(settings.token_url.as_deref().unwrap_or(&own))?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
    }
    Ok(url)
}

/// What the token endpoint is shown, and when the certificate ends.
fn grant(
    settings: &EntraSettings,
    url: &Url,
    secret: &SecretString,
) -> Result<(Grant, Option<i64>), ConnectError> {
    let client_id = settings.client_id.clone();
    let scope = Some(format!("{}/.default", url.origin().ascii_serialization()));
    let text = secret.expose_secret().trim();
    if !text.contains("-----BEGIN ") {
        let (secret, form) = (SecretString::from(text), TokenForm::Body);
        return Ok((Grant::Secret { client_id, secret, scope, form }, None));
    }
    let wrong = |message: String| ConnectError {
        cause: Cause::CredentialRejected,
        place: settings.tenant.clone(),
        message,
    };
    let words = "the secret holds a private key and no certificate; give both in one PEM text";
    let certificate = certificate(text).ok_or_else(|| wrong(words.to_owned()))?;
    let ends = x509_parser::parse_x509_certificate(&certificate)
        .map(|(_, read)| read.validity().not_after.timestamp())
        .map_err(|error| wrong(format!("the certificate cannot be read: {error}")))?;
    let signer =
        Signer::from_pem(text, Algorithm::PS256).map_err(|error| wrong(error.to_string()))?;
    let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate));
    let assertion = Assertion {
        signer: signer.thumbprint(thumbprint),
        issuer: client_id.clone(),
        subject: client_id.clone(),
        audience: token_url(settings)?.to_string(),
        scope: None,
        lifetime: LIFETIME,
    };
    Ok((Grant::Key { client_id, scope, assertion }, Some(ends)))
}
