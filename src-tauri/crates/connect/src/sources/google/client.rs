//! Calls to the Directory API: a page of a list, and one user or group.

use super::errors::refusal;
use crate::calls::{Ask, Caller, Gate, Refusal, Reply, excerpt};
use jiff::Timestamp;
use reqwest::header::{HeaderValue, IF_NONE_MATCH};
use rolecall_directory::Cause;
use serde_json::{Map, Value};

/// A page of a list.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What it lists.
    pub objects: Vec<Map<String, Value>>,
    /// What to ask for the next page with.
    pub next: Option<String>,
    /// What the list is known by as it stands.
    pub etag: Option<String>,
    /// When it was answered, by Google's own clock.
    pub at: Option<Timestamp>,
}

/// One of Google's lists, and what it is called in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Users,
    Groups,
    Members,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Members => "members",
        }
    }
}

/// Calls one customer's directory.
#[derive(Debug)]
pub(super) struct Client {
    pub caller: Caller,
    pub gate: Gate,
}

impl Client {
    /// A page of `list` at `path`.
    ///
    /// # Errors
    /// When it is refused for good, or cannot be read to its end.
    pub async fn page(
        &self,
        list: List,
        path: &str,
        query: Vec<(&'static str, String)>,
    ) -> Result<Page, Refusal> {
        let ask = Ask::get(path, query);
        let judge = |reply: &Reply| {
            if reply.is_success() { page(list, reply) } else { Err(refusal(reply)) }
        };
        Ok(self.caller.call(&self.gate, &ask, 0, judge).await?.value)
    }

    /// The same, unless the list is known by `etag` still: nothing then.
    ///
    /// # Errors
    /// When it is refused for good, or cannot be read to its end.
    pub async fn page_unless(
        &self,
        etag: Option<&str>,
        list: List,
        path: &str,
        query: Vec<(&'static str, String)>,
    ) -> Result<Option<Page>, Refusal> {
        let mut ask = Ask::get(path, query);
        let etag = etag.and_then(|etag| HeaderValue::from_str(etag).ok());
        ask.headers.extend(etag.map(|etag| (IF_NONE_MATCH, etag)));
        let judge = |reply: &Reply| match reply.status {
            304 => Ok(None),
            _ if reply.is_success() => page(list, reply).map(Some),
            _ => Err(refusal(reply)),
        };
        Ok(self.caller.call(&self.gate, &ask, 0, judge).await?.value)
    }

    /// The user or group with this id or address; `None` where there is none.
    ///
    /// # Errors
    /// When that cannot be told.
    pub async fn one(&self, list: List, key: &str) -> Result<Option<Map<String, Value>>, Refusal> {
        let query = match list {
            List::Users => vec![("projection", "full".to_owned())],
            List::Groups | List::Members => Vec::new(),
        };
        let ask = Ask::get(list.name(), query).below(key);
        let judge = |reply: &Reply| match reply.is_success() {
            true => record(&reply.text),
            false => match refusal(reply) {
                refused if refused.cause == Cause::NotFound => Ok(None),
                refused => Err(refused),
            },
        };
        Ok(self.caller.call(&self.gate, &ask, 0, judge).await?.value)
    }

    /// Whether the user is there, deleted ones aside.
    ///
    /// # Errors
    /// When that cannot be told.
    pub async fn has_user(&self, id: &str) -> Result<bool, Refusal> {
        let ask = Ask::get("users", vec![("fields", "id".to_owned())]).below(id);
        let judge = |reply: &Reply| {
            let refused = match reply.is_success() {
                true => return Ok(true),
                false => refusal(reply),
            };
            match refused.cause {
                // Google answers 403 of users it does not know to be of this customer.
                Cause::NotFound | Cause::NotPermitted => Ok(false),
                _ => Err(refused),
            }
        };
        Ok(self.caller.call(&self.gate, &ask, 0, judge).await?.value)
    }
}

pub(super) fn unreadable(what: &str) -> Refusal {
    let message = format!("Google's answer cannot be read: {what}");
    Refusal::new(Cause::UnreadableAnswer, message)
}

/// A record; `None` of a user who is kept for a while after being deleted.
fn record(text: &str) -> Result<Option<Map<String, Value>>, Refusal> {
    match serde_json::from_str(text) {
        Ok(Value::Object(record)) if record.get("id").is_some_and(Value::is_string) => {
            Ok(Some(record).filter(|record| !record.contains_key("deletionTime")))
        }
        _ => Err(unreadable(&format!("it is no record; it begins \"{}\"", excerpt(text)))),
    }
}

fn page(list: List, reply: &Reply) -> Result<Page, Refusal> {
    let text = reply.text.as_str();
    let begins = || excerpt(text);
    let body: Value = serde_json::from_str(text).map_err(|error| {
        unreadable(&format!("it is no JSON ({error}); it begins \"{}\"", begins()))
    })?;
    let Value::Object(mut body) = body else {
        return Err(unreadable(&format!("it is no list; it begins \"{}\"", begins())));
    };
    let mut text = |name: &str| match body.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    let (next, etag) = (text("nextPageToken"), text("etag"));
    // An empty list is left out.
    let listed = match body.remove(list.name()) {
        Some(Value::Array(listed)) => listed,
        None | Some(Value::Null) if body.contains_key("kind") => Vec::new(),
        _ => {
            let words = format!("it has no {}; it begins \"{}\"", list.name(), begins());
            return Err(unreadable(&words));
        }
    };
    let mut objects = Vec::with_capacity(listed.len());
    for one in listed {
        match one {
            // Who is all of the customer's people has an id too, the customer's.
            Value::Object(object) if object.get("id").is_some_and(Value::is_string) => {
                objects.push(object);
            }
            // A member outside the organization may have an address only.
            Value::Object(_) if list == List::Members => {}
            other => {
                let words = excerpt(&other.to_string());
                return Err(unreadable(&format!("one of the list has no id: \"{words}\"")));
            }
        }
    }
    Ok(Page { objects, next, etag, at: reply.answered_at() })
}
