//! Answers to queries (RFC 7644 section 3.4.2).

use serde_json::{Map, Value, json};

use super::{MessageError, has_schema, member, whole};
use crate::urn;

const MESSAGE: &str = "list response";

/// A page of resources.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListResponse {
    /// How many resources there are in all, where the answer says so.
    pub total_results: Option<u64>,
    /// The place of the first resource of the page, from 1, where the answer says so.
    pub start_index: Option<u64>,
    /// How many resources the page says it has, which need not be true.
    pub items_per_page: Option<u64>,
    /// The resources of the page.
    pub resources: Vec<Value>,
}

impl ListResponse {
    /// Reads a page: member names in any case, counts also as texts, `Resources` missing where
    /// there are none. Fails on what is no list response, and on counts that are none.
    pub fn read(body: &Value) -> Result<Self, MessageError> {
        let Value::Object(members) = body else {
            return Err(MessageError::NotAnObject { message: MESSAGE });
        };
        let total_results = count(members, "totalResults")?;
        let resources = match member(members, "Resources") {
            Some(Value::Array(resources)) => resources.clone(),
            None | Some(Value::Null)
                if total_results.is_some() || has_schema(members, urn::LIST_RESPONSE) =>
            {
                Vec::new()
            }
            None | Some(Value::Null) => {
                let member = "Resources".to_owned();
                return Err(MessageError::Missing { message: MESSAGE, member });
            }
            Some(_) => return Err(unexpected("Resources", "a list")),
        };
        Ok(Self {
            total_results,
            start_index: count(members, "startIndex")?,
            items_per_page: count(members, "itemsPerPage")?,
            resources,
        })
    }

    /// Writes the page; a total not given is the number of resources.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let here = self.resources.len();
        let mut body = json!({
            "schemas": [urn::LIST_RESPONSE],
            "totalResults": self.total_results.map_or_else(|| json!(here), |total| json!(total)),
            "itemsPerPage": self.items_per_page.map_or_else(|| json!(here), |count| json!(count)),
        });
        if let Some(start) = self.start_index {
            body["startIndex"] = json!(start);
        }
        body["Resources"] = Value::Array(self.resources.clone());
        body
    }
}

fn count(members: &Map<String, Value>, name: &str) -> Result<Option<u64>, MessageError> {
    match member(members, name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => whole(value).map(Some).ok_or_else(|| unexpected(name, "a number")),
    }
}

fn unexpected(member: &str, expected: &'static str) -> MessageError {
    MessageError::Unexpected { message: MESSAGE, member: member.to_owned(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_vendors_answer() {
        let page = ListResponse::read(&json!({
            "totalresults": "3", "StartIndex": 1.0, "itemsPerPage": 1, "resources": [{"id": "a"}]
        }));
        let expected = ListResponse {
            total_results: Some(3),
            start_index: Some(1),
            items_per_page: Some(1),
            resources: vec![json!({"id": "a"})],
        };
        assert_eq!(page, Ok(expected));
        let empty = ListResponse::read(&json!({"totalResults": 0, "Resources": null}));
        assert_eq!(empty.map(|page| page.resources.len()), Ok(0));
        let bare = ListResponse::read(&json!({"schemas": [urn::LIST_RESPONSE]}));
        assert_eq!(bare.map(|page| page.total_results), Ok(None));
    }

    #[test]
    fn refuses_what_is_no_list() {
        for body in [
            json!([]),
            json!({}),
            json!({"id": "a"}),
            json!({"totalResults": -1, "Resources": []}),
            json!({"totalResults": 1.5, "Resources": []}),
            json!({"totalResults": "many", "Resources": []}),
            json!({"totalResults": 1, "Resources": {}}),
        ] {
            assert!(ListResponse::read(&body).is_err(), "{body}");
        }
    }

    #[test]
    fn writes_the_form_of_the_rfc() {
        let page = ListResponse { resources: vec![json!({"id": "a"})], ..Default::default() };
        assert_eq!(
            page.to_value(),
            json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": 1, "itemsPerPage": 1, "Resources": [{"id": "a"}]
            })
        );
        assert_eq!(
            ListResponse::read(&page.to_value()).map(|read| read.resources),
            Ok(page.resources)
        );
    }
}
