//! What a service provider says it can do (RFC 7643 section 5, RFC 9865 section 4), read however
//! it is written.

use super::discovery::{document_in, text};
use serde_json::Value;

/// People asked for on one page, where the provider does not allow less.
const PAGE: u64 = 200;

/// What a provider can do, by its own words; the usual where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Features {
    /// Whether PATCH may be used; PUT otherwise.
    pub patch: bool,
    /// Whether resources have versions that a write may be bound to.
    pub etag: bool,
    /// How much one bulk request may carry; `None` where there is none.
    pub bulk: Option<BulkLimit>,
    /// Whether lists take a filter.
    pub filter: bool,
    /// Whether lists go by cursor rather than by index.
    pub cursor: bool,
    /// How many resources a page may have.
    pub page: u64,
}

/// How much one bulk request may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BulkLimit {
    pub operations: usize,
    pub bytes: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self { patch: true, etag: false, bulk: None, filter: true, cursor: false, page: PAGE }
    }
}

impl Features {
    /// Reads the answer of `ServiceProviderConfig`; whatever else it is says nothing.
    pub fn read(answer: &Value) -> Self {
        let config = document_in(answer);
        let supported = |feature: &str| {
            let value = config.get(feature)?;
            truth(value).or_else(|| truth(value.get("supported")?))
        };
        let number = |path: &str| config.pointer(path).and_then(number).filter(|one| *one > 0);
        let pages = config.get("pagination").unwrap_or(&Value::Null);
        let says = |key: &str| pages.get(key).and_then(truth);
        let by_cursor = text(pages, "defaultPaginationMethod")
            .is_some_and(|word| word.eq_ignore_ascii_case("cursor"));
        let most = [number("/filter/maxResults"), number("/pagination/maxPageSize")];
        let bulk = supported("bulk").unwrap_or(false).then(|| BulkLimit {
            operations: number("/bulk/maxOperations").map_or(0, small),
            bytes: number("/bulk/maxPayloadSize").map_or(usize::MAX, small),
        });
        Self {
            patch: supported("patch").unwrap_or(true),
            etag: supported("etag").unwrap_or(false),
            bulk: bulk.filter(|limit| limit.operations > 1),
            filter: supported("filter").unwrap_or(true),
            cursor: says("cursor") == Some(true) && (says("index") != Some(true) || by_cursor),
            page: most.into_iter().flatten().fold(PAGE, u64::min),
        }
    }
}

/// Yes or no, also as a text.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn small(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_in_any_form_is_understood() {
        let plain = json!({
            "patch": {"supported": false}, "etag": {"supported": true},
            "bulk": {"supported": true, "maxOperations": 1000, "maxPayloadSize": 4096},
            "filter": {"supported": true, "maxResults": 50},
        });
        let read = Features::read(&plain);
        let bulk = BulkLimit { operations: 1000, bytes: 4096 };
        let wanted = Features {
            patch: false,
            etag: true,
            bulk: Some(bulk),
            filter: true,
            cursor: false,
            page: 50,
        };
        assert_eq!(read, wanted);
        let listed = json!({"totalResults": 1, "Resources": [plain]});
        assert_eq!(Features::read(&listed), wanted, "wrapped in a list");
        assert_eq!(Features::read(&json!([plain])), wanted, "in a bare list");
        let texts = json!({
            "patch": {"supported": "False"}, "etag": true, "filter": {"maxResults": "50"},
            "bulk": {"supported": "true", "maxOperations": "1000", "maxPayloadSize": "4096"},
        });
        assert_eq!(Features::read(&texts), wanted, "written as texts");
    }

    #[test]
    fn what_is_not_said_is_the_usual() {
        for odd in [json!(null), json!("<html>"), json!({}), json!({"patch": {}}), json!([])] {
            assert_eq!(Features::read(&odd), Features::default(), "{odd}");
        }
        let none = json!({"filter": {"maxResults": 0}, "bulk": {"supported": true}});
        assert_eq!(Features::read(&none), Features::default(), "nothing at all cannot be meant");
    }

    #[test]
    fn cursors_are_used_where_they_are_the_way() {
        let cursor = |pages: Value| Features::read(&json!({"pagination": pages})).cursor;
        assert!(cursor(json!({"cursor": true, "index": false})), "the only way");
        let both = json!({"cursor": true, "index": true, "defaultPaginationMethod": "cursor"});
        assert!(cursor(both), "the way it prefers");
        let index = json!({"cursor": true, "index": true, "defaultPaginationMethod": "index"});
        assert!(!cursor(index), "not where it prefers the index");
        assert!(!cursor(json!({"index": true})), "not where it has none");
        let page = Features::read(&json!({"pagination": {"maxPageSize": 30}})).page;
        assert_eq!(page, 30, "the longest page");
    }
}
