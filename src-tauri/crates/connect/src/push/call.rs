//! Requests, read leniently.

use super::answer::Refusal;
use super::limits::{DEPTH, LONGEST_FILTER};
use rolecall_scim::message::ScimType;
use serde_json::Value;
use url::form_urlencoded;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushMethod {
    /// Reads; HEAD as well, whose body is left out by what carries the answer.
    Get,
    /// Makes, or searches.
    Post,
    /// Replaces.
    Put,
    /// Changes parts.
    Patch,
    /// Deletes.
    Delete,
    /// Anything else, which is not there.
    Other,
}

impl PushMethod {
    /// Reads the name of a method.
    #[must_use]
    pub fn read(name: &str) -> Self {
        match name.to_ascii_uppercase().as_str() {
            "GET" | "HEAD" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            _ => Self::Other,
        }
    }
}

/// A request to the provider of one directory.
#[derive(Debug, Clone, PartialEq)]
pub struct PushCall {
    /// What it does.
    pub method: PushMethod,
    /// The path behind the directory, decoded, cut at slashes, without empty parts.
    pub path: Vec<String>,
    /// The query as it was sent, without question mark.
    pub query: String,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// The address under which the client reached the directory, without a slash at its end.
    pub base: String,
    /// Now, in milliseconds since 1970 (UTC).
    pub now: i64,
}

impl PushCall {
    /// The value of a parameter of the query, by its name without case; the last one counts. `+`
    /// is a space, empty parts are passed over (facts of OneLogin: `?filter=...&`).
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let all = form_urlencoded::parse(self.query.as_bytes());
        let named = all.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.last().map(|(_, value)| value.into_owned())
    }

    /// Whether the request would change something, were it carried out.
    #[must_use]
    pub fn writes(&self) -> bool {
        let searches = self.path.last().is_some_and(|last| last.eq_ignore_ascii_case(".search"));
        !searches && !matches!(self.method, PushMethod::Get | PushMethod::Other)
    }

    /// The body as JSON, whatever its content type says.
    ///
    /// # Errors
    /// When it is no JSON, or more deeply nested than anything that is meant well.
    pub(super) fn json(&self) -> Result<Value, Refusal> {
        let body = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Refusal::syntax("the request has no body; this one needs a JSON object"));
        }
        if depth(body) > DEPTH {
            let words = format!("the body is nested more than {DEPTH} levels deep");
            return Err(Refusal::syntax(words));
        }
        let read = serde_json::from_slice(body);
        read.map_err(|error| Refusal::syntax(format!("the body is no JSON: {error}")))
    }
}

/// A filter of a length that is meant well.
///
/// # Errors
/// When it is longer.
pub(super) fn bounded(filter: &str) -> Result<&str, Refusal> {
    if filter.len() <= LONGEST_FILTER {
        return Ok(filter);
    }
    let words = format!("the filter has more than {LONGEST_FILTER} bytes; ask in several requests");
    Err(Refusal::new(400, ScimType::InvalidFilter, words))
}

/// How many objects and lists stand within each other, read without making anything of them.
fn depth(body: &[u8]) -> usize {
    let (mut now, mut most, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                now += 1;
                most = most.max(now);
            }
            b'}' | b']' => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_that_of_brackets_outside_texts() {
        assert_eq!(depth(br#"{"a": [1, {"b": "[[[[\"{{"}], "c": {}}"#), 3);
        assert_eq!(depth(b"]]]["), 1, "what is no JSON is measured all the same");
    }
}
