//! Calls to a SCIM service provider (RFC 7644 section 3).

use super::errors::refusal;
use super::versions::version;
use crate::calls::{
    Answered, Caller, CallerSettings, ClientCredentials, Credential, Gate, Patience, Refusal,
    Reply, Tally, TokenForm, excerpt, protected,
};
use crate::{ConnectError, Http};
use jiff::Timestamp;
use reqwest::header::ETAG;
use rolecall_directory::{Cause, OAuthClient};
use rolecall_scim::message::ErrorBody;
use secrecy::SecretString;
use serde_json::Value;

pub(crate) use crate::calls::Ask;

const SCIM_JSON: &str = "application/scim+json";
const ACCEPTED: &str = "application/scim+json, application/json;q=0.9";

/// Calls one service provider.
#[derive(Debug)]
pub(crate) struct Client {
    caller: Caller,
    pub gate: Gate,
    /// Names of attributes beyond SCIM's own by which a refusal may name what it means.
    attributes: Vec<String>,
}

/// What was answered, and on which try.
#[derive(Debug)]
pub(crate) struct Answer {
    pub body: Value,
    /// The last segment of `Location`, which is the id of what was made.
    pub location_id: Option<String>,
    /// The version of the resource, from the `ETag`, else from its `meta`.
    pub version: Option<String>,
    /// When it was answered, by the provider's own clock.
    pub at: Option<Timestamp>,
    pub tries: u32,
}

/// What calls are signed with: the secret, or the tokens of `client` whose secret it is. By RFC
/// 6749 section 2.3.1 every endpoint takes the client's name and secret by HTTP Basic.
///
/// # Errors
/// When the token endpoint's address is none, or would carry the secret in the clear.
pub(crate) fn credential(
    client: Option<OAuthClient>,
    secret: SecretString,
    http: &Http,
) -> Result<Credential, ConnectError> {
    let Some(OAuthClient { client_id, token_url }) = client else {
        return Ok(Credential::Bearer(secret));
    };
    let mut token_url = protected(&token_url)?;
    let path = token_url.path().trim_end_matches('/').to_owned();
    token_url.set_path(&path);
    let client = (client_id, secret);
    let tokens = ClientCredentials::new(http.clone(), token_url, client, None, TokenForm::Basic);
    Ok(Credential::Client(Box::new(tokens)))
}

impl Client {
    /// Checks the address; nothing is called yet.
    ///
    /// # Errors
    /// When the address is none, or would carry the token in the clear over a network.
    pub fn new(
        url: &str,
        credential: Credential,
        http: Http,
        gate: Gate,
        patience: Patience,
        attributes: Vec<String>,
    ) -> Result<Self, ConnectError> {
        let settings = CallerSettings {
            url: url.to_owned(),
            credential,
            patience,
            content_type: SCIM_JSON,
            accept: ACCEPTED,
            headers: Vec::new(),
        };
        Ok(Self { caller: Caller::new(settings, http)?, gate, attributes })
    }

    /// The address as it may be shown, without a `/` at its end.
    pub fn place(&self) -> String {
        self.caller.place()
    }

    /// How calls ended so far.
    pub fn tally(&self) -> &Tally {
        self.caller.tally()
    }

    /// Lets so many calls out in all; any number when absent.
    pub fn ration(&self, calls: Option<u32>) {
        self.caller.ration().set(calls);
    }

    /// An error of reading, with its place.
    pub fn error(&self, path: &str, refused: &Refusal) -> ConnectError {
        let next = match refused.cause {
            Cause::CredentialRejected => ". Enter a valid token",
            Cause::NotPermitted => ". Give the token the right to read users and groups",
            Cause::NotFound => ". Check url: it must end where /Users begins",
            Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
                ". Check the address and the network, then sync again"
            }
            Cause::UnreadableAnswer => {
                ". Check that url is the SCIM address of the service provider"
            }
            _ => "",
        };
        ConnectError {
            cause: refused.cause,
            place: format!("{}/{path}", self.caller.place()),
            message: match next {
                "" => refused.message.clone(),
                next => format!("{}{next}", refused.message.trim_end_matches('.')),
            },
        }
    }

    /// Calls until it is answered, refused for good, or the tries are used up. What may have been
    /// carried out and must not be twice (a POST) is left to the caller after the first try.
    pub async fn call(&self, ask: &Ask<'_>) -> Result<Answer, Refusal> {
        self.call_from(ask, 0).await
    }

    /// The same, where `tries` have been made already.
    pub async fn call_from(&self, ask: &Ask<'_>, tries: u32) -> Result<Answer, Refusal> {
        let judge = |reply: &Reply| self.judge(ask, reply);
        let answered = self.caller.call(&self.gate, ask, tries, judge).await;
        let Answered { value, tries } = answered?;
        Ok(Answer { tries, ..value })
    }

    /// The same, a single time.
    pub async fn try_once(&self, ask: &Ask<'_>) -> Result<Answer, Refusal> {
        // As the last of all tries that there may be.
        let tried = self.call_from(ask, u32::MAX - 1).await;
        tried.map_err(|refused| Refusal { tries: 1, ..refused })
    }

    /// Whether another try may help, now.
    pub fn may_retry(&self, refused: &Refusal) -> bool {
        self.caller.may_retry(refused)
    }

    /// Waits as long as was asked for, else ever longer with jitter.
    pub async fn wait(&self, refused: &Refusal) {
        self.caller.wait(refused).await;
    }

    fn judge(&self, ask: &Ask<'_>, reply: &Reply) -> Result<Answer, Refusal> {
        let text = &reply.text;
        if !reply.is_success() {
            let refused = refusal(reply.status, text, ask.once, &self.attributes);
            let wait = reply.retry_after().filter(|_| refused.cause.is_transient());
            return Err(Refusal { retry_after: wait, ..refused });
        }
        let location_id = reply.location_id();
        let tag = reply.header(ETAG).map(str::to_owned);
        let at = reply.answered_at();
        if text.trim().is_empty() && ask.method != reqwest::Method::GET {
            return Ok(Answer { body: Value::Null, location_id, version: tag, at, tries: 0 });
        }
        let body: Value = serde_json::from_str(text).map_err(|error| {
            let begins = excerpt(text);
            let message =
                format!("the provider's answer is not JSON ({error}); it begins: \"{begins}\"");
            Refusal::new(Cause::UnreadableAnswer, message).maybe_done()
        })?;
        if let Some(inside) = ErrorBody::read(&body) {
            let status = inside.status.filter(|status| *status >= 400).unwrap_or(400);
            return Err(refusal(status, text, ask.once, &self.attributes));
        }
        let version = tag.or_else(|| version(&body));
        Ok(Answer { body, location_id, version, at, tries: 0 })
    }
}
