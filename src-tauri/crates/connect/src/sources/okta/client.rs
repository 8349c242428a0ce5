//! Calls to an org: a page of a list, and one record.

use super::errors::{hold, refusal};
use crate::calls::{Ask, Caller, Gate, Refusal, Reply, excerpt};
use jiff::Timestamp;
use reqwest::Url;
use reqwest::header::LINK;
use rolecall_directory::Cause;
use serde_json::Value;

/// A page of a list.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What it lists, each with its id.
    pub records: Vec<(String, Value)>,
    /// Where the next page is, below the org's address.
    pub next: Option<String>,
    /// When it was answered, by Okta's own clock.
    pub at: Option<Timestamp>,
}

/// Calls one org.
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
        let page = self.call(ask, page).await?;
        if page.next.is_some() && page.next == ask.link {
            let words = "Okta's pages do not end: one leads to itself";
            return Err(Refusal::new(Cause::UnreadableAnswer, words));
        }
        Ok(page)
    }

    /// One record; `None` where there is none.
    ///
    /// # Errors
    /// When it is refused for good, or is no record.
    pub async fn one(&self, ask: &Ask<'_>) -> Result<Option<Value>, Refusal> {
        match self.call(ask, |reply| Ok(record(json(&reply.text)?)?.1)).await {
            Ok(found) => Ok(Some(found)),
            Err(refused) if refused.status == Some(404) => Ok(None),
            Err(refused) => Err(refused),
        }
    }

    async fn call<T>(
        &self,
        ask: &Ask<'_>,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let judge = |reply: &Reply| {
            if let Some(wait) = hold(reply) {
                self.gate.hold(wait);
            }
            if reply.is_success() { read(reply) } else { Err(refusal(reply)) }
        };
        Ok(self.caller.call(&self.gate, ask, 0, judge).await?.value)
    }
}

fn unreadable(what: &str) -> Refusal {
    Refusal::new(Cause::UnreadableAnswer, format!("Okta's answer cannot be read: {what}"))
}

fn json(text: &str) -> Result<Value, Refusal> {
    serde_json::from_str(text).map_err(|error| {
        unreadable(&format!("it is no JSON ({error}); it begins \"{}\"", excerpt(text)))
    })
}

fn record(value: Value) -> Result<(String, Value), Refusal> {
    match value["id"].as_str().filter(|id| !id.is_empty()).map(str::to_owned) {
        Some(id) => Ok((id, value)),
        None => {
            Err(unreadable(&format!("a record has no id: \"{}\"", excerpt(&value.to_string()))))
        }
    }
}

fn page(reply: &Reply) -> Result<Page, Refusal> {
    let Value::Array(listed) = json(&reply.text)? else {
        return Err(unreadable(&format!("it is no list; it begins \"{}\"", excerpt(&reply.text))));
    };
    let records = listed.into_iter().map(record).collect::<Result<Vec<_>, _>>()?;
    let links = reply.headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let next = links.flat_map(|header| header.split(',')).find_map(next_of);
    Ok(Page { records, next, at: reply.answered_at() })
}

/// The address of the next page in one link of `Link` (RFC 8288), without its origin: an org may
/// be called by a domain of its own and name itself by another.
fn next_of(link: &str) -> Option<String> {
    let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
    let is_next = parameters.split(';').any(|one| {
        let (name, value) = one.split_once('=').unwrap_or_default();
        name.trim() == "rel" && value.trim().trim_matches('"') == "next"
    });
    if !is_next {
        return None;
    }
    match Url::parse(address) {
        Ok(url) => Some(url[url::Position::BeforePath..].to_owned()),
        Err(_) => Some(address.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::next_of;

    #[test]
    fn the_next_page_is_found_in_links() {
        let link = r#" <https://org.okta.com/api/v1/users?after=x%3D&limit=2>; rel="next""#;
        assert_eq!(next_of(link).as_deref(), Some("/api/v1/users?after=x%3D&limit=2"));
        assert_eq!(next_of("</a?b>; title=\"x\"; rel=next").as_deref(), Some("/a?b"));
        assert_eq!(next_of(r#"<https://org.okta.com/a>; rel="self""#), None);
        assert_eq!(next_of("nonsense"), None);
    }
}
