//! The audit log of what administrators did, through the Reports API of the Admin SDK: which users
//! and groups were changed since the log was last asked. It is asked with a token of its own, for
//! one scope too many makes Google refuse a token as a whole.
//!
//! From Google's discovery document `admin_reports_v1` (revision 20260929): `activity/users/all/
//! applications/admin`, `startTime` in RFC 3339, at most 1,000 a page, 180 days back. Its help
//! (support.google.com/a/answer/7061566) says that these events show after "a couple of minutes",
//! with "a small chance" of later, and that in rare cases an event is not reported. What a
//! user or a group's owner changes by themselves is no administrator's deed. So the log is never
//! the whole truth: all is listed now and then all the same.

use super::client::{Client, unreadable};
use super::errors::refusal;
use super::events::Named;
use crate::calls::{Ask, Refusal, Reply, excerpt};
use jiff::Timestamp;
use rolecall_directory::Cause;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The scope that reading the log needs.
pub(super) const AUDIT: &str = "https://www.googleapis.com/auth/admin.reports.audit.readonly";
/// Where the API is beside that of the directory.
const REPORTS: (&str, &str) = ("directory/v1", "reports/v1/activity/users/all/applications/admin");
/// The longest page.
const A_PAGE: u32 = 1000;
/// More pages than these are not read: listing is the shorter way then. Our decision.
const MOST_PAGES: usize = 20;
/// The log is asked again from so many milliseconds before it was last asked, for events come
/// late. Our decision: Google speaks of a couple of minutes, and publishes no bound.
const OVERLAP: i64 = 2 * 60 * 60 * 1000;
/// An event younger than so many milliseconds is followed once more at the next reading: what it
/// tells of may not show everywhere yet. Our decision.
const SETTLES: i64 = 5 * 60 * 1000;
/// So many events are remembered as followed; more are followed again, which changes nothing.
const REMEMBERED: usize = 1000;

/// An activity: one or more events at one time.
#[derive(Deserialize)]
struct Activity {
    id: ActivityId,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActivityId {
    time: Timestamp,
    #[serde(default)]
    unique_qualifier: String,
}

/// What an administrator did.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: String,
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameter {
    name: String,
    value: Option<String>,
    #[serde(default)]
    multi_value: Vec<String>,
}

impl Event {
    /// The addresses that a parameter holds, in lower case.
    pub fn addresses(&self, name: &str) -> Vec<String> {
        let all = self.parameters.iter().filter(|parameter| parameter.name == name);
        let values = all.flat_map(|one| one.value.iter().chain(&one.multi_value));
        let is_address = |text: &&String| text.contains('@') && !text.contains(char::is_whitespace);
        values.filter(is_address).map(|text| text.to_lowercase()).collect()
    }
}

/// Where reading the log stands; all moments in milliseconds since 1970 (UTC), by Google's clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Stand {
    /// Before this all was listed, and nothing need be asked for.
    floor: i64,
    /// From this moment on the log is asked next.
    since: i64,
    /// Events after `since` that were followed, each with its moment.
    followed: Vec<(i64, String)>,
}

impl Stand {
    /// The stand after all was listed, which began at `at`.
    pub fn listed(at: i64) -> Self {
        let floor = at - SETTLES;
        Self { floor, since: floor, followed: Vec::new() }
    }

    /// The next one, once all was followed that the log told at `at`.
    fn next(&self, at: i64, heard: Vec<(i64, String)>) -> Self {
        let since = self.floor.max(at - OVERLAP);
        let mut followed: Vec<(i64, String)> = self.followed.iter().cloned().chain(heard).collect();
        followed.retain(|(time, _)| *time >= since && *time < at - SETTLES);
        followed.sort_unstable();
        followed.dedup();
        let followed = followed.split_off(followed.len().saturating_sub(REMEMBERED));
        Self { floor: self.floor, since, followed }
    }
}

/// What the log told.
#[derive(Debug)]
pub(super) struct Told {
    pub named: Named,
    /// From where to ask next.
    pub next: Stand,
}

/// The log of one customer.
#[derive(Debug)]
pub(super) struct Log {
    pub client: Client,
    url: String,
}

impl Log {
    /// The log beside the directory at `place`; `None` where that is not Google's path.
    pub fn beside(client: Client, place: &str) -> Option<Self> {
        let above = place.trim_end_matches('/').strip_suffix(REPORTS.0)?;
        Some(Self { client, url: format!("{above}{}", REPORTS.1) })
    }

    /// Whether the log may be read.
    ///
    /// # Errors
    /// Why not.
    pub async fn try_out(&self, customer: &str) -> Result<(), Refusal> {
        self.page(&[("maxResults", "1".to_owned()), ("customerId", customer.to_owned())]).await?;
        Ok(())
    }

    /// What it tells since `stand`; `now` stands in for Google's clock where it tells none.
    ///
    /// # Errors
    /// When it is refused for good, cannot be read to its end, or is too long.
    pub async fn told(&self, customer: &str, stand: &Stand, now: i64) -> Result<Told, Refusal> {
        let from = Timestamp::from_millisecond(stand.since).unwrap_or_default();
        let asked = [
            ("customerId", customer.to_owned()),
            ("maxResults", A_PAGE.to_string()),
            ("startTime", from.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()),
        ];
        let before: HashSet<&str> = stand.followed.iter().map(|(_, id)| id.as_str()).collect();
        let (mut named, mut heard) = (Named::default(), Vec::new());
        let (mut began, mut token) = (None, None::<String>);
        for _ in 0..MOST_PAGES {
            let mut query = asked.to_vec();
            query.extend(token.clone().map(|token| ("pageToken", token)));
            let page = self.page(&query).await?;
            let began = *began.get_or_insert(page.at.unwrap_or(now));
            for activity in page.activities {
                let time = activity.id.time.as_millisecond();
                let id = format!("{}/{}", activity.id.time, activity.id.unique_qualifier);
                if !before.contains(id.as_str()) {
                    activity.events.iter().for_each(|event| named.add(event));
                    heard.push((time, id));
                }
            }
            if page.next.is_none() {
                return Ok(Told { named, next: stand.next(began, heard) });
            }
            if page.next == token {
                return Err(unreadable("the pages of the log do not end: one leads to itself"));
            }
            token = page.next;
        }
        let words = format!("the log tells of more than {} deeds", MOST_PAGES * A_PAGE as usize);
        Err(Refusal::new(Cause::RejectedByTarget, words))
    }

    async fn page(&self, query: &[(&str, String)]) -> Result<Page, Refusal> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish()
            .replace('+', "%20");
        let ask = Ask::follow(format!("{}?{query}", self.url));
        let judge =
            |reply: &Reply| if reply.is_success() { read(reply) } else { Err(refusal(reply)) };
        let answered = self.client.caller.call(&self.client.gate, &ask, 0, judge).await;
        let page =
            answered.map_err(|refused| match refused.message.contains("unauthorized_client") {
                // The token is refused for this scope: the credential itself is good.
                true => Refusal { cause: Cause::NotPermitted, ..refused },
                false => refused,
            });
        Ok(page?.value)
    }
}

/// A page of the log.
struct Page {
    activities: Vec<Activity>,
    next: Option<String>,
    /// When it was answered, by Google's own clock, in milliseconds since 1970 (UTC).
    at: Option<i64>,
}

fn read(reply: &Reply) -> Result<Page, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        kind: String,
        #[serde(default)]
        items: Vec<Activity>,
        next_page_token: Option<String>,
    }
    let body: Body = serde_json::from_str(&reply.text).map_err(|error| {
        let begins = excerpt(&reply.text);
        unreadable(&format!("it is no list of activities ({error}); it begins \"{begins}\""))
    })?;
    if !body.kind.ends_with("activities") {
        return Err(unreadable(&format!("it is of the kind {}, no log", excerpt(&body.kind))));
    }
    let next = body.next_page_token.filter(|token| !token.is_empty());
    let at = reply.answered_at().map(Timestamp::as_millisecond);
    Ok(Page { activities: body.items, next, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    fn heard(minutes_ago: i64) -> (i64, String) {
        (NOW - minutes_ago * 60_000, format!("{minutes_ago} minutes ago"))
    }

    #[test]
    fn it_is_asked_from_a_little_before_and_what_was_followed_is_known() {
        let stand = Stand::listed(NOW - 24 * 60 * 60_000);
        let next = stand.next(NOW, vec![heard(1), heard(30), heard(4 * 60)]);
        assert_eq!(next.since, NOW - OVERLAP, "late events are not missed");
        assert_eq!(next.followed, [heard(30)], "what is young is followed once more");
        let later = next.next(NOW + 60 * 60_000, vec![heard(1)]);
        assert_eq!(later.followed, [heard(30), heard(1)], "both are known now");
    }

    #[test]
    fn before_the_last_listing_nothing_is_asked_for() {
        let stand = Stand::listed(NOW - 60_000);
        assert_eq!(stand.next(NOW, Vec::new()).since, stand.since);
    }

    #[test]
    fn of_very_many_the_newest_are_remembered() {
        let all = (0..3000).map(|number| (NOW - 60 * 60_000 + number, number.to_string()));
        let next = Stand::listed(NOW - 24 * 60 * 60_000).next(NOW, all.collect());
        assert_eq!(next.followed.len(), REMEMBERED);
        assert_eq!(next.followed[REMEMBERED - 1].1, "2999");
    }
}
