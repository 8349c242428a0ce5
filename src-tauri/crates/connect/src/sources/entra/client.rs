//! Calls to Microsoft Graph: a page of a list, and the number of people.

use super::errors::refusal;
use crate::calls::{Ask, Caller, Gate, Refusal, Reply, excerpt};
use reqwest::header::{HeaderName, HeaderValue};
use rolecall_directory::Cause;
use serde_json::{Map, Value};

/// A page of a list.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What it lists.
    pub objects: Vec<Map<String, Value>>,
    /// Where the next page is.
    pub next: Option<String>,
    /// Where changes after this last page are told.
    pub delta: Option<String>,
    /// How many the whole list has, where that was asked for.
    pub count: Option<u64>,
}

/// Calls one tenant.
#[derive(Debug)]
pub(super) struct Client {
    pub caller: Caller,
    pub gate: Gate,
}

impl Client {
    /// A page of what `ask` asks for.
    ///
    /// # Errors
    /// When it is refused for good, or cannot be read to its end.
    pub async fn page(&self, ask: &Ask<'_>) -> Result<Page, Refusal> {
        let judge = |reply: &Reply| {
            if reply.is_success() { page(&reply.text) } else { Err(refusal(reply)) }
        };
        Ok(self.caller.call(&self.gate, ask, 0, judge).await?.value)
    }

    /// One object, without what OData says of it; none when it is not there.
    ///
    /// # Errors
    /// When it is refused for good, or cannot be read.
    pub async fn one(&self, ask: &Ask<'_>) -> Result<Option<String>, Refusal> {
        let judge = |reply: &Reply| match reply.status {
            404 => Ok(None),
            _ if !reply.is_success() => Err(refusal(reply)),
            _ => match serde_json::from_str(&reply.text) {
                Ok(Value::Object(mut object)) => {
                    object.retain(|name, _| !name.starts_with('@'));
                    Ok(Some(Value::Object(object).to_string()))
                }
                _ => Err(unreadable(&format!("it begins \"{}\"", excerpt(&reply.text)))),
            },
        };
        Ok(self.caller.call(&self.gate, ask, 0, judge).await?.value)
    }

    /// How many people the tenant has, by its own, slightly late, count.
    ///
    /// # Errors
    /// When it is refused for good or is no number.
    pub async fn people(&self) -> Result<u64, Refusal> {
        let mut ask = Ask::get("users/$count", Vec::new());
        ask.headers.push(eventual());
        let judge = |reply: &Reply| {
            if !reply.is_success() {
                return Err(refusal(reply));
            }
            let text = reply.text.trim_start_matches('\u{feff}').trim();
            text.parse().map_err(|_| unreadable(&format!("no number: \"{}\"", excerpt(text))))
        };
        Ok(self.caller.call(&self.gate, &ask, 0, judge).await?.value)
    }
}

/// What Microsoft asks for with counts and filters beyond the simplest.
pub(super) fn eventual() -> (HeaderName, HeaderValue) {
    (HeaderName::from_static("consistencylevel"), HeaderValue::from_static("eventual"))
}

fn unreadable(what: &str) -> Refusal {
    let message = format!("Microsoft Graph's answer cannot be read: {what}");
    Refusal::new(Cause::UnreadableAnswer, message)
}

fn page(text: &str) -> Result<Page, Refusal> {
    let begins = || excerpt(text);
    let body: Value = serde_json::from_str(text).map_err(|error| {
        unreadable(&format!("it is no JSON ({error}); it begins \"{}\"", begins()))
    })?;
    let Value::Object(mut body) = body else {
        return Err(unreadable(&format!("it is no list; it begins \"{}\"", begins())));
    };
    let mut link = |name: &str| match body.remove(name) {
        Some(Value::String(link)) => Some(link),
        _ => None,
    };
    let (next, delta) = (link("@odata.nextLink"), link("@odata.deltaLink"));
    let count = body.get("@odata.count").and_then(Value::as_u64);
    let Some(Value::Array(listed)) = body.remove("value") else {
        return Err(unreadable(&format!("it has no value; it begins \"{}\"", begins())));
    };
    let mut objects = Vec::with_capacity(listed.len());
    for one in listed {
        match one {
            Value::Object(object) if object.get("id").is_some_and(Value::is_string) => {
                objects.push(object);
            }
            other => {
                let words = excerpt(&other.to_string());
                return Err(unreadable(&format!("one of the list has no id: \"{words}\"")));
            }
        }
    }
    Ok(Page { objects, next, delta, count })
}
