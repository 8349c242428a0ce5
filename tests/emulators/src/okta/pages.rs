//! Lists page by page, with the next page's address in `Link`.

use super::errors::Refusal;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Json, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use std::collections::HashMap;

/// The longest page.
const MOST: usize = 200;

/// What was asked of a list.
pub(crate) struct Asked<'a> {
    pub path: &'a str,
    pub query: &'a HashMap<String, String>,
    pub headers: &'a HeaderMap,
}

/// The page that is asked for of `all`, which come by id.
///
/// # Errors
/// When the limit is no number, or the cursor is none of ours.
pub(crate) fn page<'v>(
    asked: &Asked<'_>,
    all: impl Iterator<Item = (&'v String, &'v Value)>,
) -> Result<Response, Refusal> {
    let limit = match asked.query.get("limit").map(|limit| limit.parse::<usize>()) {
        None => MOST,
        Some(Ok(limit)) if limit > 0 => limit.min(MOST),
        Some(_) => return Err(Refusal::invalid("limit", "must be a positive number")),
    };
    let after = match asked.query.get("after") {
        None => String::new(),
        Some(cursor) => {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
            let id = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            id.ok_or_else(|| Refusal::invalid("after", "The cursor is not valid"))?
        }
    };
    let mut shown: Vec<(&String, &Value)> =
        all.filter(|(id, _)| **id > after).take(limit + 1).collect();
    let next = (shown.len() > limit).then(|| {
        shown.truncate(limit);
        shown.last().map(|(id, _)| URL_SAFE_NO_PAD.encode(id)).unwrap_or_default()
    });
    let body: Vec<&Value> = shown.into_iter().map(|(_, record)| record).collect();
    let mut answer = Json(body).into_response();
    let links = [("self", asked.query.get("after").cloned()), ("next", next.clone())];
    for (rel, cursor) in links {
        if rel == "next" && cursor.is_none() {
            continue;
        }
        let link = format!("<{}>; rel=\"{rel}\"", address(asked, limit, cursor.as_deref()));
        if let Ok(value) = HeaderValue::from_str(&link) {
            answer.headers_mut().append(header::LINK, value);
        }
    }
    Ok(answer)
}

fn address(asked: &Asked<'_>, limit: usize, after: Option<&str>) -> String {
    let host = asked.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let mut address = format!("http://{}{}?", host.unwrap_or_default(), asked.path);
    let mut others: Vec<_> = asked
        .query
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "after" | "limit"))
        .collect();
    others.sort();
    for (name, value) in others {
        address.push_str(&format!("{name}={}&", escaped(value)));
    }
    if let Some(after) = after {
        address.push_str(&format!("after={after}&"));
    }
    address + &format!("limit={limit}")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
