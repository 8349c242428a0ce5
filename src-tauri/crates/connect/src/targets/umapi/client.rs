//! Calls of the User Management API, each kind within its own throttle.

use super::UmapiSettings;
use super::answer::ActionAnswer;
use super::errors::refusal;
use super::mapping::text;
use crate::calls::{
    Answered, Ask, Caller, CallerSettings, ClientCredentials, Credential, Gate, Patience, Refusal,
    Reply, TokenForm, excerpt, protected,
};
use crate::{ConnectError, Http};
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use rolecall_directory::Cause;
use secrecy::SecretString;
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;

/// The API and the token endpoint of Adobe itself.
const URL: &str = "https://usermanagement.adobe.io/v2/usermanagement";
const TOKEN_URL: &str = "https://ims-na1.adobelogin.com/ims/token/v2";
const SCOPE: &str = "openid,AdobeID,user_management_sdk";
/// Published throttles: calls of each kind in a minute, per client.
const POSTS: u32 = 10;
const READS: u32 = 25;
const GROUPS: u32 = 5;
/// More pages than any organization has; past it, they never end.
const MOST_PAGES: u64 = 5_000;

/// Calls one organization.
#[derive(Debug)]
pub(super) struct Client {
    caller: Caller,
    org: String,
    patience: Patience,
    minute: Duration,
    posts: Gate,
    users: Gate,
    user: Gate,
    members: Gate,
    groups: Gate,
}

/// A page of a list.
struct Page {
    items: Vec<Value>,
    last: bool,
    total: Option<u64>,
}

impl Client {
    /// Checks the addresses; nothing is called yet.
    ///
    /// # Errors
    /// When one is none, or would carry a secret in the clear, or the client's id cannot be sent.
    pub fn new(
        settings: &UmapiSettings,
        secret: SecretString,
        http: Http,
    ) -> Result<Self, ConnectError> {
        let token_url = protected(settings.token_url.as_deref().unwrap_or(TOKEN_URL))?;
        let mut token_url = token_url;
        // The endpoint's own path has no slash at its end.
        let path = token_url.path().trim_end_matches('/').to_owned();
        token_url.set_path(&path);
        let api_key = HeaderValue::from_str(&settings.client_id).map_err(|_| ConnectError {
            cause: Cause::CredentialRejected,
            place: settings.org_id.clone(),
            message: "client_id has signs that no id can have; enter it again".to_owned(),
        })?;
        let client = (settings.client_id.clone(), secret);
        let form = TokenForm::Body;
        let token = ClientCredentials::new(http.clone(), token_url, client, Some(SCOPE), form);
        let caller = CallerSettings {
            url: settings.url.clone().unwrap_or_else(|| URL.to_owned()),
            credential: Credential::Client(Box::new(token)),
            patience: settings.patience,
            content_type: "application/json",
            accept: "application/json",
            headers: vec![(HeaderName::from_static("x-api-key"), api_key)],
        };
        let gate = |calls| Gate::windowed(calls, settings.minute, settings.limit);
        Ok(Self {
            caller: Caller::new(caller, http)?,
            org: settings.org_id.clone(),
            patience: settings.patience,
            minute: settings.minute,
            posts: gate(POSTS),
            users: gate(READS),
            user: gate(READS),
            members: gate(READS),
            groups: gate(GROUPS),
        })
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// How many requests of actions may be under way now, and when that grows by itself.
    pub fn room(&self) -> (usize, Option<Instant>) {
        self.posts.room()
    }

    /// Gives every active user of the organization to `take`.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn users(&self, take: impl FnMut(&Value)) -> Result<(), ConnectError> {
        self.list(&self.users, ("users", "users"), None, take).await
    }

    /// Gives every group, profile and admin group to `take`.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn groups(&self, take: impl FnMut(&Value)) -> Result<(), ConnectError> {
        self.list(&self.groups, ("groups", "groups"), None, take).await
    }

    /// Gives the users who are in `profile` and have no active licence to `take`.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn without_licence(
        &self,
        profile: &str,
        take: impl FnMut(&Value),
    ) -> Result<(), ConnectError> {
        self.list(&self.members, ("users", "users"), Some(profile), take).await
    }

    /// The user called `name`, with groups; `None` when the organization has none.
    ///
    /// # Errors
    /// When the call was refused for any other reason.
    pub async fn user(&self, name: &str, domain: Option<&str>) -> Result<Option<Value>, Refusal> {
        let query = domain.map(|domain| ("domain", domain.to_owned()));
        let ask =
            Ask::get(format!("organizations/{}/users", self.org), query.into_iter().collect());
        let ask = ask.below(name);
        let judge = |reply: &Reply| match reply.status {
            404 if refusal(reply).code.as_deref() == Some("error.user.not_found") => Ok(None),
            _ => self.json(reply).map(|mut body| body.get_mut("user").map(Value::take)),
        };
        let answered = self.caller.call(&self.user, &ask, 0, judge).await?;
        match answered.value {
            Some(user) if user.is_null() => {
                let words = "the target's answer holds no user";
                Err(Refusal::new(Cause::UnreadableAnswer, words))
            }
            found => Ok(found),
        }
    }

    /// Sends commands; `tries` have been made already. What is refused in passing is tried again,
    /// but for a request that may have been carried out.
    ///
    /// # Errors
    /// The refusal of the whole request.
    pub async fn act(
        &self,
        commands: &Value,
        tries: u32,
    ) -> Result<Answered<ActionAnswer>, Refusal> {
        let ask = Ask::send(Method::POST, format!("action/{}", self.org), commands);
        let judge = |reply: &Reply| {
            let body = self.json(reply)?;
            serde_json::from_value(body).map_err(|error| {
                let words = format!("the target's answer is none to a request of actions: {error}");
                Refusal::new(Cause::UnreadableAnswer, words).maybe_done()
            })
        };
        self.caller.call(&self.posts, &ask, tries, judge).await
    }

    async fn list(
        &self,
        gate: &Gate,
        (path, name): (&str, &str),
        profile: Option<&str>,
        mut take: impl FnMut(&Value),
    ) -> Result<(), ConnectError> {
        let shown = format!("{path}/{}", self.org);
        let unreadable =
            |words: String| self.error(&shown, &Refusal::new(Cause::UnreadableAnswer, words));
        let mut found = 0;
        let mut before = Vec::new();
        for number in 0..MOST_PAGES {
            // What comes to somebody through another group cannot be given or taken.
            let direct = vec![("directOnly", "true".to_owned())];
            let query = if path == "users" { direct } else { Vec::new() };
            let mut ask = Ask::get(format!("{path}/{}/{number}", self.org), query);
            if let Some(profile) = profile {
                ask.query.push(("status", "inactive".to_owned()));
                ask = ask.below(profile);
            }
            let judge = |reply: &Reply| page(reply, self.json(reply)?, name, number);
            let answered = self.caller.call(gate, &ask, 0, judge).await;
            let page = answered.map_err(|refused| self.error(&shown, &refused))?.value;
            found += page.items.len() as u64;
            page.items.iter().for_each(&mut take);
            let size = page.items.len() as u64;
            if page.last {
                let short = page.total.filter(|total| found < *total);
                return short.map_or(Ok(()), |total| {
                    Err(unreadable(format!(
                        "the target says it has {total} {name} and delivers {found} of them"
                    )))
                });
            }
            // Some may come twice, when others left while pages were read; a page more at most.
            if page.items == before || page.total.is_some_and(|total| found > total + size) {
                break;
            }
            before = page.items;
        }
        Err(unreadable(format!("the target's pages do not end, even after {found} {name}")))
    }

    /// The answer's JSON. A 429 that does not say how long to wait means a quarter of the minute: the
    /// first wait of Adobe's own client.
    fn json(&self, reply: &Reply) -> Result<Value, Refusal> {
        json(reply).map_err(|refused| match refused.cause {
            Cause::RateLimited if refused.retry_after.is_none() => {
                Refusal { retry_after: Some(self.minute / 4), ..refused }
            }
            _ => refused,
        })
    }

    /// An error of reading, with its place.
    pub fn error(&self, path: &str, refused: &Refusal) -> ConnectError {
        let next = match refused.cause {
            Cause::CredentialRejected => {
                ". Check client_id, org_id and the secret in the Adobe Developer Console"
            }
            Cause::NotPermitted => ". Add the User Management API to the project at Adobe",
            Cause::NotFound => ". Check url and org_id",
            Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
                ". Check the network, then sync again"
            }
            Cause::UnreadableAnswer => ". Check url",
            _ => "",
        };
        ConnectError {
            cause: refused.cause,
            place: format!("{}/{path}", self.caller.place()),
            message: format!("{}{next}", refused.message),
        }
    }
}

fn json(reply: &Reply) -> Result<Value, Refusal> {
    if !reply.is_success() {
        return Err(refusal(reply));
    }
    serde_json::from_str(&reply.text).map_err(|error| {
        let begins = excerpt(&reply.text);
        let words = format!("the target's answer is not JSON ({error}); it begins: \"{begins}\"");
        Refusal::new(Cause::UnreadableAnswer, words).maybe_done()
    })
}

/// Reads page number `asked`. A page that is not the one asked for is the last one again.
fn page(reply: &Reply, mut body: Value, name: &str, asked: u64) -> Result<Page, Refusal> {
    let unreadable = |words: String| Refusal::new(Cause::UnreadableAnswer, words);
    if text(&body, "result").is_some_and(|result| result != "success") {
        let words = text(&body, "message").unwrap_or_default();
        let code = text(&body, "result").unwrap_or_default();
        let told = super::errors::fault(code, words);
        return Err(Refusal::new(told.cause, told.message));
    }
    let number = |header: &str| reply.header(header).and_then(|text| text.trim().parse().ok());
    let last = body.get("lastPage").and_then(Value::as_bool);
    let count: Option<u64> = number("x-page-count");
    let last = last.or_else(|| count.map(|count| asked + 1 >= count));
    let last =
        last.ok_or_else(|| unreadable("the page does not say whether it is the last".into()))?;
    let items = match body.get_mut(name).map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => return Err(unreadable(format!("the page holds no list of {name}"))),
    };
    if items.is_empty() && !last {
        return Err(unreadable(format!("the page is empty and not the last one of {name}")));
    }
    Ok(Page { items, last, total: number("x-total-count") })
}
