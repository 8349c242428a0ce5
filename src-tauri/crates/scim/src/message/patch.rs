//! Changes to a resource (RFC 7644 section 3.5.2).

use serde_json::{Map, Value, json};

use super::{MessageError, member};
use crate::{AttrPath, Dialect, urn};

const MESSAGE: &str = "patch";

/// The body of a PATCH request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PatchOp {
    /// The operations, carried out in this order, all or none.
    pub operations: Vec<PatchOperation>,
}

/// What a patch operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PatchKind {
    /// Adds values to a list, or sets what is single.
    Add,
    /// Replaces what is there.
    Replace,
    /// Takes away.
    Remove,
}

/// Paths with their values, in order.
type Targets<'v> = Vec<(AttrPath, Option<&'v Value>)>;

/// One operation of a patch.
#[derive(Debug, Clone, PartialEq)]
pub struct PatchOperation {
    /// What it does.
    pub kind: PatchKind,
    /// Where; without one the value is an object of attributes.
    pub path: Option<AttrPath>,
    /// With what; some clients also name the members to remove here.
    pub value: Option<Value>,
}

impl PatchKind {
    /// Returns the operation as the RFC writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Add, Self::Replace, Self::Remove]
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(text))
    }
}

impl PatchOp {
    /// Reads a patch: `op` and member names in any case, `schemas` not insisted on, an empty path
    /// as none. Fails with the operation that is wrong;
    /// [`MessageError::scim_type`] is what to answer.
    pub fn read(body: &Value) -> Result<Self, MessageError> {
        let members = body.as_object().ok_or(MessageError::NotAnObject { message: MESSAGE })?;
        let operations = match member(members, "Operations") {
            Some(Value::Array(operations)) if !operations.is_empty() => operations,
            Some(_) => return Err(unexpected("Operations".to_owned(), "a list with an operation")),
            None => return Err(missing("Operations".to_owned())),
        };
        let numbered = operations.iter().zip(1..);
        let read = numbered.map(|(operation, number)| PatchOperation::read(operation, number));
        Ok(Self { operations: read.collect::<Result<_, _>>()? })
    }

    /// Writes the patch.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let operations: Vec<_> = self.operations.iter().map(PatchOperation::to_value).collect();
        json!({"schemas": [urn::PATCH_OP], "Operations": operations})
    }
}

impl PatchOperation {
    /// Makes the operation that adds `value` at `path`.
    #[must_use]
    pub fn add(path: AttrPath, value: Value) -> Self {
        Self { kind: PatchKind::Add, path: Some(path), value: Some(value) }
    }

    /// Makes the operation that puts `value` at `path`.
    #[must_use]
    pub fn replace(path: AttrPath, value: Value) -> Self {
        Self { kind: PatchKind::Replace, path: Some(path), value: Some(value) }
    }

    /// Makes the operation that takes away what is at `path`.
    #[must_use]
    pub fn remove(path: AttrPath) -> Self {
        Self { kind: PatchKind::Remove, path: Some(path), value: None }
    }

    /// Returns the paths the operation is about with their values, in order: the one it names, or
    /// those of its value's members, where keys may be dotted, carry a URN, or be the URN of a
    /// schema over its attributes, as the path itself may be. Fails on a key that is no path; `number` is the operation's,
    /// from 1.
    pub fn targets(&self, number: usize) -> Result<Targets<'_>, MessageError> {
        let members = match (&self.path, &self.value) {
            (Some(path), Some(Value::Object(members))) if path.schema_itself().is_some() => {
                let schema = path.schema_itself().unwrap_or_default();
                return under(&schema, members, number);
            }
            (Some(path), value) => return Ok(vec![(path.clone(), value.as_ref())]),
            (None, Some(Value::Object(members))) => members,
            (None, _) => return Err(missing(format!("Operations[{number}].path"))),
        };
        let mut targets = Vec::new();
        for (key, value) in members {
            if key.eq_ignore_ascii_case("schemas") {
                continue;
            }
            let path = read_path(key, number)?;
            match (path.schema_itself(), value) {
                (Some(schema), Value::Object(attributes)) => {
                    targets.extend(under(&schema, attributes, number)?);
                }
                _ => targets.push((path, Some(value))),
            }
        }
        Ok(targets)
    }

    fn read(operation: &Value, number: usize) -> Result<Self, MessageError> {
        let place = |member: &str| format!("Operations[{number}].{member}");
        let members: &Map<String, Value> = operation
            .as_object()
            .ok_or_else(|| unexpected(format!("Operations[{number}]"), "an object"))?;
        let kind = match member(members, "op") {
            Some(op) => op.as_str().and_then(PatchKind::read),
            None => return Err(missing(place("op"))),
        };
        let kind = kind.ok_or_else(|| unexpected(place("op"), "add, replace or remove"))?;
        let path = match member(members, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) if path.trim().is_empty() => None,
            Some(Value::String(path)) => Some(read_path(path, number)?),
            Some(_) => return Err(unexpected(place("path"), "a text")),
        };
        let value = member(members, "value").cloned();
        match (kind, &path, &value) {
            (PatchKind::Remove, None, _) => Err(MessageError::NoTarget { number }),
            (PatchKind::Add | PatchKind::Replace, _, None) => Err(missing(place("value"))),
            (_, None, Some(value)) if !value.is_object() => {
                Err(unexpected(place("value"), "an object, as there is no path"))
            }
            _ => Ok(Self { kind, path, value }),
        }
    }

    fn to_value(&self) -> Value {
        let mut operation = json!({"op": self.kind.as_str()});
        if let Some(path) = &self.path {
            operation["path"] = json!(path.to_string());
        }
        if let Some(value) = &self.value {
            operation["value"] = value.clone();
        }
        operation
    }
}

/// The attributes of a schema, each under its own path.
fn under<'v>(
    schema: &str,
    attributes: &'v Map<String, Value>,
    number: usize,
) -> Result<Targets<'v>, MessageError> {
    let attributes = attributes.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("schemas"));
    attributes
        .map(|(name, value)| Ok((read_path(name, number)?.with_schema(schema), Some(value))))
        .collect()
}

fn read_path(text: &str, number: usize) -> Result<AttrPath, MessageError> {
    AttrPath::parse(text, Dialect::Rfc).map_err(|source| MessageError::Path { number, source })
}

fn missing(member: String) -> MessageError {
    MessageError::Missing { message: MESSAGE, member }
}

fn unexpected(member: String, expected: &'static str) -> MessageError {
    MessageError::Unexpected { message: MESSAGE, member, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::ScimType;

    #[test]
    fn writes_what_it_reads() {
        let patch = PatchOp {
            operations: vec![
                PatchOperation::replace(AttrPath::new("active"), json!(false)),
                PatchOperation::add("name.givenName".parse().unwrap(), json!("Ada")),
                PatchOperation::remove(r#"members[value eq "7"]"#.parse().unwrap()),
            ],
        };
        let written = patch.to_value();
        assert_eq!(
            written["Operations"],
            json!([
                {"op": "replace", "path": "active", "value": false},
                {"op": "add", "path": "name.givenName", "value": "Ada"},
                {"op": "remove", "path": "members[value eq \"7\"]"}
            ])
        );
        assert_eq!(written["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]));
        assert_eq!(PatchOp::read(&written), Ok(patch));
    }

    #[test]
    fn says_which_operation_is_wrong() {
        for (operation, scim_type) in [
            (json!({"op": "remove"}), ScimType::NoTarget),
            (json!({"op": "add", "path": "a b", "value": 1}), ScimType::InvalidPath),
            (json!({"op": "add", "path": "a"}), ScimType::InvalidValue),
            (json!({"op": "move", "path": "a"}), ScimType::InvalidSyntax),
            (json!({"path": "a"}), ScimType::InvalidSyntax),
            (json!({"op": "replace", "value": 1}), ScimType::InvalidSyntax),
            (json!(7), ScimType::InvalidSyntax),
        ] {
            let good = json!({"op": "Add", "path": "", "value": {}});
            let error = PatchOp::read(&json!({"operations": [good, operation]})).unwrap_err();
            assert_eq!(error.scim_type(), scim_type, "{operation}");
            assert!(error.to_string().contains('2'), "names the second operation: {error}");
        }
        assert!(PatchOp::read(&json!({"Operations": []})).is_err());
        assert!(PatchOp::read(&json!({})).is_err());
    }
}
