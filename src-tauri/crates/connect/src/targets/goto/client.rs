//! Calls to GoTo's Admin API, at most ten a second, as GoTo publishes.

use super::errors::refusal;
use crate::ConnectError;
use crate::calls::{Answered, Ask, Caller, Gate, Refusal, excerpt};
use reqwest::Method;
use rolecall_directory::Cause;
use serde_json::Value;

/// Calls one GoTo account.
#[derive(Debug)]
pub(super) struct Client {
    pub caller: Caller,
    pub gate: Gate,
    account: String,
}

impl Client {
    pub fn new(caller: Caller, gate: Gate, account: String) -> Self {
        Self { caller, gate, account }
    }

    /// A path below the account: `users` is `accounts/{accountKey}/users`.
    pub fn path(&self, below: &str) -> String {
        format!("accounts/{}/{below}", self.account)
    }

    /// Calls until it is answered, refused for good, or the tries are used up.
    pub async fn call(&self, ask: &Ask<'_>) -> Result<Answered<Value>, Refusal> {
        self.call_from(ask, 0).await
    }

    /// The same, where `tries` have been made already.
    pub async fn call_from(&self, ask: &Ask<'_>, tries: u32) -> Result<Answered<Value>, Refusal> {
        let creates = ask.method == Method::POST;
        let judge = |reply: &crate::calls::Reply| {
            if !reply.is_success() {
                let refused = refusal(reply.status, &reply.text, creates);
                let wait = reply.retry_after().filter(|_| refused.cause.is_transient());
                return Err(Refusal { retry_after: wait, ..refused });
            }
            // A change is answered with a status alone, or with what it made.
            if reply.text.trim().is_empty() && ask.method != Method::GET {
                return Ok(Value::Null);
            }
            serde_json::from_str(&reply.text).map_err(|error| {
                let begins = excerpt(&reply.text);
                let message =
                    format!("GoTo's answer is not JSON ({error}); it begins: \"{begins}\"");
                Refusal::new(Cause::UnreadableAnswer, message).maybe_done()
            })
        };
        self.caller.call(&self.gate, ask, tries, judge).await
    }

    /// Everything in the list `below` the account: a bare array, or an object with `results`,
    /// for sources show both forms in this API.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn list(&self, below: &str) -> Result<Vec<Value>, Refusal> {
        let body = self.call(&Ask::get(self.path(below), Vec::new())).await?.value;
        match body {
            Value::Array(all) => Ok(all),
            Value::Object(mut fields) => match fields.remove("results") {
                Some(Value::Array(all)) => Ok(all),
                _ => Err(unreadable(below)),
            },
            _ => Err(unreadable(below)),
        }
    }

    /// An error of reading, with its place.
    pub fn error(&self, below: &str, refused: &Refusal) -> ConnectError {
        let next = match refused.cause {
            Cause::CredentialRejected => {
                ". Enter a valid client id and secret for this target, made in GoTo's developer \
                 console with the scope of the Admin Center"
            }
            Cause::NotPermitted => {
                ". Let an administrator of the account make the client, and check account_key"
            }
            Cause::NotFound => ". Check account_key and url",
            Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
                ". Check the network, then sync again"
            }
            _ => "",
        };
        ConnectError {
            cause: refused.cause,
            place: format!("{}/{}", self.caller.place(), self.path(below)),
            message: format!("{}{next}", refused.message),
        }
    }
}

/// The refusal of an answer that is no list.
pub(super) fn unreadable(below: &str) -> Refusal {
    let message = format!("GoTo's answer to {below} is no list");
    Refusal::new(Cause::UnreadableAnswer, message)
}
