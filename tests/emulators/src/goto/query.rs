//! The query as the API reads it: `%20` is a space, `+` is a plus.

use super::errors::Refusal;
use std::collections::BTreeMap;

/// Names and values of a query.
#[derive(Debug, Default)]
pub(crate) struct Query(BTreeMap<String, String>);

impl Query {
    pub fn read(raw: Option<&str>) -> Self {
        let pairs = raw.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A number, or what stands for it when absent.
    ///
    /// # Errors
    /// When it is no number.
    pub fn number(&self, name: &str, otherwise: usize) -> Result<usize, Refusal> {
        let Some(text) = self.get(name) else { return Ok(otherwise) };
        text.parse().map_err(|_| Refusal::invalid(format!("{name} is no number: {text}")))
    }

    /// The address that `filter` asks for: `email eq "x"` is all that is known of filters.
    ///
    /// # Errors
    /// When there is a filter and it is any other.
    pub fn email(&self) -> Result<Option<&str>, Refusal> {
        let Some(filter) = self.get("filter") else { return Ok(None) };
        let quoted = filter.strip_prefix("email eq \"").and_then(|rest| rest.strip_suffix('"'));
        let wrong = || Refusal::invalid(format!("this filter cannot be read: {filter}"));
        quoted.filter(|email| !email.contains('"')).map(Some).ok_or_else(wrong)
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
